"""A provider that says "too many": everybody rests, one tries, and then it goes faster and faster."""

import logging
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from delivery import pace
from delivery.channels import ChannelError, Failure, Parcel
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import LANES, claim, dispatch
from delivery.models import Nudge, Pace, Status, Urgency
from delivery.outbox import put_reply, settle
from scheduler.rounds import at_pace
from tests import factories
from tests.delivery.outbox_kit import TEN, Channels
from tests.delivery.pace_kit import SECOND, Clock, Provider, crowd

pytestmark = [pytest.mark.django_db, pytest.mark.heart]


@pytest.fixture(autouse=True)
def _ten_a_second(settings: Settings) -> None:
    settings.RATES = {"sms": 10, "email": 10}


def too_many(_parcel: object) -> None:
    raise ChannelError(Failure.TEMPORARY, "20429", busy=True)


def rests_until() -> datetime:
    found = Pace.objects.get(channel="sms").rests_until
    assert found is not None
    return found


def test_all_that_a_batch_was_refused_is_one_rest_and_comes_back_spread(
    channels: Channels, memory: MemoryChannel, caplog: pytest.LogCaptureFixture
) -> None:
    crowd(30, 20)
    memory.before = too_many
    with caplog.at_level(logging.WARNING):
        assert dispatch("nudges", channels, lambda: TEN) == 10
    row = Pace.objects.get(channel="sms")
    assert (row.storms, row.speed, row.sure) == (1, 1, 5)
    assert 2 * SECOND <= rests_until() - TEN <= 2.5 * SECOND
    refused = list(Nudge.objects.exclude(fence=0).order_by("pk").values_list("due_at", flat=True))
    assert len(set(refused)) == 10
    assert all(rests_until() <= due <= rests_until() + 4 * SECOND for due in refused)
    [said] = [record.getMessage() for record in caplog.records]
    assert said.startswith("The provider of sms says that we are too fast")


@pytest.mark.parametrize("lane", LANES)
def test_nothing_of_any_lane_is_claimed_while_the_channel_rests(
    channels: Channels, memory: MemoryChannel, lane: str
) -> None:
    crowd(11, 20)
    memory.before = too_many
    dispatch("nudges", channels, lambda: TEN)
    memory.before = None
    crowd(5, 21, urgency=Urgency.REGIONAL)
    put_reply(factories.subscriber().contacts.get(), "Yes", "answer:1", TEN)
    assert claim(lane, rests_until() - SECOND / 1000, 32) == []
    assert len(claim(lane, rests_until(), 32)) == 1


def test_rests_grow_to_a_minute_and_begin_anew_after_an_acceptance(channels: Channels, memory: MemoryChannel) -> None:
    crowd(100, 20)
    memory.before = too_many
    rests, now = [], TEN
    for _ in range(8):
        dispatch("nudges", channels, lambda: now)  # noqa: B023 - called at once
        rests.append(int((rests_until() - now) / SECOND))
        now = rests_until() + timedelta(hours=1)  # by then all that was refused is due again
    least = [2, 4, 8, 16, 32, 60, 60, 60]
    assert all(low <= rest <= low * 5 / 4 for low, rest in zip(least, rests, strict=True))
    memory.before = None
    dispatch("nudges", channels, lambda: now)
    memory.before = too_many
    now += 5 * SECOND
    dispatch("nudges", channels, lambda: now)
    assert int((rests_until() - now) / SECOND) == 2


@pytest.mark.parametrize(("asked", "rest"), [(0, 2), (30, 30), (1_000_000, 3600)])
def test_what_the_provider_asks_for_is_heeded_up_to_an_hour(
    channels: Channels, memory: MemoryChannel, asked: int, rest: int
) -> None:
    def refuse(_parcel: object) -> None:
        raise ChannelError(Failure.TEMPORARY, "20429", busy=True, retry_after=asked)

    crowd(1, 20)
    memory.before = refuse
    dispatch("nudges", channels, lambda: TEN)
    assert int((rests_until() - TEN) / SECOND) == rest


def test_refusal_from_before_the_rest_is_no_second_storm() -> None:
    """Two senders had their calls in flight when the first was refused."""
    crowd(20, 20)
    mine, others = claim("nudges", TEN, 5), claim("nudges", TEN, 5)
    error = ChannelError(Failure.TEMPORARY, "20429", busy=True)
    settle(TEN, [(parcel, error) for parcel in mine])
    before = rests_until()
    settle(TEN + SECOND, [(parcel, error) for parcel in others])
    assert (rests_until(), Pace.objects.get(channel="sms").storms) == (before, 1)
    assert Nudge.objects.filter(due_at__gte=before).count() == 10


