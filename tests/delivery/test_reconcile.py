"""Asking the provider about what is unknown: everybody in turn, and never for long."""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from pytest_django import Settings

from delivery.channels import ChannelError, Failure, Parcel, Receipt
from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Status
from delivery.reconcile import BATCH, reconcile
from messages.models import Message
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

TEN = utc("2026-06-01 09:00")
SOON = TEN + timedelta(minutes=3)


class Asked(MemoryChannel):
    """Keeps what it was asked about; `answer` says what it knows of a parcel."""

    def __init__(self, answer: Callable[[Parcel], Receipt | None] = lambda _parcel: None) -> None:
        super().__init__()
        self.answer = answer
        self.asked: list[int] = []

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:
        assert not taken
        self.asked.append(parcel.nudge_id)
        return self.answer(parcel)


def unknown(people: int, channel: str = "sms") -> list[int]:
    """So many more nudges whose end nobody knows. Returns the ids of all."""
    for _ in range(people):
        factories.journey(factories.expecting(date(2026, 6, 1) + timedelta(weeks=20)), channel=channel)
    if not Message.objects.exists():
        factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Hello", email="Hello")
    plan(TEN)
    for nudge in Nudge.objects.select_related("journey__subscriber"):
        assert nudge.journey is not None
        contact = nudge.journey.subscriber.contacts.get(kind=nudge.channel)
        Nudge.objects.filter(pk=nudge.pk).update(status=Status.UNKNOWN, submitted_at=TEN, contact=contact)
    return list(Nudge.objects.order_by("pk").values_list("pk", flat=True))


def test_every_unknown_nudge_has_its_turn() -> None:
    ids, sms = unknown(BATCH + 20), Asked()
    for minutes in (3, 4):
        reconcile(TEN + timedelta(minutes=minutes), {"sms": sms, "email": Asked()})
    assert set(sms.asked) == set(ids)


def test_channel_without_a_list_is_not_asked_and_holds_up_nobody() -> None:
    unknown(BATCH, "email")
    [*_, wanted] = unknown(1)
    sms, email = Asked(), Asked()
    email.has_list = False
    reconcile(SOON, {"sms": sms, "email": email})
    assert (sms.asked, email.asked) == ([wanted], [])


def test_asking_ends_when_its_time_is_over(settings: Settings) -> None:
    settings.RECONCILE_SECONDS = 20
    unknown(30)
    sms, ticks = Asked(), count(step=5)
    reconcile(SOON, {"sms": sms, "email": sms}, lambda: float(next(ticks)))
    assert len(sms.asked) == 4  # at 5, 10, 15 and 20 seconds


def test_provider_that_cannot_be_asked_is_left_alone_until_the_next_round() -> None:
    def away(_parcel: Parcel) -> Receipt | None:
        raise ChannelError(Failure.TEMPORARY, "no connection")

    ids, sms = unknown(3), Asked(away)
    reconcile(SOON, {"sms": sms, "email": sms})
    reconcile(SOON + timedelta(minutes=1), {"sms": sms, "email": sms})
    assert sms.asked == ids[:2]


def test_people_are_told_before_anybody_is_asked(caplog: pytest.LogCaptureFixture) -> None:
    def break_down(_parcel: Parcel) -> Receipt | None:
        raise RuntimeError("a fault of ours")

    unknown(3)
    with caplog.at_level(logging.ERROR), pytest.raises(RuntimeError):
        reconcile(TEN + timedelta(minutes=10), {"sms": Asked(break_down), "email": Asked()})
    assert [record.getMessage()[:25] for record in caplog.records] == ["3 sendings are unknown: l"]


def test_what_the_list_shows_is_settled() -> None:
    ids = unknown(2)
    sms = Asked(lambda parcel: Receipt(provider_id=f"SM{parcel.nudge_id}") if parcel.nudge_id == ids[0] else None)
    assert reconcile(SOON, {"sms": sms, "email": sms}) == 1
    settled = list(Nudge.objects.order_by("pk").values_list("status", "provider_id"))
    assert settled == [(Status.SENT, f"SM{ids[0]}"), (Status.UNKNOWN, "")]
