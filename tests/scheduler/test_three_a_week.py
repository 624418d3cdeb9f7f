"""Three texts a week: why, do and well done on three days of a message's week, never more, and none of them twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from delivery.channels.memory import MemoryChannel
from delivery.models import DayTaken, Nudge, Reason, Status
from messages.models import Theme
from messages.stages import Stage, StageKind
from portal import choices
from subscribers import children, consent, pauses
from subscribers.models import Journey
from tests import factories
from tests.proof.service import DUE, Sent, Service, instant, pregnancy

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

PREGNANCY, BABY, MONTH = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH
SUNDAY, MONDAY = "01-03", "01-04"  # of 2027; week 20 begins on the Monday


def told(stage: Stage, name: object, **details: Any) -> None:
    """A message with a text, a letter and a trio."""
    trio = tuple(f"{part} {name}" for part in ("why", "do", "done"))
    factories.message(stage, sms=f"whole {name}", email=f"letter {name}", trio=trio, **details)


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    """The service, with a trio for some weeks of pregnancy."""
    for number in (19, 20, 21, 22, 32):
        told(Stage(PREGNANCY, number), number)
    return Service(memory)


def live(service: Service, first: str, last: str, hour: str = "10:00") -> Sent:
    """A round at this hour of every day from the first to the last of 2027. Returns all that was sent by then."""
    day, until = date.fromisoformat(f"2027-{first}"), date.fromisoformat(f"2027-{last}")
    while day <= until:
        service.round(f"{day:%m-%d} {hour}")
        day += timedelta(days=1)
    return service.sent


def days(service: Service) -> list[str]:
    """What was sent, without the hour."""
    return [f"{at[:5]} {words}" for at, words in service.sent]


def trio(name: object, *on: str) -> list[str]:
    return [f"{day} {part} {name}" for day, part in zip(on, ("why", "do", "done"), strict=False)]


def three(**details: Any) -> Journey:
    return pregnancy(frequency=3, **details)


@pytest.mark.parametrize(("slot", "hour"), [("morning", "10:00"), ("afternoon", "14:00"), ("evening", "18:30")])
def test_three_come_on_three_days_at_their_slot(service: Service, slot: str, hour: str) -> None:
    three(slot=slot)
    service.days(SUNDAY, "01-13")
    expected = [*trio(20, "01-04", "01-06", "01-08"), *trio(21, "01-11", "01-13")]
    assert service.sent == [(f"{line[:5]} {hour}", line[6:]) for line in expected]


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, ["01-04 whole 20"]),
        ({"channel": "both"}, ["01-04 letter 20", "01-04 whole 20"]),
        ({"channel": "email"}, ["01-04 letter 20"]),
        ({"channel": "email", "frequency": 3}, ["01-04 letter 20"]),
        ({"channel": "both", "frequency": 3}, ["01-04 letter 20", *trio(20, "01-04", "01-06", "01-08")]),
    ],
)
def test_one_a_week_and_letters_come_whole(service: Service, details: dict[str, Any], expected: list[str]) -> None:
    pregnancy(**details)
    live(service, SUNDAY, "01-10")
    assert sorted(days(service)) == sorted(expected)


def test_text_and_letter_of_one_day_count_once(service: Service) -> None:
    three(channel="both")
    live(service, SUNDAY, "01-17")
    assert [f"{x.day:%m-%d}" for x in DayTaken.objects.order_by("day")] == [
        *("01-04", "01-06", "01-08"),
        *("01-11", "01-13", "01-15"),
    ]


@pytest.mark.parametrize(
    ("language", "fallback", "expected"),
    [
        ("pl", "en", ["01-04 cale 23"]),  # a text in their language and no trio: once, whole
        ("pl", "none", ["01-04 cale 23"]),
        ("lt", "en", trio(23, "01-04", "01-06", "01-08")),  # nothing in theirs: the trio in English
        ("lt", "none", []),
    ],
)
def test_language_without_a_trio_gets_the_whole_once(
    memory: MemoryChannel, language: str, fallback: str, expected: list[str]
) -> None:
    told(Stage(PREGNANCY, 23), 23, sms_pl="cale 23")
    service = Service(memory)
    three(due=DUE - timedelta(weeks=3), language=language, fallback=fallback)
    live(service, SUNDAY, "01-10")
    assert days(service) == expected


def test_message_without_a_trio_comes_whole(memory: MemoryChannel) -> None:
    factories.message(Stage(PREGNANCY, 20), sms="whole 20")
    three()
    assert live(Service(memory), SUNDAY, "01-10") == [("01-04 10:00", "whole 20")]


NEXT = {1: ["01-11 whole 21"], 3: trio(21, "01-11", "01-13", "01-15")}


@pytest.mark.parametrize(
    ("chosen", "this_week"),
    [
        ((1, 3), ["01-04 whole 20"]),
        ((3, 1), ["01-04 why 20"]),
        ((1, 3, 1), ["01-04 whole 20"]),
        ((3, 1, 3), trio(20, "01-04", "01-06", "01-08")),
    ],
)
@pytest.mark.parametrize("hour", ["09:40", "12:00"])  # of the day before the second: planned or not, it is the same
def test_choosing_anew_in_the_middle_of_a_week_says_nothing_twice(
    service: Service, chosen: tuple[int, ...], this_week: list[str], hour: str
) -> None:
    first, *others = chosen
    journey = pregnancy(frequency=first)
    live(service, SUNDAY, MONDAY)
    for frequency in others:
        service.round(f"01-05 {hour}")
        choices.change(journey.subscriber, frequency=frequency)
    live(service, "01-06", "01-17")
    assert days(service) == this_week + NEXT[chosen[-1]]


def test_choosing_anew_between_plan_and_send(service: Service) -> None:
    journey = three()
    live(service, SUNDAY, "01-05")
    service.round("01-06 09:30")
    choices.change(journey.subscriber, frequency=1)
    service.round("01-06 10:00")
    assert Nudge.objects.get(part=2).reason == Reason.REPLANNED
    choices.change(journey.subscriber, frequency=3)
    service.round("01-06 10:20")
    assert service.sent == [("01-04 10:00", "why 20"), ("01-06 10:20", "do 20")]


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        ("01-04 12:00", ["01-04 why 20", "01-06 do 20", "01-08 done 20"]),
        ("01-05 12:00", ["01-06 do 20", "01-08 done 20"]),
        ("01-06 12:00", ["01-06 do 20", "01-08 done 20"]),
        ("01-07 12:00", []),  # a well done without anything to do makes no sense
        ("01-08 12:00", []),
        ("01-09 12:00", []),
    ],
)
def test_joining_in_the_middle_of_a_week(service: Service, joined: str, expected: list[str]) -> None:
    journey = three()
    Journey.objects.filter(pk=journey.pk).update(plan_from=instant(joined))
    for day in range(4, 11):
        if f"01-{day:02}" >= joined[:5]:
            service.round(f"01-{day:02} {'12:00' if joined.startswith(f'01-{day:02}') else '10:00'}")
    assert days(service) == expected


@pytest.mark.parametrize(
    ("due", "on"),
    [("2027-05-21", ("03-26", "03-28", "03-30")), ("2027-12-24", ("10-29", "10-31", "11-02"))],
)
def test_clocks_change_in_the_middle_of_a_trio(service: Service, due: str, on: tuple[str, ...]) -> None:
    three(due=date.fromisoformat(due))
    for day in on:
        service.round(f"{day} 09:59")
        service.round(f"{day} 10:00")
    assert service.sent == [(f"{line[:5]} 10:00", line[6:]) for line in trio(32, *on)]


@pytest.mark.parametrize("slots", [("morning", "evening"), ("evening", "morning")])
def test_twins_are_told_once(service: Service, slots: tuple[str, str]) -> None:
    person = factories.subscriber()
    for slot in slots:
        three(person=person, slot=slot)
    service.days(SUNDAY, "01-10")
    assert days(service) == trio(20, "01-04", "01-06", "01-08")


def test_full_day_puts_a_part_off_to_the_next_day_and_doubles_nothing(service: Service) -> None:
    told(Stage(PREGNANCY, 24), 24, theme=Theme.SAFETY)  # it goes first
    journey = three()
    pregnancy(date(2027, 4, 28), journey.subscriber)  # week 24 begins on 6 January
    live(service, SUNDAY, "01-17")
    assert days(service) == [
        *("01-04 why 20", "01-06 whole 24", "01-07 do 20"),  # and no fourth in seven days
        *trio(21, "01-11", "01-13", "01-15"),
    ]


def test_never_more_than_three_in_any_seven_days(service: Service) -> None:
    """Stages back to back, two other children and a special track."""
    for number in range(23, 32):
        told(Stage(PREGNANCY, number), number)
        told(Stage(BABY, number), f"baby {number}")
    person = three(channel="both").subscriber
    three(due=DUE - timedelta(days=23), person=person, channel="both", slot="evening")
    factories.journey(factories.baby(date(2026, 7, 24)), person, frequency=3)
    service.days(SUNDAY, "02-07")
    on = sorted(DayTaken.objects.values_list("day", flat=True))
    assert len(on) == len(set(on)) >= 14
    assert max(sum(0 <= (day - other).days < 7 for other in on) for day in on) == 3
    texts = [parcel.text for parcel in service.memory.sent]
    assert len(texts) == len(set(texts))


SENT, FAILED = Status.SENT, Status.FAILED


@pytest.mark.parametrize(
    ("second", "third"),
    [(SENT, SENT), (Status.DELIVERED, SENT)]
    + [
        (status, Status.CANCELLED)
        for status in (FAILED, Status.UNDELIVERED, Status.UNKNOWN, Status.EXPIRED, Status.CANCELLED)
    ],
)
def test_third_is_never_sent_without_the_second(service: Service, second: Status, third: Status) -> None:
    three()
    live(service, SUNDAY, "01-06")
    Nudge.objects.filter(part=2).update(status=second)
    service.memory.sent.clear()  # or the provider's list would tell what became of it
    live(service, "01-07", "01-10")
    assert Nudge.objects.get(part=3).status == third
    assert [parcel.text for parcel in service.memory.sent] == ["done 20"] * (third == SENT)


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (SENT, []),
        (Status.UNKNOWN, []),  # it may have come
        (FAILED, ["do 20", "done 20"]),
        (Status.UNDELIVERED, ["do 20", "done 20"]),
    ],
)
def test_parts_after_a_whole_message_only_when_it_never_came(
    service: Service, whole: Status, expected: list[str]
) -> None:
    journey = pregnancy()
    live(service, SUNDAY, MONDAY)
    Nudge.objects.update(status=whole)
    service.memory.sent.clear()
    choices.change(journey.subscriber, frequency=3)
    live(service, "01-05", "01-10")
    assert [parcel.text for parcel in service.memory.sent] == expected


def test_trio_that_is_approved_in_the_middle_of_a_week_waits_for_another(memory: MemoryChannel) -> None:
    message = factories.message(Stage(PREGNANCY, 20), sms="whole 20")
    three()
    service = Service(memory)
    live(service, SUNDAY, MONDAY)
    message.sms_why, message.sms_do, message.sms_done = "why 20", "do 20", "done 20"
    message.save()
    factories.approved(message)
    assert live(service, "01-05", "01-10") == [("01-04 10:00", "whole 20")]


def test_month_of_age_has_three_days_and_then_a_rest(memory: MemoryChannel) -> None:
    for number in (13, 14):
        told(Stage(MONTH, number), number)
    factories.journey(factories.baby(date(2025, 12, 4)), frequency=3)
    service = Service(memory)
    live(service, SUNDAY, "02-05")
    assert days(service) == [*trio(13, "01-04", "01-06", "01-08"), "02-04 why 14"]


@pytest.mark.parametrize(
    ("paused", "until", "expected"),
    [
        ("01-05", "01-07", ["01-04 why 20"]),  # nothing is caught up, and no well done for what never came
        ("01-07", "01-08", trio(20, "01-04", "01-06", "01-08")),
        ("01-07", "01-09", trio(20, "01-04", "01-06")),
    ],
)
def test_pause_in_between(service: Service, paused: str, until: str, expected: list[str]) -> None:
    journey = three()
    live(service, SUNDAY, paused)
    pauses.pause(journey.subscriber_id, date.fromisoformat(f"2027-{until}"))
    live(service, paused, "01-10")
    assert days(service) == expected


Change = Callable[[Journey, datetime], object]


def _be_born(journey: Journey, now: datetime) -> object:
    return children.report_birth(journey.child, date(2027, 1, 7), now, 40)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda journey, now: consent.stop(journey.subscriber_id, "sms", now), []),
        (lambda journey, _now: children.report_loss(journey.child), []),
        (_be_born, ["01-07 why baby 0"]),  # on the 9th and 10th there would be four in seven days; then no third
        (
            lambda journey, now: children.change_due_date(journey.child, DUE + timedelta(days=1), now),
            ["01-09 done 20"],
        ),
        (
            lambda journey, now: children.change_due_date(journey.child, DUE + timedelta(days=14), now),
            [],
        ),
    ],
)
def test_change_after_the_second(service: Service, change: Change, expected: list[str]) -> None:
    told(Stage(BABY, 0), "baby 0")
    journey = three()
    live(service, SUNDAY, "01-06")
    change(journey, instant("01-07 08:00"))
    live(service, "01-07", "01-10")
    assert days(service) == trio(20, "01-04", "01-06") + expected


@pytest.mark.parametrize(("theme", "birth"), [(Theme.PLAY, date(2026, 9, 21)), (Theme.HEALTH, date(2026, 11, 30))])
def test_born_early(memory: MemoryChannel, theme: Theme, birth: date) -> None:
    """Five weeks on 4 January: for play at the corrected age, ten weeks later than the real one."""
    told(Stage(BABY, 5), 5, theme=theme)
    service = Service(memory)
    plan_from = datetime(2026, 12, 28, tzinfo=UTC)
    factories.journey(factories.baby(birth, 30), frequency=3, plan_from=plan_from)
    live(service, SUNDAY, "01-10")
    assert days(service) == trio(5, "01-04", "01-06", "01-08")
