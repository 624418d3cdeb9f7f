"""A thousand parents of every language in one batch: their language, or the fallback that they chose, or nothing.

The promise: "Nothing is published in a language until a named person has approved that wording. A blank translation is
a missing one, and the parent gets the fallback that they chose." What each must get is worked out here from what was
written, by the tables below, and by nothing of the application.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Status
from languages.table import LANGUAGES
from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from messages.staleness import let_go_on
from scheduler.planner import plan
from subscribers.models import Child, Contact, Journey, Slot, Subscriber
from subscribers.sealing import blind_index
from tests import factories
from tests.delivery.outbox_kit import DAY, TEN, Channels, send_all

pytestmark = [pytest.mark.django_db, pytest.mark.heart]
PARENTS = 1000
OTHERS = [code for code in LANGUAGES if code != "en"]
NUMBERS = range(20, 28)  # weeks of pregnancy, a message each
WITHOUT_LETTER, UNAPPROVED = 26, 27  # whose English has no e-mail, or is approved by nobody
ALL = ("sms", "trio", "email")


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a translation: what was written, and what of it may be sent."""

    name: str
    written: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


FATES = (
    Fate(name="whole", written=ALL, sent=ALL),
    Fate(name="missing"),
    Fate(name="empty"),
    Fate(name="spaces for a text", written=("spaces", "email"), sent=("email",)),
    Fate(name="no e-mail", written=("sms", "trio"), sent=("sms", "trio")),
    Fate(name="one of a trio", written=("sms", "first of three", "email"), sent=("sms", "email")),
    Fate(name="a trio alone", written=("trio",), sent=("trio",)),
    Fate(name="unapproved", written=ALL),
    Fate(name="not published", written=ALL),
    Fate(name="waits", written=ALL),
    Fate(name="goes on", written=ALL, sent=ALL),
)
OLD = ("waits", "goes on")  # made from another English than that of today


@dataclass(frozen=True, kw_only=True)
class Parent:
    number: int
    language: str
    fallback: str
    channel: str
    frequency: int
    week: int

    @property
    def addresses(self) -> Mapping[str, str]:
        both = {"sms": f"+447700900{self.number:03}", "email": f"parent{self.number}@hope.example"}
        return {kind: address for kind, address in both.items() if self.channel in (kind, "both")}


def fate(language: str, week: int) -> Fate:
    return FATES[(OTHERS.index(language) * 3 + week) % len(FATES)]


def words(language: str, week: int, what: str) -> str:
    """Every word of a wording is its own, so that nothing mixed can look right."""
    return " ".join(f"{LANGUAGES[language].autonym.split()[0]}/{language}/{week}/{what}/{n}" for n in range(4))


def bodies(language: str, week: int, written: tuple[str, ...], age: str = "new") -> dict[str, Any]:
    """As the library is given them."""
    every = {
        "sms": words(language, week, f"text-{age}"),
        "spaces": " \n ",
        "email": words(language, week, f"letter-{age}"),
        "trio": tuple(words(language, week, f"{part}-{age}") for part in ("why", "do", "done")),
        "first of three": (words(language, week, f"why-{age}"), "", " "),
    }
    fields = {"spaces": "sms", "first of three": "trio"}
    return {fields.get(name, name): every[name] for name in written}


def sendable(language: str, week: int) -> Mapping[str, str]:
    """By kind, what may be sent: the oracle's library."""
    if language == "en":
        kinds: tuple[str, ...] = {WITHOUT_LETTER: ("sms", "trio"), UNAPPROVED: ()}.get(week, ALL)
    else:
        kinds = fate(language, week).sent
    age = "new" if language == "en" or fate(language, week).name not in OLD else "old"
    texts = {"sms": "text", "trio": "why", "email": "letter"}
    return {kind: words(language, week, f"{texts[kind]}-{age}") for kind in kinds}


