"""Claiming: what goes, what does not, and why."""

from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_nudges
from delivery.dispatcher import LANES, dispatch
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency
from delivery.outbox import put_reply
from delivery.sweep import sweep
from messages.models import Message, Theme
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers import children, consent
from subscribers.models import Contact, Journey
from tests import factories
from tests.delivery.outbox_kit import DAY, DUE, TEN, WEEK_20, Channels, planned, send_all, statuses
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

# Of a batch, one for each urgency of the lane among them; SQLite, with its one writer, needs no lock for a halt.
QUERIES = {"postgresql": 15, "sqlite": 14}


def test_nudge_is_sent_with_its_words_and_address(channels: Channels, memory: MemoryChannel) -> None:
    journey = planned()
    assert send_all(channels) == 1
    parcel = memory.sent[0]
    address = journey.subscriber.contacts.get().address
    assert (parcel.address, parcel.text, parcel.language) == (address, "Hello", "en")
    nudge = Nudge.objects.get()
    assert (nudge.status, nudge.text, nudge.provider_id, nudge.segments) == (Status.SENT, "Hello", "memory-1", 1)
    assert list(DeliveryEvent.objects.values_list("status", flat=True)) == [Status.SUBMITTING, Status.SENT]


def test_nudge_is_sent_once_however_often_it_is_planned(channels: Channels, memory: MemoryChannel) -> None:
    planned()
    for minutes in range(5):
        plan(TEN + timedelta(minutes=minutes))
        send_all(channels, TEN + timedelta(minutes=minutes))
    assert len(memory.sent) == 1


def test_stopped_subscriber_gets_nothing(channels: Channels, memory: MemoryChannel) -> None:
    journey = planned()
    consent.stop(journey.subscriber_id, "sms", TEN)
    assert send_all(channels) == 0
    sweep(TEN)
    assert (memory.sent, statuses()) == ([], [(Status.CANCELLED, Reason.STOPPED)])


def test_lost_child_silences_both_parents(channels: Channels, memory: MemoryChannel) -> None:
    mother = planned()
    factories.journey(mother.child)
    plan(TEN)
    children.report_loss(mother.child)
    send_all(channels)
    sweep(TEN)
    assert (memory.sent, statuses()) == ([], [(Status.CANCELLED, Reason.LOST)] * 2)


def test_paused_journey_gets_nothing(channels: Channels) -> None:
    journey = planned()
    Journey.objects.filter(pk=journey.pk).update(state=Journey.State.PAUSED)
    send_all(channels)
    sweep(TEN)
    assert statuses() == [(Status.CANCELLED, Reason.PAUSED)]


def test_stop_in_the_middle_of_a_batch_holds_for_the_next_batch(channels: Channels, memory: MemoryChannel) -> None:
    journeys = [factories.journey(factories.expecting(DUE)) for _ in range(3)]
    factories.message(WEEK_20)
    plan(TEN)

    def stop_the_last(_parcel: object) -> None:
        consent.stop(journeys[-1].subscriber_id, "sms", TEN)

    memory.before = stop_the_last
    dispatch("nudges", channels, lambda: TEN, batch=1)
    assert len(memory.sent) == 2


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        ("2026-06-01 19:57:59", 1),
        ("2026-06-01 19:58", 0),  # 20:58 in London: what is claimed now may arrive in the quiet hours
        ("2026-06-01 20:00", 0),
        ("2026-06-02 06:59", 0),
        ("2026-06-02 07:00", 1),
    ],
)
def test_nothing_is_claimed_in_quiet_hours_nor_just_before(channels: Channels, at: str, sent: int) -> None:
    planned()
    assert send_all(channels, utc(at)) == sent
    assert statuses() == [(Status.SENT if sent else Status.QUEUED, "")]


@pytest.mark.parametrize(("before", "sent"), [(timedelta(minutes=2, seconds=1), 1), (timedelta(minutes=2), 0)])
def test_nothing_is_claimed_just_before_it_expires(channels: Channels, before: timedelta, sent: int) -> None:
    planned()
    assert send_all(channels, TEN + timedelta(hours=24) - before) == sent


def test_late_nudge_goes_when_the_night_is_over(channels: Channels) -> None:
    planned(slot="evening")
    plan(utc("2026-06-01 17:30"))
    assert send_all(channels, utc("2026-06-02 07:00")) == 1


@pytest.mark.parametrize(
    ("channel", "hours", "sent"), [("sms", 23, 1), ("sms", 24, 0), ("email", 71, 1), ("email", 72, 0)]
)
def test_nudge_past_its_validity_expires(channels: Channels, channel: str, hours: int, sent: int) -> None:
    planned(channel=channel)
    now = TEN + timedelta(hours=hours)
    assert send_all(channels, now) == sent
    sweep(now)
    assert statuses() == [(Status.SENT, "") if sent else (Status.EXPIRED, "")]


