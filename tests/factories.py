"""Short ways to the people and messages that tests need."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from wagtail.signal_handlers import disable_reference_index_auto_update

from delivery.channels import Parcel
from messages.letters import blocks_of
from messages.models import AnyWords, Approval, Message, Theme, Translation
from messages.stages import Stage
from subscribers import children, consent
from subscribers.models import Child, Contact, Journey, Role, Slot, Subscriber, Track

JOINED = datetime(2026, 1, 1, 12, tzinfo=UTC)
FIRST_NUMBER = 200  # those below are named by tests, and so are some after 455
_numbers = count(FIRST_NUMBER)


def begin() -> None:
    """Each test begins with the same numbers, so that none meets one that the test names, whatever ran before."""
    global _numbers  # noqa: PLW0603 - a counter of all
    _numbers = count(FIRST_NUMBER)


def number() -> int:
    """The next of the thousand that are reserved for drama."""
    return next(_numbers) % 1000


def utc(text: str) -> datetime:
    """An instant from text such as "2026-06-01 10:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def subscriber(*, sms: bool = True, email: bool = False, joined: datetime = JOINED) -> Subscriber:
    """Somebody who has agreed, with addresses reserved for drama and examples."""
    person = Subscriber.objects.create(created_at=joined)
    mine = number()
    if sms:
        Contact.objects.create(subscriber=person, kind="sms", address=f"+447700900{mine:03}", confirmed_at=joined)
    if email:
        Contact.objects.create(
            subscriber=person, kind="email", address=f"parent{mine}@hope.example", confirmed_at=joined
        )
    consent.agree(person.pk, "web", joined)
    person.refresh_from_db()
    return person


def expecting(due_date: date) -> Child:
    child = children.expected(due_date)
    child.save()
    return child


def baby(birth_date: date, gestation_weeks: int | None = None) -> Child:
    child = children.born(birth_date, gestation_weeks)
    child.save()
    return child


def journey(child: Child, person: Subscriber | None = None, **details: Any) -> Journey:
    """A journey of a mother in the morning by text, unless told otherwise."""
    channel = details.get("channel", "sms")
    person = person or subscriber(sms=channel != "email", email=channel != "sms")
    role = Role(details.pop("role", Role.MOTHER))
    defaults = {"role": role, "track": role.track, "slot": Slot.MORNING, "plan_from": JOINED}
    return Journey.objects.create(subscriber=person, child=child, **defaults | details)


def message(stage: Stage, *, track: str = Track.CARER, theme: str = Theme.BOND, **bodies: Any) -> Message:
    """A message with approved words: `sms="..."`, `email="..."`, or `sms_pl="..."` for another language.

    `trio=("...", "...", "...")` tells it in three texts.
    """
    found = Message(
        kind=stage.kind,
        number=stage.number,
        track=track,
        topic=f"{stage.kind} {stage.number}",
        theme=theme,
        action="Do one thing.",
        why="It helps.",
        source="A source",
        source_checked_on=date(2026, 1, 1),
        review_on=date(2027, 1, 1),
    )
    texts: dict[str, dict[str, Any]] = {"en": {}}
    for name, body in (bodies or {"sms": f"text of {stage.kind} {stage.number}"}).items():
        channel, _, language = name.partition("_")
        texts.setdefault(language or "en", {})[channel] = body
    with disable_reference_index_auto_update():  # they refer to nothing; to look for it takes as long as all the rest
        for language, written in texts.items():
            words = found if language == "en" else Translation(message=found, language=language, **_same(found))
            write(words, written)
    found.refresh_from_db()
    return found


def translation(of: Message, language: str) -> Translation:
    """Its translation into a language, made if there is none yet."""
    return Translation.objects.get_or_create(message=of, language=language, defaults=_same(of))[0]


def _same(of: Message) -> dict[str, str]:
    return {"topic": of.topic, "action": of.action, "why": of.why}


def write(words: AnyWords, bodies: Mapping[str, Any]) -> None:
    """Save a row with these bodies, by channel; approved, if there are any."""
    for channel, body in bodies.items():
        if channel == "email":
            words.subject, words.email = "A subject", blocks_of(body)
        elif channel == "trio":
            words.sms_why, words.sms_do, words.sms_done = body
        else:
            words.sms = body
    words.save()
    if bodies:
        approved(words)


def approved(words: AnyWords, name: str = "Dr Approver", at: datetime = JOINED) -> None:
    """Somebody approves the words that this row holds."""
    Approval.objects.create(
        message_id=words.message_id, language=words.language, fingerprint=words.fingerprint, name=name, at=at
    )
    words.save()


def parcel(channel: str = "sms", **details: Any) -> Parcel:
    """A claimed nudge as a channel takes it, to a number or mailbox of nobody."""
    defaults: dict[str, Any] = {
        "nudge_id": 1,
        "fence": 1,
        "channel": channel,
        "address": "+447700900001" if channel == "sms" else "parent@hope.example",
        "subject": "",
        "preheader": "",
        "text": "Hello",
        "language": "en",
        "token": "1:token",
        "stop_url": "",
        "submitted_at": JOINED,
    }
    return Parcel(**defaults | details)
