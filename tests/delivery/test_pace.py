"""The pace: no faster than the provider takes it, the urgent first, and nobody waits for ever."""

from collections import Counter
from datetime import timedelta

import pytest
from pytest_django import Settings

from delivery import pace
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import LANES, dispatch
from delivery.models import Nudge, Status, Urgency
from delivery.outbox import put_reply
from delivery.sweep import sweep
from messages.models import Message
from scheduler.rounds import at_pace
from subscribers.models import Contact
from tests import factories
from tests.delivery.outbox_kit import TEN, Channels
from tests.delivery.pace_kit import SECOND, Clock, crowd

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

HERZLICH = "Ж" * 135  # three segments: 70 characters in one, 67 in each of several


@pytest.fixture(autouse=True)
def _ten_a_second(settings: Settings) -> None:
    settings.RATES = {"sms": 10, "email": 10}


def seconds(channels: Channels, memory: MemoryChannel, number: int, *lanes: str) -> list[Counter[str]]:
    """What goes out in each second, by its words, when each lane is woken as a second begins."""
    found = []
    for second in range(number):
        before = len(memory.sent)
        for lane in lanes:
            dispatch(lane, channels, lambda second=second: TEN + second * SECOND)  # type: ignore[misc] # called at once
        found.append(Counter(parcel.text for parcel in memory.sent[before:]))
    return found


def test_stage_messages_keep_to_the_rate(channels: Channels, memory: MemoryChannel) -> None:
    crowd(25, 20)
    assert seconds(channels, memory, 4, "nudges") == [{"week 20": n} for n in (10, 10, 5)] + [{}]


def test_segments_are_counted_and_not_messages(channels: Channels, memory: MemoryChannel) -> None:
    """Four of three segments are two more than the first second has; the next ones have the fewer."""
    crowd(20, 20, text=HERZLICH)
    found = seconds(channels, memory, 6, "nudges")
    assert [each[HERZLICH] for each in found] == [4, 3, 3, 4, 3, 3]


@pytest.mark.parametrize("text", ["Hello", HERZLICH])
def test_claim_goes_beyond_its_room_by_less_than_one_message(
    channels: Channels, memory: MemoryChannel, settings: Settings, text: str
) -> None:
    settings.RATES = {"sms": 1, "email": 1}
    crowd(40, 20, text=text)
    dispatch("nudges", channels, lambda: TEN, batch=32)
    assert len(memory.sent) == 1


def test_replies_go_at_once_and_the_others_wait_the_longer(channels: Channels, memory: MemoryChannel) -> None:
    crowd(20, 20)
    for n in range(25):
        put_reply(factories.subscriber().contacts.get(), "Yes", f"answer:{n}", TEN)
    found = seconds(channels, memory, 5, "replies", "nudges")
    assert found == [{"Yes": 25}, {}, {"week 20": 5}, {"week 20": 10}, {"week 20": 5}]


def test_full_channel_does_not_hold_the_other_up(channels: Channels, memory: MemoryChannel) -> None:
    crowd(30, 20)
    crowd(15, 21, channel="email")
    dispatch("nudges", channels, lambda: TEN)
    assert Counter(parcel.channel for parcel in memory.sent) == {"sms": 10, "email": 10}


def test_campaign_has_a_tenth_beside_stage_messages_and_then_everything(
    channels: Channels, memory: MemoryChannel
) -> None:
    crowd(45, 20)
    crowd(30, 21, urgency=Urgency.REGIONAL)
    found = seconds(channels, memory, 8, "nudges", "campaigns")
    stages, campaign = ([each[text] for each in found] for text in ("week 20", "week 21"))
    assert stages == [10, 9, 9, 9, 8, 0, 0, 0]
    assert campaign == [1, 1, 1, 1, 1, 10, 10, 5]


@pytest.mark.parametrize("first", ["nudges", "campaigns"])
def test_campaign_advances_whoever_wakes_first_and_never_takes_more_than_its_share(
    channels: Channels, memory: MemoryChannel, first: str
) -> None:
    """A slot that never ends: in twenty seconds a campaign of eighteen is over."""
    crowd(220, 20)
    crowd(18, 21, urgency=Urgency.LOCAL)
    lanes = ("nudges", "campaigns") if first == "nudges" else ("campaigns", "nudges")
    found = seconds(channels, memory, 20, *lanes)
    assert max(each["week 21"] for each in found) == 1
    assert sum((each["week 21"] for each in found), 0) == 18
    assert max(each.total() for each in found) <= 11


