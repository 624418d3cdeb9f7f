"""While everything stands still only answers go out; what is too late expires, and nothing floods after."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import LANES, dispatch
from delivery.holding import NotAllowedError, TooLateError, halt, resume, standing_halt
from delivery.models import Halt, Nudge, Status, Urgency
from delivery.outbox import put_reply
from delivery.sweep import sweep
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from tests import factories
from tests.delivery.holding_kit import couple, person
from tests.delivery.outbox_kit import DAY, DUE, TEN, Channels, planned

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

WHY = "A wrong number went out."


@pytest.fixture
def people() -> tuple[User, User]:
    return couple()


def round_at(channels: Channels, hours: float) -> None:
    """Plan, send all that is due in every lane, and tidy, so many hours after TEN."""
    plan(TEN + timedelta(hours=hours))
    send_at(channels, hours)


def send_at(channels: Channels, hours: float) -> None:
    """The same, of what is planned already."""
    now = TEN + timedelta(hours=hours)
    for lane in LANES:
        dispatch(lane, channels, lambda: now)
    sweep(now)


@pytest.mark.parametrize("urgency", [x for x in Urgency if x != Urgency.REPLY])
def test_nothing_but_answers_goes_out(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User], urgency: Urgency
) -> None:
    journey = planned()
    Nudge.objects.update(urgency=urgency)
    halt(people[0], WHY, TEN)
    put_reply(journey.subscriber.contacts.get(), "An answer", "answer:1", TEN)
    send_at(channels, 0)
    assert [parcel.text for parcel in memory.sent] == ["An answer"]
    resume(people[1], TEN + timedelta(hours=1))
    send_at(channels, 1)
    assert [parcel.text for parcel in memory.sent] == ["An answer", "Hello"]


def test_what_became_too_late_expires_and_nothing_comes_after(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    planned()
    halt(people[0], WHY, TEN)
    for hours in range(0, 31, 6):
        round_at(channels, hours)
    assert Nudge.objects.get().status == Status.EXPIRED
    resume(people[1], TEN + timedelta(hours=30))
    round_at(channels, 30)
    assert memory.sent == []


def test_nobody_gets_a_flood_when_messages_go_again(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    """Four messages fall due for one person in four days of silence: after it at most one a day, none too late."""
    person_ = factories.subscriber(email=True)
    for n in range(4):
        factories.journey(factories.expecting(DUE + timedelta(weeks=n, days=n)), person_, channel="email")
        factories.message(Stage(StageKind.PREGNANCY_WEEK, 20 - n), email=f"Day {n}")
    halt(people[0], WHY, TEN)
    for hours in range(0, 80, 4):
        round_at(channels, hours)
    assert memory.sent == []
    again = 3 * 24 + 8  # 18:00 of the fourth day
    resume(people[1], TEN + timedelta(hours=again))
    for hours in range(again, again + 48, 4):
        round_at(channels, hours)
    days = [parcel.submitted_at.date() - DAY for parcel in memory.sent]
    assert len(days) == len(set(days))
    assert [parcel.text for parcel in memory.sent] == [
        "Day 1",
        "Day 3",
    ]  # the second waited a day; the third would have, for too long


def test_halt_says_who_when_and_why(people: tuple[User, User]) -> None:
    halt(people[0], WHY, TEN)
    standing = standing_halt()
    assert standing is not None
    assert (standing.began_by, standing.began_at, standing.why) == (people[0], TEN, WHY)
    resume(people[1], TEN + timedelta(hours=1))
    ended = Halt.objects.get()
    assert (standing_halt(), ended.ended_by, ended.ended_at) == (None, people[1], TEN + timedelta(hours=1))


def test_second_halt_and_second_resume_are_too_late(people: tuple[User, User]) -> None:
    halt(people[0], WHY, TEN)
    with pytest.raises(TooLateError):
        halt(people[1], "Again", TEN)
    resume(people[1], TEN)
    with pytest.raises(TooLateError):
        resume(people[1], TEN)
    assert Halt.objects.count() == 1


def test_halt_needs_the_permission(people: tuple[User, User]) -> None:
    stranger = person("stranger", "recall_message")
    with pytest.raises(NotAllowedError):
        halt(stranger, WHY, TEN)
    assert standing_halt() is None
    halt(people[0], WHY, TEN)
    with pytest.raises(NotAllowedError):
        resume(stranger, TEN)
    assert standing_halt() is not None
