"""Who is due which message, and when."""

from datetime import date, datetime, timedelta

import pytest

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import DeliveryEvent, Nudge, Status, Urgency
from delivery.sweep import sweep
from messages.models import Message, Theme
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers import children, consent
from subscribers.models import Child, Journey, Role, Track
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

PREGNANCY, BABY, MONTH = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH
DAY = date(2026, 6, 1)
MORNING = utc("2026-06-01 09:00")


def due() -> list[tuple[str, int, datetime]]:
    rows = Nudge.objects.order_by("due_at", "channel", "pk").values_list("channel", "message__number", "due_at")
    return [(channel, number or 0, at) for channel, number, at in rows]


@pytest.mark.parametrize(
    ("stage", "child"),
    [
        (Stage(PREGNANCY, 4), ("due", DAY + timedelta(weeks=36))),
        (Stage(PREGNANCY, 42), ("due", DAY - timedelta(weeks=2))),
        (Stage(BABY, 0), ("born", DAY)),
        (Stage(BABY, 52), ("born", DAY - timedelta(weeks=52))),
        (Stage(MONTH, 12), ("born", date(2025, 5, 18))),
        (Stage(MONTH, 13), ("born", date(2025, 5, 1))),
        (Stage(MONTH, 36), ("born", date(2023, 6, 1))),
    ],
)
def test_stage_is_due_on_its_day(stage: Stage, child: tuple[str, date]) -> None:
    made = factories.expecting(child[1]) if child[0] == "due" else factories.baby(child[1])
    factories.journey(made)
    factories.message(stage)
    assert plan(MORNING) == 1
    assert due() == [("sms", stage.number, MORNING)]


def test_planning_twice_adds_nothing() -> None:
    factories.journey(factories.baby(DAY))
    factories.message(Stage(BABY, 0))
    assert [plan(MORNING), plan(MORNING), plan(MORNING + timedelta(hours=3))] == [1, 0, 0]


@pytest.mark.parametrize(
    ("slot", "due_at"),
    [("morning", "2026-06-01 09:00"), ("afternoon", "2026-06-01 13:00"), ("evening", "2026-06-01 17:30")],
)
def test_slot_is_local_time(slot: str, due_at: str) -> None:
    factories.journey(factories.baby(DAY), slot=slot)
    factories.message(Stage(BABY, 0))
    plan(utc("2026-06-01 17:00"))
    assert due() == [("sms", 0, utc(due_at))]


def test_both_channels_get_one_nudge_each() -> None:
    factories.journey(factories.baby(DAY), channel="both")
    factories.message(Stage(BABY, 0), sms="text", email="letter")
    plan(MORNING)
    assert due() == [("email", 0, MORNING), ("sms", 0, MORNING)]


@pytest.mark.parametrize("role", list(Role))
def test_role_decides_the_track(role: Role) -> None:
    factories.journey(factories.baby(DAY), role=role)
    messages = {track: factories.message(Stage(BABY, 0), track=track) for track in Track}
    plan(MORNING)
    father = role in (Role.FATHER, Role.PARTNER)
    assert Nudge.objects.get().message == messages[Track.FATHER_PARTNER if father else Track.CARER]


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        ("2026-05-31 22:59", [MORNING]),  # the day before: at the slot
        ("2026-06-01 06:00", [MORNING]),  # that day, before the slot: at the slot
        ("2026-06-01 14:00", [utc("2026-06-01 14:00")]),  # that day, later: at once
        ("2026-06-01 23:00", []),  # 00:00 in London on the day after: the stage's day is over
    ],
)
def test_joining_on_a_stages_own_day_gets_it(joined: str, expected: list[datetime]) -> None:
    factories.journey(factories.baby(DAY), plan_from=utc(joined))
    factories.message(Stage(BABY, 0))
    plan(utc("2026-06-01 23:30"))
    assert [at for _, _, at in due()] == expected


@pytest.mark.parametrize(("theme", "days_later"), [(Theme.PLAY, 70), (Theme.FEEDING, 0), (Theme.SELF, 0)])
def test_child_born_early_has_a_corrected_age_for_play(theme: Theme, days_later: int) -> None:
    factories.journey(factories.baby(DAY, gestation_weeks=30))
    factories.message(Stage(BABY, 5), theme=theme)
    plan(MORNING + timedelta(days=35 + days_later))
    assert [at for _, _, at in due()] == [MORNING + timedelta(days=35 + days_later)]


def test_corrected_age_ends_at_two_years() -> None:
    factories.journey(factories.baby(date(2024, 6, 1), gestation_weeks=30))
    factories.message(Stage(MONTH, 24), theme=Theme.PLAY)
    assert plan(MORNING) == 1


