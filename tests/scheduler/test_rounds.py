"""A round in which something is broken: the rest is done, and it is seen."""

import logging
from datetime import date, datetime

import pytest

from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Status
from messages.stages import Stage, StageKind
from scheduler import rounds, tasks
from scheduler.models import Heartbeat
from scheduler.planner import plan
from scheduler.rounds import RoundError, prepare, whole_round
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

TEN = utc("2026-06-01 09:00")
SECRET = "+447700900123"
LANES = ["send_replies", "send_nudges", "send_campaigns", "look_up_unknown"]


def broken(_now: datetime) -> None:
    raise ValueError(SECRET)


def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which tasks are woken from now on, by name; the broker is not asked."""
    names: list[str] = []
    for name in LANES:
        monkeypatch.setattr(getattr(tasks, name), "apply_async", lambda name=name, **_options: names.append(name))
    return names


@pytest.fixture
def planned() -> None:
    """Two nudges that waited before the round: one is due, one is too late."""
    for _ in range(2):
        factories.journey(factories.baby(date(2026, 6, 1)))
    factories.message(Stage(StageKind.BABY_WEEK, 0))
    plan(TEN)
    Nudge.objects.filter(pk=Nudge.objects.latest("pk").pk).update(expires_at=TEN)


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(
    ("step", "statuses"),
    [
        ("plan", [Status.SENT, Status.EXPIRED]),
        ("sweep", [Status.SENT, Status.QUEUED]),
        ("_beat", [Status.SENT, Status.EXPIRED]),
    ],
)
def test_step_that_fails_leaves_the_others_their_work(
    monkeypatch: pytest.MonkeyPatch, channels: dict[str, MemoryChannel], step: str, statuses: list[Status]
) -> None:
    monkeypatch.setattr(rounds, step, broken)
    with pytest.raises(RoundError):
        whole_round(lambda: TEN, channels)
    assert list(Nudge.objects.order_by("pk").values_list("status", flat=True)) == statuses
    assert not Heartbeat.objects.filter(name="tick").exists()


def test_failure_is_named_without_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rounds, "plan", broken)
    monkeypatch.setattr(rounds, "sweep", broken)
    with caplog.at_level(logging.ERROR), pytest.raises(RoundError) as caught:
        prepare(TEN)
    assert str(caught.value) == "failed in this round: plan, sweep"
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert [record.getMessage() for record in caplog.records] == ["plan failed: ValueError", "sweep failed: ValueError"]
    assert SECRET not in caplog.text


def test_tick_that_fails_wakes_every_lane_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    names = woken(monkeypatch)
    monkeypatch.setattr(rounds, "plan", broken)
    with pytest.raises(RoundError):
        tasks.tick()
    assert names == LANES


def test_tick_gives_a_sign_of_life_and_wakes_every_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    names = woken(monkeypatch)
    tasks.tick()
    assert (names, Heartbeat.objects.filter(name="tick").count()) == (LANES, 1)
