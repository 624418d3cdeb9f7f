"""Joining: what somebody told us, and the moment at which their yes makes it a journey. Every door ends here."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from directory.models import SureStart, Trust
from languages.table import DEFAULT
from portal import addresses, invitations
from subscribers import children, consent
from subscribers.models import Child, Contact, Departed, Journey, Role, Slot, Subscriber

SAME_BABY = timedelta(days=21)  # two due dates no further apart are of one baby whose date has moved


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What somebody has told us so far. Kept sealed, because nothing is agreed yet."""

    due_date: date | None = None
    birth_date: date | None = None
    gestation_weeks: int | None = None  # at birth, completed weeks
    weeks: int | None = None  # of pregnancy or of age: they have not said which
    count: int = 1  # children born
    role: str = ""  # a Role
    language: str = DEFAULT
    fallback: str = Journey.Fallback.ENGLISH.value
    channel: str = Journey.Channel.SMS.value
    frequency: int = Journey.Frequency.WEEKLY.value
    slot: str = Slot.EVENING.value
    sure_start: int | None = None
    trust: int | None = None
    keyword: str = ""  # of the place or campaign through which they came
    invitation: str = ""  # its key, instead of the dates
    agreed_with: str = ""  # who of the staff helped
    phone: str = ""  # E.164, until it is proved
    email: str = ""  # until it is proved
    # Of the web's pages only:
    is_born: bool | None = None
    when_text: str = ""  # what they typed for the date, so that they find it again
    answered: tuple[str, ...] = ()  # the pages that have an answer

    @property
    def says_when(self) -> bool:
        return bool(self.due_date or self.birth_date or self.invitation)

    def dumps(self) -> str:
        return json.dumps(asdict(self), cls=DjangoJSONEncoder)

    @classmethod
    def loads(cls, text: str) -> Self:
        """The answers as they were kept. What an older version kept and this one does not know is left out."""
        names = {field.name for field in fields(cls)}
        known: dict[str, Any] = {k: v for k, v in json.loads(text or "{}").items() if k in names}
        for name in ("due_date", "birth_date"):
            if known.get(name):
                known[name] = date.fromisoformat(known[name])
        known["answered"] = tuple(known.get("answered", ()))
        return cls(**known)


@transaction.atomic
def confirm_address(contact: Contact, now: datetime) -> None:
    """A yes came from this very address: messages may go to it from now on, and it is no longer forgotten."""
    Contact.objects.filter(pk=contact.pk, confirmed_at=None).update(confirmed_at=now)
    Departed.objects.filter(index=contact.index).delete()


@transaction.atomic
def accept_address(contact: Contact, subscriber: Subscriber, asked_at: datetime, now: datetime) -> bool:
    """A second address of somebody who is with us said yes: from now on it is theirs. False when they have stopped."""
    children.lock_family(subscriber.pk)
    with_us = Subscriber.objects.filter(pk=subscriber.pk, state=Subscriber.State.ACTIVE)
    if not with_us.exists() or not addresses.attach(contact, subscriber, now):
        return False
    Departed.objects.filter(index=contact.index).delete()
    accepted = consent.accept(subscriber.pk, contact.kind, asked_at, now)
    transaction.set_rollback(not accepted)  # without the yes the address is nobody's
    return accepted


@transaction.atomic
def accept(contact: Contact, answers: Answers, door: str, asked_at: datetime, now: datetime) -> bool:
    """A yes that was proved by a code or a link. False, and nothing changes, when they have stopped since.

    Their family is locked first: of two doors at the same moment the second sees what the first has begun.
    """
    lock_families(contact, answers)
    if not consent.accept(contact.subscriber_id, door, asked_at, now, agreed_with=answers.agreed_with):
        return False
    confirm_address(contact, now)
    join(contact.subscriber, answers, now)
    return True


def lock_families(contact: Contact, answers: Answers) -> None:
    """Lock the family of whoever joins, together with that of whoever has invited them: a loss may be told just now."""
    children.lock_families([contact.subscriber_id, *invitations.inviters(answers.invitation)])


def join(subscriber: Subscriber, answers: Answers, now: datetime) -> None:
    """Begin a journey with each child that the answers mean, or change the one there is. The caller has locked them.

    A second sign-up about the same child, from another door at the same moment say, changes the first.
    """
    for child in _children(subscriber, answers, now):
        Journey.objects.update_or_create(
            subscriber=subscriber,
            child=child,
            defaults={
                "state": Journey.State.ACTIVE,
                "paused_for": "",
                "paused_until": None,
                "role": answers.role,
                "track": Role(answers.role).track,
                "plan_from": now,
                "sure_start": SureStart.objects.filter(pk=answers.sure_start or 0).first(),  # staff may have removed it
                "trust": Trust.objects.filter(pk=answers.trust or 0).first(),
            }
            | {
                name: getattr(answers, name)
                for name in ("language", "fallback", "channel", "frequency", "slot", "keyword")
            },
        )


def _children(subscriber: Subscriber, answers: Answers, now: datetime) -> list[Child]:
    if answers.invitation:
        return invitations.accept(answers.invitation, now)
    known = [child for child in children_of(subscriber) if _is_same(child, answers)]
    for child in known:
        if answers.birth_date and child.state == Child.State.EXPECTED:
            children.report_birth(child, answers.birth_date, now, answers.gestation_weeks)
    if known:
        if answers.due_date and known[0].due_date != answers.due_date:
            children.change_due_date(known[0], answers.due_date, now)
        return known
    return [_new_child(answers) for _ in range(answers.count)]


def children_of(subscriber: Subscriber) -> list[Child]:
    """The children whom their messages are about, oldest journey first; none that has died."""
    return [journey.child for journey in Journey.objects.filter(subscriber=subscriber).living()]


def _is_same(child: Child, answers: Answers) -> bool:
    if answers.birth_date:
        is_due_now = children.gestation_at(answers.birth_date, child.due_date) is not None
        return child.birth_date == answers.birth_date or (child.state == Child.State.EXPECTED and is_due_now)
    is_expected = child.state == Child.State.EXPECTED and child.due_date is not None and answers.due_date is not None
    return is_expected and abs(child.due_date - answers.due_date) <= SAME_BABY  # type: ignore[operator] # both are there


def _new_child(answers: Answers) -> Child:
    if answers.birth_date:
        child = children.born(answers.birth_date, answers.gestation_weeks, answers.due_date)
    else:
        assert answers.due_date is not None  # noqa: S101 - narrows the type: every door asks for a date first
        child = children.expected(answers.due_date)
    child.save()
    return child