def test_who_has_not_agreed_or_has_stopped_or_paused_is_not_planned() -> None:
    factories.message(Stage(BABY, 0))
    stopped, unconfirmed, paused = (factories.journey(factories.baby(DAY)) for _ in range(3))
    consent.stop(stopped.subscriber_id, "sms", MORNING)
    unconfirmed.subscriber.state = "unconfirmed"
    unconfirmed.subscriber.save()
    Journey.objects.filter(pk=paused.pk).update(state=Journey.State.PAUSED)
    assert plan(MORNING) == 0


def test_birth_is_never_assumed() -> None:
    factories.journey(factories.expecting(DAY - timedelta(weeks=5)))
    for number in range(53):
        factories.message(Stage(BABY, number))
    assert plan(MORNING) == 0


def test_message_without_an_approved_wording_is_not_planned() -> None:
    factories.journey(factories.baby(DAY))
    factories.message(Stage(BABY, 0))
    Message.objects.update(approved_by="")
    assert plan(MORNING) == 0


def test_safety_is_more_urgent() -> None:
    factories.journey(factories.baby(DAY))
    factories.message(Stage(BABY, 0), theme=Theme.SAFETY)
    plan(MORNING)
    assert Nudge.objects.get().urgency == Urgency.SAFETY


@pytest.mark.parametrize(
    ("day", "instants"),
    [
        (date(2027, 3, 28), ["2027-03-28 09:00", "2027-03-28 13:00", "2027-03-28 17:30"]),
        (date(2027, 10, 31), ["2027-10-31 10:00", "2027-10-31 14:00", "2027-10-31 18:30"]),
    ],
)
def test_days_on_which_the_clocks_change_have_each_slot_once(day: date, instants: list[str]) -> None:
    for slot in ("morning", "afternoon", "evening"):
        factories.journey(factories.baby(day), slot=slot)
    factories.message(Stage(BABY, 0))
    start = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    for minutes in range(0, 24 * 60, 15):
        plan(start + timedelta(minutes=minutes))
    assert [at for _, _, at in due()] == [utc(text) for text in instants]


def test_missed_week_is_not_caught_up() -> None:
    child = factories.baby(DAY)
    factories.journey(child, channel="both")
    for number in range(5):
        factories.message(Stage(BABY, number), sms="text", email="letter")
    plan(MORNING)
    plan(MORNING + timedelta(weeks=2, hours=2))
    assert [number for _, number, _ in due()] == [0, 0, 2, 2]


@pytest.mark.parametrize("final", ["cancelled", "expired"])
def test_nudge_that_is_queued_again_has_a_line_in_the_audit(final: str, channels: dict[str, MemoryChannel]) -> None:
    child = factories.expecting(DAY + timedelta(weeks=20))
    factories.journey(child)
    factories.message(Stage(PREGNANCY, 20))
    plan(MORNING)
    if final == "cancelled":
        children.change_due_date(child, DAY + timedelta(weeks=21), MORNING)
        dispatch("nudges", channels, lambda: MORNING)
    else:
        sweep(MORNING + timedelta(days=1))
        children.change_due_date(child, DAY + timedelta(weeks=21), MORNING + timedelta(days=1))
    later = MORNING + timedelta(weeks=1)
    assert [plan(later), plan(later)] == [1, 0]
    status = Status.CANCELLED if final == "cancelled" else Status.EXPIRED
    lines = list(DeliveryEvent.objects.order_by("pk").values_list("status", "source"))
    assert lines == [(status, "dispatcher" if final == "cancelled" else "sweep"), (Status.QUEUED, "planner")]


def test_nudge_that_waits_for_another_day_has_no_line_in_the_audit() -> None:
    journey = factories.journey(factories.expecting(DAY + timedelta(weeks=20)))
    factories.message(Stage(PREGNANCY, 20))
    plan(MORNING)
    Child.objects.filter(pk=journey.child_id).update(due_date=DAY + timedelta(weeks=20, days=1))
    assert plan(MORNING + timedelta(days=1)) == 1
    assert not DeliveryEvent.objects.exists()


def test_nudge_that_expired_is_planned_anew_when_its_stage_comes_round_again() -> None:
    journey = factories.journey(factories.expecting(DAY + timedelta(weeks=20)))
    factories.message(Stage(PREGNANCY, 20))
    plan(MORNING)
    Nudge.objects.update(status=Status.EXPIRED)
    Child.objects.filter(pk=journey.child_id).update(due_date=DAY + timedelta(weeks=21))
    plan(MORNING + timedelta(weeks=1))
    nudge = Nudge.objects.get()
    assert (nudge.status, nudge.due_at) == (Status.QUEUED, MORNING + timedelta(weeks=1))
