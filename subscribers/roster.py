"""A roster of people who have agreed: checked whole, and imported whole or not at all."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from subscribers import children, consent
from subscribers.models import Child, ConsentEvent, Contact, Journey, Role, Subscriber
from subscribers.roster_rows import ANY_ROW, COLUMNS, RosterError, Row, RowError, read

__all__ = ["COLUMNS", "RosterError", "RowError", "import_roster", "read"]


def import_roster(
    content: bytes, now: datetime, *, dry_run: bool = False, progress: Callable[[Iterable[Row]], Iterable[Row]] = iter
) -> int:
    """Import a roster: every row becomes one active journey, with its consent in the ledger. Returns the rows.

    Raises RosterError, with every mistake of every row, and then nothing is imported. A dry run only checks.
    """
    rows, errors = read(content, now)
    with transaction.atomic():
        people = _People()
        for row in progress(rows):
            try:
                _save(row, people, now)
            except ValidationError as error:
                column = {"sms": "phone", "email": "email"}.get(error.code or "", ANY_ROW)
                errors.append(RowError(row=row.line, column=column, sentence=error.messages[0]))
        if errors:
            raise RosterError(sorted(errors, key=lambda error: error.row))
        transaction.set_rollback(dry_run)
    return len(rows)


class _People:
    """Who is known by which address, and what was theirs before this roster (twins in one roster are welcome)."""

    def __init__(self) -> None:
        self.journeys = Journey.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.events = ConsentEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def find(self, row: Row) -> Subscriber | None:
        """The subscriber with the row's addresses. Raises ValidationError, coded by the kind, when there is a clash."""
        found: Subscriber | None = None
        for kind, address in row.addresses.items():
            contact = Contact.objects.with_address(address).first()
            if contact is None:
                continue
            # Locked, so that a stop at this moment comes before this row, or undoes it.
            contact.subscriber = Subscriber.objects.select_for_update(no_key=True).get(pk=contact.subscriber_id)
            if _wants_nothing(contact.subscriber):
                raise ValidationError(_("They want no messages now. Only they can start again: text START."), code=kind)
            if found and found.pk != contact.subscriber_id:
                raise ValidationError(_("The phone and the e-mail belong to two different people."), code=kind)
            found = contact.subscriber
        return found

    def has_agreed(self, subscriber: Subscriber, values: dict[str, Any]) -> bool:
        """Whether this very agreement was imported before, or they hear about a child of these dates already."""
        events = subscriber.consents.filter(pk__lte=self.events, kind=ConsentEvent.Kind.AGREED, at=values["agreed_at"])
        dates = {"child__due_date": values["due_date"], "child__birth_date": values["birth_date"]}
        return events.exists() or subscriber.journeys.filter(pk__lte=self.journeys, **dates).exists()


def _wants_nothing(subscriber: Subscriber) -> bool:
    """After a stop or a loss nobody is signed up by somebody else. The roster's owner is not told which it was."""
    lost = subscriber.journeys.filter(child__state=Child.State.LOST)
    return subscriber.state == Subscriber.State.STOPPED or lost.exists()


def _save(row: Row, people: _People, now: datetime) -> None:
    subscriber = people.find(row)
    if subscriber and people.has_agreed(subscriber, row.values):
        raise ValidationError(_("This person already hears from us about this child. Remove the row."))
    subscriber = subscriber or Subscriber.objects.create(created_at=now)
    for kind, address in row.addresses.items():
        known = subscriber.contacts.filter(kind=kind).first()
        if known and known.address != address:
            raise ValidationError(
                _("This person has another address for this channel. One person, one address."), code=kind
            )
        if not known:
            Contact.objects.create(subscriber=subscriber, kind=kind, address=address)
    values = row.values
    consent.agree(
        subscriber.pk,
        "roster",
        values["agreed_at"],
        wording=values["agreed_wording"],
        agreed_with=values["agreed_with"],
    )
    _journey(row, subscriber, _child(values)).save()


def _child(values: dict[str, Any]) -> Child:
    if values["birth_date"]:
        child = children.born(values["birth_date"], values["gestation_weeks"], values["due_date"])
    else:
        child = children.expected(values["due_date"])
    child.save()
    return child


def _journey(row: Row, subscriber: Subscriber, child: Child) -> Journey:
    values = row.values
    names = ("role", "language", "channel", "frequency", "slot", "sure_start")
    return Journey(
        subscriber=subscriber,
        child=child,
        track=Role(values["role"]).track,
        plan_from=values["agreed_at"],
        roster_row=row.line,
        **{name: values[name] for name in names},
    )
