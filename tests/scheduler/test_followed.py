"""Special tracks in the planner and the claim: weekly, beside the stages or instead of them, and within the caps."""

from datetime import date, timedelta
from typing import Any

import pytest

from delivery.channels.memory import MemoryChannel
from delivery.models import DayTaken, Nudge, Reason, Status
from messages.stages import Stage, StageKind
from subscribers import children, consent, pauses, tracks
from subscribers.models import Journey, Role, Track
from tests import factories
from tests.proof.service import Service, instant
from tests.scheduler.test_three_a_week import PREGNANCY, days, live, three, told, trio

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

BABY = StageKind.BABY_WEEK
BORN = date(2027, 1, 4)  # a Monday
FRIDAY = instant("01-08 12:00")  # the day on which they choose; a Saturday follows


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    """The service, with words for five weeks of a baby, and three of some special tracks."""
    for number in range(5):
        factories.message(Stage(BABY, number), sms=f"baby {number}", email=f"baby {number}")
    for track in ("low", "young", "neonatal"):
        for number in range(1, 4):
            words = f"{track} {number}"
            factories.message(Stage(StageKind.TRACK_WEEK, number), track=track, sms=words, email=words)
    return Service(memory)


def mother(**details: Any) -> Journey:
    return factories.journey(factories.baby(BORN), plan_from=instant("01-05 09:00"), **details)


def test_weekly_from_the_day_after_besides_the_stages(service: Service) -> None:
    tracks.follow(mother(), "low", FRIDAY)
    live(service, "01-08", "01-31")
    assert days(service) == [
        *("01-09 low 1", "01-11 baby 1", "01-16 low 2", "01-18 baby 2", "01-23 low 3", "01-25 baby 3"),
    ]


def test_by_letter_too_and_nothing_to_who_did_not_choose(service: Service) -> None:
    tracks.follow(mother(channel="email"), "low", FRIDAY)
    factories.journey(factories.baby(BORN), plan_from=instant("01-05 09:00"), role=Role.FATHER)
    live(service, "01-08", "01-10")
    assert [(parcel.channel, parcel.text) for parcel in service.memory.sent] == [("email", "low 1")]


def test_neonatal_comes_instead_and_then_the_stages_go_on(service: Service) -> None:
    journey = mother()
    tracks.follow(journey, "neonatal", FRIDAY)
    journey.followings.update(replaces_until=date(2027, 1, 25))
    live(service, "01-08", "01-31")
    assert days(service) == ["01-09 neonatal 1", "01-16 neonatal 2", "01-23 neonatal 3", "01-25 baby 3"]


def test_home_before_the_weeks_are_over(service: Service) -> None:
    journey = mother()
    tracks.follow(journey, "neonatal", FRIDAY)
    live(service, "01-08", "01-12")
    tracks.leave(journey, "neonatal")
    live(service, "01-13", "01-24")
    assert days(service) == ["01-09 neonatal 1", "01-18 baby 2"]


def test_stage_message_that_waits_when_neonatal_begins_is_not_sent(service: Service) -> None:
    """Chosen the evening before a stage's day, and planned meanwhile."""
    journey = mother()
    service.round("01-11 09:30")
    tracks.follow(journey, "neonatal", instant("01-10 20:00"))
    journey.followings.update(since=date(2027, 1, 11))
    service.round("01-11 10:00")
    assert days(service) == ["01-11 neonatal 1"]
    assert Nudge.objects.get(message__kind=BABY).reason == Reason.REPLANNED


def test_leaving_cancels_what_waits_and_coming_back_brings_it(service: Service) -> None:
    journey = mother()
    tracks.follow(journey, "low", FRIDAY)
    service.round("01-09 09:30")
    tracks.leave(journey, "low")
    service.round("01-09 10:00")
    waiting = Nudge.objects.get()
    assert (waiting.status, waiting.reason) == (Status.CANCELLED, Reason.REPLANNED)
    tracks.follow(journey, "low", instant("01-09 12:00"))
    live(service, "01-10", "01-10")
    assert days(service) == ["01-10 low 1"]


def test_following_again_sends_nothing_twice(service: Service) -> None:
    journey = mother()
    tracks.follow(journey, "low", FRIDAY)
    live(service, "01-08", "01-17")
    tracks.leave(journey, "low")
    tracks.follow(journey, "low", instant("01-17 12:00"))  # from the 19th: a Monday is the day of the stages
    live(service, "01-18", "02-03")
    assert [line for line in days(service) if "low" in line] == ["01-09 low 1", "01-16 low 2", "02-02 low 3"]


