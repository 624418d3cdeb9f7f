"""Changes between planning and sending: nothing is doubled, nothing is late, nothing comes in a flood."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from delivery.channels.base import Parcel
from delivery.channels.memory import MemoryChannel
from messages.stages import Stage, StageKind
from subscribers import children, consent
from subscribers.models import Child, Journey, Role, Track
from tests import factories
from tests.proof.service import DUE, Sent, Service, instant, pregnancy

pytestmark = [pytest.mark.heart, pytest.mark.django_db]


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    """The service, with words for some weeks before and after birth."""
    stages = {f"week {number}": Stage(StageKind.PREGNANCY_WEEK, number) for number in range(18, 28)}
    stages |= {f"baby {number}": Stage(StageKind.BABY_WEEK, number) for number in range(5)}
    for words, stage in stages.items():
        for track in (Track.CARER, Track.FATHER_PARTNER):
            factories.message(stage, track=track, sms=words, email=words)
    return Service(memory)


def test_due_date_later_repeats_nothing(service: Service) -> None:
    child = pregnancy().child
    service.days("01-04", "01-12")
    children.change_due_date(child, DUE + timedelta(days=14), instant("01-13 12:00"))
    service.days("01-14", "02-08")
    expected = [
        ("01-04 10:00", "week 20"),
        ("01-11 10:00", "week 21"),
        ("02-01 10:00", "week 22"),
        ("02-08 10:00", "week 23"),
    ]
    assert service.sent == expected


def test_due_date_earlier_catches_nothing_up(service: Service) -> None:
    child = pregnancy().child
    service.days("01-04", "01-12")
    children.change_due_date(child, DUE - timedelta(days=10), instant("01-13 12:00"))
    service.days("01-13", "01-22")
    expected = [
        ("01-04 10:00", "week 20"),
        ("01-11 10:00", "week 21"),
        ("01-15 10:00", "week 23"),
        ("01-22 10:00", "week 24"),
    ]
    assert service.sent == expected


def test_due_date_earlier_on_the_day_itself_waits_for_the_next_day(service: Service) -> None:
    """Week 21 went in the morning; at noon the same day turns out to begin week 22: one message a day."""
    child = pregnancy().child
    service.days("01-10", "01-10")
    service.round("01-11 10:00")
    children.change_due_date(child, DUE - timedelta(days=7), instant("01-11 12:00"))
    service.round("01-11 14:00")
    service.days("01-12", "01-18")
    assert service.sent == [
        ("01-11 10:00", "week 21"),
        ("01-12 10:00", "week 22"),
        ("01-18 10:00", "week 23"),
    ]


def test_due_date_changed_between_plan_and_send(service: Service) -> None:
    child = pregnancy().child
    assert service.round("01-11 09:30") == []
    children.change_due_date(child, DUE + timedelta(days=3), instant("01-11 09:45"))
    service.days("01-11", "01-21")
    assert service.sent == [("01-14 10:00", "week 21"), ("01-21 10:00", "week 22")]


def test_due_date_changed_and_put_right_on_the_same_day(service: Service) -> None:
    """The stage's day is not over when the date is right again: its message goes."""
    child = pregnancy().child
    service.round("01-11 09:30")
    children.change_due_date(child, DUE + timedelta(days=3), instant("01-11 09:45"))
    service.round("01-11 10:00")
    children.change_due_date(child, DUE, instant("01-11 10:15"))
    service.round("01-11 10:20")
    service.days("01-12", "01-18")
    assert service.sent == [("01-11 10:20", "week 21"), ("01-18 10:00", "week 22")]


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("01-11", [("01-11 10:00", "baby 0"), ("01-18 10:00", "baby 1")]),
        ("01-10", [("01-17 10:00", "baby 1")]),  # the day of the birth was over when they told us
    ],
)
def test_birth_between_plan_and_send(service: Service, birth: str, expected: Sent) -> None:
    child = pregnancy().child
    service.round("01-11 09:30")
    children.report_birth(child, date.fromisoformat(f"2027-{birth}"), instant("01-11 09:45"), 36)
    service.days("01-11", "01-18")
    assert service.sent == expected


