"""Who would get a message, and how much goes out: counts that agree with what is really sent, and hide small ones."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from messages.models import Message
from messages.stages import Stage
from scheduler import forecast
from scheduler.forecast import Forecast
from scheduler.forecast_tables import table
from scheduler.planner import plan
from subscribers.models import Journey
from tests import factories
from tests.factories import utc
from tests.scheduler import what_if_kit as kit
from tests.scheduler.what_if_kit import BABY

pytestmark = pytest.mark.django_db

NOW = utc("2027-03-01 07:30")
TODAY = date(2027, 3, 1)
LAST = TODAY + timedelta(days=30)
DAY = timedelta(days=1)


def families() -> Message:
    """Eight parents who come to week 2 by the tenth day, two of them in Polish; others who do not, or may not."""
    found = factories.message(Stage(BABY, 2), sms="two", sms_pl="dwa, żółty", email="letter")
    factories.message(Stage(BABY, 1), sms="one")
    for n in range(6):
        factories.journey(factories.baby(TODAY - timedelta(days=4 + n % 2)))
    for n in range(2):
        factories.journey(factories.baby(TODAY - timedelta(days=5 + n)), language="pl", channel="both")
    factories.journey(factories.baby(TODAY - timedelta(days=60)))
    factories.journey(factories.baby(TODAY), state=Journey.State.PAUSED)
    factories.journey(factories.baby(TODAY), role="father")
    return found


def test_one_message_reaches_the_parents_whose_children_come_to_its_stage() -> None:
    message = families()
    with kit.untouched():
        found = forecast.simulated(message, NOW, LAST)
    assert found == Forecast(
        days={TODAY + 8 * DAY: 1, TODAY + 9 * DAY: 4, TODAY + 10 * DAY: 3},
        groups={("en", "sms"): (6, 6), ("pl", "sms"): (2, 2), ("en", "email"): (2, 0)},
        is_simulated=True,
    )


def test_forecast_of_one_message_is_what_is_then_sent() -> None:
    message = families()
    found = forecast.simulated(message, NOW, LAST)
    memory = MemoryChannel()
    for n in range(31):
        at = utc("2027-03-01 18:00") + timedelta(days=n)
        plan(at)
        dispatch("nudges", {"sms": memory, "email": memory}, lambda at=at: at)  # type: ignore[misc] # a clock
    sent = [parcel for parcel in memory.sent if parcel.text != "one"]
    assert found is not None
    assert sum(number for number, _ in found.groups.values()) == len(sent) == 10


def test_message_that_waits_or_was_put_off_is_counted_and_one_that_was_sent_is_not() -> None:
    message = factories.message(Stage(BABY, 0), sms="hello")
    factories.journey(factories.baby(TODAY), slot="evening")
    plan(utc("2027-03-01 18:00"))
    found = forecast.simulated(message, utc("2027-03-01 18:10"), LAST)
    assert found is not None
    assert found.days == {TODAY: 1}
    memory = MemoryChannel()
    assert dispatch("nudges", {"sms": memory, "email": memory}, lambda: utc("2027-03-01 18:30")) == 1
    found = forecast.simulated(message, utc("2027-03-01 18:40"), LAST)
    assert found is not None
    assert found.days == {}


def test_twins_count_once_and_a_full_day_moves_the_message() -> None:
    message = factories.message(Stage(BABY, 0), sms="hello")
    twins = factories.journey(factories.baby(TODAY + DAY))
    factories.journey(factories.baby(TODAY + DAY), twins.subscriber)
    factories.message(Stage(BABY, 4), sms="older", theme="safety")
    older = factories.journey(factories.baby(TODAY + DAY))
    factories.journey(factories.baby(TODAY + DAY - timedelta(weeks=4)), older.subscriber)
    found = forecast.simulated(message, NOW, LAST)
    assert found is not None
    assert found.days == {TODAY + DAY: 1, TODAY + 2 * DAY: 1}
    assert forecast.planned(TODAY, LAST, message).days == {TODAY + DAY: 3}


def test_too_many_parents_are_not_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    message = families()
    monkeypatch.setattr(forecast, "MOST", 7)
    assert forecast.simulated(message, NOW, LAST) is None


def test_library_is_counted_by_the_planners_rules() -> None:
    families()
    with kit.untouched():
        found = forecast.planned(TODAY, LAST)
    assert found == Forecast(
        days={
            TODAY + DAY: 1,
            TODAY + 2 * DAY: 4,
            TODAY + 3 * DAY: 3,
            TODAY + 8 * DAY: 2,
            TODAY + 9 * DAY: 5,
            TODAY + 10 * DAY: 3,
        },
        groups={("en", "sms"): (14, 14), ("pl", "sms"): (2, 2), ("en", "email"): (2, 0)},
        is_simulated=False,
    )


def test_counting_asks_the_same_number_of_queries_for_one_family_and_for_many() -> None:
    counts = []
    factories.message(Stage(BABY, 2), sms="two")
    for families_more in (1, 5):
        for _ in range(families_more):
            factories.journey(factories.baby(TODAY))
        with CaptureQueriesContext(connection) as captured:
            forecast.planned(TODAY, LAST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_cost_and_days_do_not_give_a_hidden_number_away() -> None:
    found = Forecast(days={TODAY: 8}, groups={("en", "sms"): (4, 4), ("pl", "sms"): (4, 8)}, is_simulated=True)
    made = table(found, TODAY, TODAY + DAY)
    assert [(x.cell.number, x.segments, x.pounds) for x in made.groups] == [(None, None, ""), (None, None, "")]
    assert (made.total.number, made.segments, made.pounds, made.is_about) == (None, 20, "0.80", True)
    assert not made.is_by_day


def test_three_texts_a_week_are_counted_as_three() -> None:
    factories.message(Stage(BABY, 2), sms="whole", trio=("why", "do, żółty", "well done"))
    factories.journey(factories.baby(TODAY - timedelta(days=14)), frequency=3)
    factories.journey(factories.baby(TODAY - timedelta(days=14)))
    found = forecast.planned(TODAY, LAST)
    assert found.days == {TODAY: 2, TODAY + 2 * DAY: 1, TODAY + 4 * DAY: 1}
    assert found.groups == {("en", "sms"): (4, 4)}