@pytest.mark.parametrize("change", ["loss", "loss of another", "stop", "pause"])
def test_nothing_comes_after(service: Service, change: str) -> None:
    journey = mother()
    tracks.follow(journey, "low", FRIDAY)
    service.round("01-09 09:30")
    if change == "loss":
        children.report_loss(journey.child)
    if change == "loss of another":
        children.report_loss(factories.journey(factories.expecting(date(2027, 5, 1)), journey.subscriber).child)
    if change == "stop":
        consent.stop(journey.subscriber_id, "sms", FRIDAY)
    if change == "pause":
        pauses.pause(journey.subscriber_id, date(2027, 2, 8))
    live(service, "01-09", "01-24")
    assert days(service) == []


def test_pause_for_loss_that_ends_brings_no_track_back(service: Service) -> None:
    journey = mother()
    tracks.follow(journey, "low", FRIDAY)
    children.pause_for_loss(journey.subscriber_id)
    pauses.resume(Journey.objects.all(), FRIDAY)
    live(service, "01-09", "01-12")
    assert days(service) == ["01-11 baby 1"]


def test_track_that_waits_begins_after_the_birth(service: Service) -> None:
    journey = factories.journey(factories.expecting(date(2027, 1, 18)), plan_from=instant("01-05 09:00"))
    tracks.follow(journey, "neonatal", FRIDAY)
    live(service, "01-08", "01-11")
    assert days(service) == []
    children.report_birth(journey.child, date(2027, 1, 11), instant("01-12 12:00"), 39)
    live(service, "01-13", "01-20")
    assert days(service) == ["01-13 neonatal 1", "01-20 neonatal 2"]


def test_two_on_one_day_and_a_stage_all_come_within_the_caps(service: Service) -> None:
    """Whatever day they fall on, a special track's message waits for room within its week."""
    journey = mother()
    tracks.follow(journey, "low", FRIDAY)
    tracks.follow(journey, "young", FRIDAY)
    journey.followings.update(since=date(2027, 1, 11))  # all on the stage's day
    live(service, "01-08", "01-24")
    assert days(service) == [
        *("01-11 baby 1", "01-12 low 1", "01-13 young 1"),
        *("01-18 baby 2", "01-19 low 2", "01-20 young 2"),
    ]


@pytest.mark.parametrize("since", [date(2027, 1, day) for day in range(5, 12)])
def test_three_a_week_make_room_for_a_track(memory: MemoryChannel, since: date) -> None:
    """While it runs the others come whole, so that never more than three come in seven days, and nothing is lost."""
    for number in range(20, 24):
        told(Stage(PREGNANCY, number), number)
    for number in range(1, 7):
        factories.message(Stage(StageKind.TRACK_WEEK, number), track=Track.LOW, sms=f"low {number}")
    service = Service(memory)
    journey = three()
    live(service, "01-03", f"{since - timedelta(days=1):%m-%d}")
    tracks.follow(journey, "low", instant(f"{since - timedelta(days=1):%m-%d} 12:00"))
    journey.followings.update(since=since)
    live(service, f"{since:%m-%d}", "01-27")
    sent = days(service)
    assert [line[6:] for line in sent if "low" in line] == [f"low {n}" for n in range(1, 4 if since.day > 6 else 5)]
    assert [line[6:] for line in sent if "whole" in line][-2:] == ["whole 22", "whole 23"]
    on = sorted(DayTaken.objects.values_list("day", flat=True))
    assert len(on) == len(set(on)) == len(sent)
    assert max(sum(0 <= (day - other).days < 7 for other in on) for day in on) <= 3


def test_trio_comes_again_when_the_track_is_over(memory: MemoryChannel) -> None:
    for number in (20, 21):
        told(Stage(PREGNANCY, number), number)
    service = Service(memory)
    journey = three()
    tracks.follow(journey, "feeding_partner", FRIDAY)
    journey.followings.create(track=Track.LOW, since=date(2026, 11, 30))  # six weeks, until 10 January
    live(service, "01-03", "01-15")
    assert days(service) == ["01-04 whole 20", *trio(21, "01-11", "01-13", "01-15")]