def expected(parent: Parent) -> Iterator[tuple[str, str, str]]:
    """Address, language and words of all that a parent must get on the day: of a trio its first."""
    falls_back = parent.fallback == "en" and parent.language != "en"
    for channel, address in parent.addresses.items():
        kinds = (
            ["trio", "sms"] if channel == "sms" and parent.frequency == Journey.Frequency.THREE_A_WEEK else [channel]
        )
        for language in [parent.language, *(["en"] if falls_back else [])]:
            said = sendable(language, parent.week)
            if text := next((said[kind] for kind in kinds if kind in said), ""):
                yield address, language, text
                break


def everybody() -> list[Parent]:
    kinds = list(product(LANGUAGES, ("en", "none"), ("sms", "email", "both"), (1, 3), NUMBERS))
    chosen = Random(6).sample(kinds, PARENTS)  # noqa: S311 - the same thousand each time
    return [
        Parent(number=n, language=language, fallback=fallback, channel=channel, frequency=frequency, week=week)
        for n, (language, fallback, channel, frequency, week) in enumerate(chosen)
    ]


def write_library() -> None:
    user = User.objects.create_user("publisher")
    for week in NUMBERS:
        kinds = ("sms", "trio") if week == WITHOUT_LETTER else ALL
        message = factories.message(Stage(StageKind.PREGNANCY_WEEK, week), **bodies("en", week, kinds, "old"))
        mine = {code: fate(code, week) for code in OTHERS}
        for code in (code for code, one in mine.items() if one.name in OLD):
            write(message, code, mine[code], "old")
        factories.write(message, bodies("en", week, kinds))
        goes_on = [code for code, one in mine.items() if one.name == "goes on"]
        let_go_on(message, user, goes_on)
        for code in (code for code, one in mine.items() if one.name not in (*OLD, "missing")):
            write(message, code, mine[code], "new")
        if week == UNAPPROVED:
            Message.objects.filter(pk=message.pk).update(approved_by="")


def write(message: Message, code: str, one: Fate, age: str) -> None:
    translation = factories.translation(message, code)
    factories.write(translation, bodies(code, message.number, one.written, age))
    row = Translation.objects.filter(pk=translation.pk)
    if one.name == "unapproved":
        row.update(approved_by="")
    elif one.name == "not published":
        row.update(live=False)


def sign_up(parents: list[Parent]) -> None:
    people = Subscriber.objects.bulk_create([Subscriber(created_at=TEN, state="active") for _ in parents])
    due = [DAY + timedelta(weeks=40 - parent.week) for parent in parents]
    children = Child.objects.bulk_create([Child(state="expected", due_date=day) for day in due])
    choices = ("language", "fallback", "channel", "frequency")
    Journey.objects.bulk_create(
        Journey(
            subscriber=person,
            child=child,
            role="mother",
            track="carer",
            slot=Slot.MORNING,
            plan_from=factories.JOINED,
            **{name: getattr(parent, name) for name in choices},
        )
        for parent, person, child in zip(parents, people, children, strict=True)
    )
    Contact.objects.bulk_create(
        Contact(subscriber=person, kind=kind, address=address, index=blind_index(address), confirmed_at=TEN)
        for parent, person in zip(parents, people, strict=True)
        for kind, address in parent.addresses.items()
    )


def test_each_of_a_thousand_gets_their_language_or_their_fallback_or_nothing(
    channels: Channels, memory: MemoryChannel, settings: Settings
) -> None:
    settings.RATES = {"sms": 5000, "email": 5000}  # at one instant
    parents = everybody()
    write_library()
    sign_up(parents)
    plan(TEN)
    send_all(channels)
    due = [one for parent in parents for one in expected(parent)]
    assert sorted((parcel.address, parcel.language, parcel.text) for parcel in memory.sent) == sorted(due)
    assert not Nudge.objects.filter(status=Status.QUEUED, due_at__lte=TEN).exists()
    # Every fate has had its readers, and there are plenty of each kind: their own words, English instead, nothing.
    met = Counter(fate(parent.language, parent.week).name for parent in parents if parent.language != "en")
    assert min(met[one.name] for one in FATES) > PARENTS // 20
    address_of = {address: parent for parent in parents for address in parent.addresses.values()}
    gets = Counter(address_of[address].language == language for address, language, _ in due)
    assert min(gets[True], gets[False], len(address_of) - len(due)) > PARENTS // 10