def test_what_may_have_been_accepted_is_unknown_and_no_storm(channels: Channels, memory: MemoryChannel) -> None:
    def unclear(_parcel: object) -> None:
        raise ChannelError(Failure.UNKNOWN, "503", busy=True)

    crowd(1, 20)
    memory.before = unclear
    dispatch("nudges", channels, lambda: TEN)
    assert (Nudge.objects.get().status, pace.slowed()) == (Status.UNKNOWN, frozenset())


@pytest.mark.parametrize("lane", LANES)
def test_most_urgent_goes_first_after_a_rest_whichever_lane_wakes(
    channels: Channels, memory: MemoryChannel, lane: str
) -> None:
    crowd(3, 20, urgency=Urgency.REGIONAL)
    memory.before = too_many
    dispatch("campaigns", channels, lambda: TEN)
    memory.before = None
    crowd(3, 21)
    put_reply(factories.subscriber().contacts.get(), "Yes", "answer:1", TEN)
    now = rests_until()
    dispatch(lane, channels, lambda: now)
    assert [parcel.text for parcel in memory.sent][:1] == ["Yes"]


def test_replies_after_a_rest_are_no_herd(channels: Channels, memory: MemoryChannel) -> None:
    for n in range(200):
        put_reply(factories.subscriber().contacts.get(), "Yes", f"answer:{n}", TEN)
    memory.before = too_many
    dispatch("replies", channels, lambda: TEN, batch=32)
    memory.before = None
    now = rests_until()
    assert [dispatch("replies", channels, lambda at=now + n * SECOND: at) for n in range(2)] == [1, 2]  # type: ignore[misc]


@pytest.mark.parametrize("number", [1_084_923, 1_025_727])  # the least and the most of what goes by number
def test_nudge_that_is_always_refused_lets_the_others_go(
    channels: Channels, memory: MemoryChannel, number: int
) -> None:
    """Whatever the provider means by it: it comes back later each time, and does not keep the channel at rest."""
    crowd(60, 20)
    first = Nudge.objects.earliest("pk")
    Nudge.objects.filter(pk=first.pk).update(id=number, urgency=Urgency.SAFETY)

    def refuse(parcel: Parcel) -> None:
        if parcel.nudge_id == number:
            too_many(parcel)

    memory.before = refuse
    clock = Clock()
    for _ in range(3):
        at_pace("nudges", channels, clock, clock.sleep, clock.seconds)
        clock.sleep(1)
    assert len(memory.sent) == 59
    assert Nudge.objects.get(pk=number).fence <= 6


@pytest.mark.parametrize(("takes", "settings_say"), [(20, 20), (20, 40)])
def test_storm_of_ten_minutes_and_back(settings: Settings, takes: int, settings_say: int) -> None:
    """Six hundred nudges; the provider refuses everything for ten minutes, and then what is above its rate."""
    settings.RATES = {"sms": settings_say, "email": 10}
    crowd(50, 20, urgency=Urgency.SAFETY)
    crowd(550, 21)
    clock = Clock()
    provider = Provider(clock, takes, down=(0, 600))
    channels = {"sms": provider, "email": provider}
    while clock.seconds() < 2000 and Nudge.objects.filter(status=Status.QUEUED).exists():
        at_pace("nudges", channels, clock, clock.sleep, seconds=clock.seconds)
        clock.sleep(1)
    texts = [parcel.text for _, parcel in provider.accepted]
    in_storm = sum(at < 600 for at, _ in provider.calls)
    again = min(at for at, _ in provider.calls if at >= 600)
    first_second = sum(again <= at < again + 1 for at, _ in provider.calls)
    last_urgent = max(place for place, text in enumerate(texts) if text == "week 20")
    told = (len(provider.calls), in_storm, round(again), first_second, last_urgent, round(clock.seconds()))
    assert len({parcel.nudge_id for _, parcel in provider.accepted}) == len(texts) == 600, told
    assert len(provider.calls) < 1.2 * 600, told
    assert in_storm <= settings_say + 32 + 15, told  # what was in flight, and a try a minute
    assert again < 600 + 75, told
    assert first_second <= 2, told
    assert last_urgent < 60, told
