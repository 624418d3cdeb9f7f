"""A library and made-up families, for the tests of what would be sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge
from delivery.sweep import sweep
from messages.models import Message, Theme
from messages.stages import Stage, StageKind
from scheduler.made_up import Family
from scheduler.planner import plan
from subscribers import children
from subscribers.hours import instant, slot_instant
from subscribers.models import Contact, Following, Journey, Subscriber, Track
from tests import factories

PREGNANCY, BABY, MONTH, TRACK = (
    StageKind.PREGNANCY_WEEK,
    StageKind.BABY_WEEK,
    StageKind.CHILD_MONTH,
    StageKind.TRACK_WEEK,
)
FIRST = date(2027, 3, 1)  # a Monday; the clocks go forward within the four weeks
TRIO = ("why {n}", "do {n}", "well done {n}")
Row = tuple[datetime | None, str, int | None, int, str, str, int]


def library() -> None:
    """Messages of every kind: some in Polish, some by e-mail, some as a trio, some for a special track."""
    for number in (34, 36, 37, 38, 39, 40, 41, 42):
        factories.message(Stage(PREGNANCY, number), sms=f"week {number}", email=f"letter {number}")
    factories.message(Stage(PREGNANCY, 35), sms="week 35", sms_pl="tydzień 35", trio=[x.format(n=35) for x in TRIO])
    for number in range(12):
        theme = Theme.PLAY if number % 2 else Theme.HEALTH
        bodies: dict[str, Any] = {"sms": f"baby {number}"}
        if number % 3 == 0:
            bodies["trio"] = [x.format(n=number) for x in TRIO]
        if number % 4 == 0:
            bodies |= {"sms_pl": f"dziecko {number}", "email_pl": f"list {number}"}
        factories.message(Stage(BABY, number), theme=theme, **bodies)
    factories.message(Stage(MONTH, 18), theme=Theme.TALK, sms="month 18")
    for number in range(1, 5):
        factories.message(Stage(TRACK, number), track=Track.MULTIPLES, sms=f"twins {number}")
        factories.message(Stage(TRACK, number), track=Track.LOW, sms=f"heavy {number}", trio=("a", "b", "c"))


def really(family: Family, last: date) -> list[Row]:
    """What the same family is sent by the real thing, on the real tables, day by day at their hour."""
    journey = _joins(family)
    memory = MemoryChannel()
    day = FIRST
    while day <= last:
        if day == family.born_on:
            children.report_birth(journey.child, day, instant(day, time()))
        now = slot_instant(day, family.slot)
        plan(now)
        sweep(now)
        dispatch("nudges", {"sms": memory, "email": memory}, partial(_same, now))
        day += timedelta(days=1)
    return rows(Nudge.objects.select_related("message"))


def _same(now: datetime) -> datetime:
    """A clock that stands still."""
    return now


def _joins(family: Family) -> Journey:
    now = instant(FIRST, time())
    person = factories.subscriber(sms=family.channel != "email", email=family.channel != "sms", joined=now)
    child = family.child()
    child.save()
    journey = factories.journey(
        child,
        person,
        role=family.role,
        language=family.language,
        fallback=family.fallback,
        channel=family.channel,
        frequency=family.frequency,
        slot=family.slot,
        plan_from=now,
    )
    for track in family.specials:
        Following.objects.create(journey=journey, track=track, since=FIRST, replaces_until=family.replaces_until)
    return journey


def rows(nudges: Any) -> list[Row]:
    """Those that were sent: when, how, of what, in which words."""
    return sorted(
        (x.submitted_at, x.channel, x.message_id, x.part, x.language, x.text, x.segments)
        for x in nudges
        if x.submitted_at
    )


@contextmanager
def untouched() -> Iterator[None]:
    """Every row of every table is the same after this block as before."""
    before = _contents()
    yield
    assert _contents() == before


def _contents() -> dict[str, list[Any]]:
    names = {model._meta.db_table for model in apps.get_models()} - {"django_session"}
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a model's table
            found[name] = sorted(map(repr, cursor.fetchall()))
    return found


def somebody_real() -> None:
    """A family whose rows have the numbers that a made-up one's would have, with another address and other dates."""
    for n in range(3):
        person = factories.subscriber(email=True)
        journey = factories.journey(factories.baby(FIRST - timedelta(weeks=n)), person, channel="both")
        Following.objects.create(journey=journey, track=Track.LOW, since=FIRST)
    assert (Subscriber.objects.count(), Contact.objects.count(), Message.objects.count()) == (3, 6, 30)