def test_campaign_alone_has_the_whole_rate(channels: Channels, memory: MemoryChannel) -> None:
    crowd(25, 21, urgency=Urgency.LOCAL)
    assert [each.total() for each in seconds(channels, memory, 4, "campaigns")] == [10, 10, 5, 0]


def test_stage_messages_that_cannot_go_leave_campaigns_the_whole_rate(
    channels: Channels, memory: MemoryChannel
) -> None:
    held = crowd(50, 20)
    crowd(20, 21, urgency=Urgency.LOCAL)
    Message.objects.filter(pk=held.pk).update(held_at=TEN)
    assert [each.total() for each in seconds(channels, memory, 2, "nudges", "campaigns")] == [10, 10]


def test_what_the_rate_leaves_no_time_for_expires_and_says_so(channels: Channels, memory: MemoryChannel) -> None:
    crowd(30, 20, urgency=Urgency.SAFETY)
    crowd(30, 21)
    Nudge.objects.update(expires_at=TEN + timedelta(minutes=2, seconds=3))
    seconds(channels, memory, 6, "nudges")
    sweep(TEN + timedelta(minutes=3))
    assert Counter(parcel.text for parcel in memory.sent) == {"week 20": 30}
    found = Counter(Nudge.objects.values_list("urgency", "status"))
    assert found == {(Urgency.SAFETY, Status.SENT): 30, (Urgency.STAGE, Status.EXPIRED): 30}


def test_safety_goes_before_stage_and_both_by_their_time(channels: Channels, memory: MemoryChannel) -> None:
    crowd(12, 20)
    crowd(12, 21, urgency=Urgency.SAFETY)
    Nudge.objects.filter(urgency=Urgency.STAGE).update(due_at=TEN - timedelta(hours=1))
    seconds(channels, memory, 3, "nudges")
    assert [parcel.text for parcel in memory.sent] == ["week 21"] * 12 + ["week 20"] * 12


def test_lane_goes_on_by_itself_until_the_next_tick(channels: Channels, memory: MemoryChannel) -> None:
    """No wake-up is needed between: in a tick of thirty seconds it sends thirty seconds' worth and the first burst."""
    crowd(400, 20)
    clock = Clock()
    calls = at_pace("nudges", channels, clock, clock.sleep, clock.seconds)
    assert (calls, len(memory.sent)) == (310, 310)
    assert clock.seconds() == pytest.approx(30)


def test_lane_ends_when_nothing_is_due(channels: Channels) -> None:
    crowd(15, 20)
    clock = Clock()
    assert at_pace("nudges", channels, clock, clock.sleep, clock.seconds) == 15
    assert clock.seconds() < 2


@pytest.mark.parametrize("urgency", [Urgency.STAGE, Urgency.REGIONAL])
def test_reply_in_the_middle_of_ten_thousand_waits_for_nothing(
    channels: Channels, memory: MemoryChannel, settings: Settings, urgency: Urgency
) -> None:
    """The replies' own worker sends it while a batch of the others is being handed over, and the pace is used up."""
    settings.RATES = {"sms": 64, "email": 64}
    crowd(10_000, 20, urgency=urgency)
    contact = factories.subscriber().contacts.get()

    def ask(_parcel: object) -> None:
        if len(memory.sent) == 40:
            memory.before = None
            put_reply(contact, "Yes", "answer:1", TEN)
            assert dispatch("replies", channels, lambda: TEN) == 1

    memory.before = ask
    assert sum(dispatch(lane, channels, lambda: TEN) for lane in LANES) == 64
    assert [place for place, parcel in enumerate(memory.sent) if parcel.text == "Yes"] == [40]


def test_reply_before_a_batch_goes_before_all_that_is_left(
    channels: Channels, memory: MemoryChannel, settings: Settings
) -> None:
    """One worker for everything, even: a batch later at most."""
    settings.RATES = {"sms": 64, "email": 64}
    crowd(200, 20, urgency=Urgency.REGIONAL)
    contact: Contact = factories.subscriber().contacts.get()
    for second in range(3):
        if second == 1:
            put_reply(contact, "Yes", "answer:1", TEN)
        for lane in LANES:
            dispatch(lane, channels, lambda second=second: TEN + second * SECOND)  # type: ignore[misc] # called at once
    assert [place for place, parcel in enumerate(memory.sent) if parcel.text == "Yes"] == [64]


def test_nobody_waits_for_a_pace_that_nobody_uses() -> None:
    assert pace.wait(TEN) == 0
    pace.use({"sms": 30}, TEN)
    assert pace.wait(TEN) == pytest.approx(2.5)  # until half a second's work may be handed over
    assert pace.reserve(["sms"], 32, TEN + timedelta(seconds=2.5)) == {"sms": 5}