def test_loss_between_plan_and_send(service: Service) -> None:
    child = pregnancy().child
    factories.journey(child, role=Role.FATHER, plan_from=datetime(2026, 12, 28, tzinfo=UTC))
    service.round("01-11 09:30")
    children.report_loss(child)
    service.days("01-11", "02-08")
    assert service.sent == []


def test_stop_between_plan_and_send(service: Service) -> None:
    person = pregnancy(channel="both").subscriber
    service.round("01-11 09:30")
    assert consent.stop(person.pk, "web", instant("01-11 09:45"))
    service.days("01-11", "02-08")
    assert service.sent == []


Change = Callable[[Journey, datetime], object]


def _stop(journey: Journey, now: datetime) -> object:
    return consent.stop(journey.subscriber_id, "sms", now)


def _lose(journey: Journey, _now: datetime) -> object:
    return children.report_loss(Child.objects.get(pk=journey.child_id))


def _be_born(journey: Journey, now: datetime) -> object:
    return children.report_birth(Child.objects.get(pk=journey.child_id), date(2027, 1, 10), now)


def _move(journey: Journey, now: datetime) -> object:
    return children.change_due_date(Child.objects.get(pk=journey.child_id), DUE + timedelta(days=3), now)


@pytest.mark.parametrize(
    ("change", "later"),
    [
        (_stop, []),
        (_lose, []),
        (_be_born, [("01-17 10:00", "baby 1")]),
        (_move, [("01-14 10:00", "week 21"), ("01-21 10:00", "week 22")]),
    ],
)
def test_change_between_claim_and_next_claim(service: Service, settings: Settings, change: Change, later: Sent) -> None:
    """While somebody else's text is on its way, a change is committed: the next claim knows."""
    settings.IN_FLIGHT = 1
    first, second = pregnancy(), pregnancy()

    def in_the_middle(_parcel: Parcel) -> None:
        service.memory.before = None
        change(second, instant("01-11 10:00"))

    service.memory.before = in_the_middle
    assert service.round("01-11 10:00") == ["week 21"]
    consent.stop(first.subscriber_id, "sms", instant("01-11 10:01"))
    service.days("01-11", "01-21")
    assert service.sent[1:] == later


def test_stop_between_the_email_and_the_text_of_one_message(service: Service, settings: Settings) -> None:
    settings.IN_FLIGHT = 1
    journey = pregnancy(channel="both")

    def in_the_middle(_parcel: Parcel) -> None:
        _stop(journey, instant("01-11 10:00"))

    service.memory.before = in_the_middle
    service.days("01-11", "01-18")
    assert service.sent == [("01-11 10:00", "week 21")]
    assert len(service.memory.sent) == 1


def test_week_without_rounds(service: Service) -> None:
    """A text is too late after a day and an e-mail after three; with many waiting, still one a day."""
    pregnancy()
    pregnancy(channel="email", slot="evening")
    person = factories.subscriber(sms=False, email=True)
    for due in ("2027-04-11", "2027-06-07", "2027-05-11"):  # weeks 27, 19 and 23 on the 10th, 11th and 12th
        pregnancy(date.fromisoformat(due), person, channel="email")
    service.days("01-03", "01-05")
    before = len(service.sent)
    assert before == 5
    service.round("01-12 12:00")
    service.days("01-13", "01-16")
    assert service.sent[before:] == [
        ("01-12 12:00", "week 27"),
        ("01-12 12:00", "week 21"),
        ("01-13 10:00", "week 23"),
    ]


def test_email_put_off_is_dropped_with_its_second_day(service: Service) -> None:
    """Never more than one day after the stage's day, even when no round came on that second day."""
    person = factories.subscriber(sms=False, email=True)
    pregnancy(DUE, person, channel="email")
    pregnancy(DUE + timedelta(days=7), person, channel="email")
    service.round("01-11 10:00")
    service.days("01-13", "01-14")
    assert len(service.sent) == 1
