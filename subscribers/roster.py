"""A roster of people who have agreed: checked whole, and imported whole or not at all.

All the looking up and checking is done first, without a lock. What is written is written by a few statements at the
end, and people whom we knew before are locked and checked once more just before theirs: a stop that came meanwhile
undoes the import, and nobody who texts STOP waits for a long file.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from subscribers import children
from subscribers.models import Child, ConsentEvent, Contact, Journey, Role, Subscriber
from subscribers.roster_people import People, Person, batches, past
from subscribers.roster_rows import ANY_ROW, COLUMNS, RosterError, Row, RowError, read
from subscribers.sealing import blind_index

__all__ = ["COLUMNS", "RosterError", "RowError", "import_roster", "read"]

Placed = tuple[Row, Person]


def import_roster(
    content: bytes, now: datetime, *, dry_run: bool = False, progress: Callable[[Iterable[Row]], Iterable[Row]] = iter
) -> int:
    """Import a roster: every row becomes one active journey, with its consent in the ledger. Returns the rows.

    Raises RosterError, with every mistake of every row, and then nothing is imported. A dry run only checks.
    """
    rows, errors = read(content, now)
    people = People(rows, now)
    placed: list[Placed] = []
    for row in progress(rows):
        try:
            placed.append((row, people.of(row)))
        except ValidationError as error:
            errors.append(_row_error(row, error))
    if errors:
        raise RosterError(sorted(errors, key=lambda error: error.row))
    if not dry_run:
        _import(placed, now)
    return len(rows)


def _import(placed: Sequence[Placed], now: datetime) -> None:
    known = [(row, person) for row, person in placed if person.pk]
    try:
        with transaction.atomic():
            _write([(row, person) for row, person in placed if not person.pk], now)
            _lock_and_check(known)
            _write(known, now)
    except IntegrityError as error:
        sentence = _("Somebody in this file was signed up or removed at this very moment. Please import it once more.")
        raise RosterError([RowError(row=1, column=ANY_ROW, sentence=sentence)]) from error


def _lock_and_check(known: Sequence[Placed]) -> None:
    """What was checked without a lock, once more with one: a stop comes wholly before this, or after the import."""
    ids = sorted({person.subscriber.pk for _row, person in known})
    for some in batches(ids):  # in one order, so that two imports never wait for each other
        list(Subscriber.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk").values_list("pk"))
    told, errors = past(ids), []
    for row, person in known:
        try:
            told.check(row, person)
        except ValidationError as error:
            errors.append(_row_error(row, error))
    if errors:
        raise RosterError(errors)


def _row_error(row: Row, error: ValidationError) -> RowError:
    column = {"sms": "phone", "email": "email"}.get(error.code or "", ANY_ROW)
    return RowError(row=row.line, column=column, sentence=error.messages[0])


def _write(placed: Sequence[Placed], now: datetime) -> None:
    """Save what rows say, in as many statements whatever their number."""
    people = list(dict.fromkeys(person for _row, person in placed))
    Subscriber.objects.bulk_create([person.subscriber for person in people if not person.pk])
    for some in batches([person.subscriber.pk for person in people]):
        Subscriber.objects.filter(pk__in=some).update(state=Subscriber.State.ACTIVE)
    theirs = Child.objects.bulk_create([_child(row) for row, _person in placed])
    Journey.objects.bulk_create(
        [_journey(row, person, child) for (row, person), child in zip(placed, theirs, strict=True)]
    )
    ConsentEvent.objects.bulk_create([_agreement(row, person) for row, person in placed])
    contacts = [contact for person in people for contact in _contacts(person)]
    # Last, so that somebody new who texts us now waits for this only; in one order, so that no two imports lock up.
    Contact.objects.bulk_create(sorted(contacts, key=lambda contact: bytes(contact.index)))
    addresses = [blind_index(address) for row, _person in placed for address in row.addresses.values()]
    for some_addresses in batches(addresses):
        Contact.objects.filter(index__in=some_addresses, confirmed_at=None).update(confirmed_at=now)


def _contacts(person: Person) -> list[Contact]:
    return [
        Contact(subscriber=person.subscriber, kind=kind, address=address, index=blind_index(address))
        for kind, address in person.new.items()
    ]


def _agreement(row: Row, person: Person) -> ConsentEvent:
    """The row's line in the consent ledger."""
    return ConsentEvent(
        subscriber=person.subscriber,
        kind=ConsentEvent.Kind.AGREED,
        door="roster",
        at=row.values["agreed_at"],
        wording=row.values["agreed_wording"],
        agreed_with=row.values["agreed_with"],
    )


def _child(row: Row) -> Child:
    values = row.values
    if values["birth_date"]:
        return children.born(values["birth_date"], values["gestation_weeks"], values["due_date"])
    return children.expected(values["due_date"])


def _journey(row: Row, person: Person, child: Child) -> Journey:
    values = row.values
    names = ("role", "language", "channel", "frequency", "slot", "sure_start")
    return Journey(
        subscriber=person.subscriber,
        child=child,
        track=Role(values["role"]).track,
        plan_from=values["agreed_at"],
        roster_row=row.line,
        **{name: values[name] for name in names},
    )