def test_changed_due_date_replans_and_sends_nothing_twice(channels: Channels, memory: MemoryChannel) -> None:
    journey = planned()
    children.change_due_date(journey.child, DUE + timedelta(weeks=2), TEN)
    assert send_all(channels) == 0
    assert statuses() == [(Status.CANCELLED, Reason.REPLANNED)]
    later = TEN + timedelta(weeks=2)
    plan(later)
    assert send_all(channels, later) == 1
    children.change_due_date(journey.child, DUE + timedelta(weeks=4), later)
    plan(later + timedelta(weeks=2))
    assert send_all(channels, later + timedelta(weeks=2)) == 0
    assert [parcel.text for parcel in memory.sent] == ["Hello"]


def test_birth_ends_the_weeks_of_pregnancy(channels: Channels) -> None:
    journey = planned()
    children.report_birth(journey.child, DAY, TEN)
    assert send_all(channels) == 0
    assert statuses() == [(Status.CANCELLED, Reason.REPLANNED)]


def test_words_are_those_of_the_moment_of_sending(channels: Channels, memory: MemoryChannel) -> None:
    planned()
    Message.objects.update(sms="Changed")
    send_all(channels)
    assert memory.sent[0].text == "Changed"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sms": ""}, Reason.NO_WORDING),
        ({"approved_by": ""}, Reason.NO_WORDING),
        ({"sms": "Ring {nobody.phone}"}, Reason.BAD_WORDING),
    ],
)
def test_wording_that_may_not_be_sent_cancels(channels: Channels, change: dict[str, str], reason: Reason) -> None:
    planned()
    Message.objects.update(**change)
    assert send_all(channels) == 0
    assert statuses() == [(Status.CANCELLED, reason)]


def test_missing_address_cancels(channels: Channels) -> None:
    journey = planned()
    Contact.objects.filter(subscriber=journey.subscriber).delete()
    send_all(channels)
    assert statuses() == [(Status.CANCELLED, Reason.NO_CONTACT)]


def test_claimed_nudge_is_not_claimed_by_another_sender() -> None:
    planned()
    assert len(claim_nudges(TEN, LANES["nudges"], 10)) == 1
    assert claim_nudges(TEN, LANES["nudges"], 10) == []


def test_reply_goes_at_night_to_somebody_who_has_stopped(channels: Channels, memory: MemoryChannel) -> None:
    person = factories.subscriber()
    consent.stop(person.pk, "sms", TEN)
    night = utc("2026-06-01 23:30")
    put_reply(person.contacts.get(), "Goodbye", "answer:1", night)
    put_reply(person.contacts.get(), "Goodbye", "answer:1", night)
    assert dispatch("replies", channels, lambda: night) == 1
    assert [parcel.text for parcel in memory.sent] == ["Goodbye"]


def test_safety_goes_before_play_on_a_full_day(channels: Channels, memory: MemoryChannel) -> None:
    person = factories.subscriber()
    factories.journey(factories.baby(DAY - timedelta(weeks=7)), person)
    factories.journey(factories.baby(DAY - timedelta(weeks=9)), person)
    factories.message(Stage(StageKind.BABY_WEEK, 7), sms="play", theme=Theme.PLAY)
    factories.message(Stage(StageKind.BABY_WEEK, 9), sms="safety", theme=Theme.SAFETY)
    plan(TEN)
    send_all(channels)
    assert [parcel.text for parcel in memory.sent] == ["safety"]
    tomorrow = TEN + timedelta(days=1)
    send_all(channels, tomorrow)
    assert [parcel.text for parcel in memory.sent] == ["safety", "play"]


def test_poison_rows_do_not_delay_the_good_one_behind_them(channels: Channels, memory: MemoryChannel) -> None:
    bad = factories.message(Stage(StageKind.PREGNANCY_WEEK, 21), sms="bad")
    for _ in range(70):
        factories.journey(factories.expecting(DUE - timedelta(weeks=1)))
    plan(TEN)
    Message.objects.filter(pk=bad.pk).update(sms="{broken}")
    factories.journey(factories.expecting(DUE))
    factories.message(WEEK_20, sms="good")
    plan(TEN)
    Nudge.objects.filter(message=bad).update(urgency=Urgency.SAFETY)
    send_all(channels)
    assert [parcel.text for parcel in memory.sent] == ["good"]


@pytest.mark.parametrize("people", [1, 3])
def test_a_batch_costs_the_same_queries_whatever_its_size(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.message(WEEK_20)
    for _ in range(people):
        factories.journey(factories.expecting(DUE))
    plan(TEN)
    with django_assert_num_queries(QUERIES[connection.vendor]):
        assert len(claim_nudges(TEN, LANES["nudges"], 10)) == people
