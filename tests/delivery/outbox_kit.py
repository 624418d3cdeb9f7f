"""One nudge that waits, and what became of it."""

from datetime import date, datetime, timedelta
from typing import Any

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers.models import Journey
from tests import factories
from tests.factories import utc

WEEK_20 = Stage(StageKind.PREGNANCY_WEEK, 20)
DAY = date(2026, 6, 1)
DUE = DAY + timedelta(weeks=20)
TEN = utc("2026-06-01 09:00")  # 10:00 in London
Channels = dict[str, MemoryChannel]


def planned(**details: Any) -> Journey:
    """A journey with one nudge waiting for TEN."""
    journey = factories.journey(factories.expecting(DUE), **details)
    factories.message(WEEK_20, sms="Hello", email="Hello by e-mail")
    plan(TEN)
    return journey


def send_all(channels: Channels, now: datetime = TEN) -> int:
    return dispatch("nudges", channels, lambda: now)


def statuses() -> list[tuple[int, str]]:
    return list(Nudge.objects.order_by("pk").values_list("status", "reason"))
