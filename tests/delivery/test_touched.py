"""Whom a change touches: what waits, and who reaches the stage within eight weeks."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from delivery.keeping import keep_words
from delivery.touched import WEEKS, Waiting, touched
from messages.models import Message
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers.models import Child, Following, Journey, Subscriber
from tests import factories
from tests.delivery.outbox_kit import DAY, DUE, TEN, WEEK_20, planned

pytestmark = [pytest.mark.django_db, pytest.mark.heart]


def weeks(message: Message, language: str = "") -> list[int]:
    """Parents by week, without the empty weeks at the end."""
    found = touched(message, TEN, language).weeks
    assert [week.first for week in found] == [DAY + timedelta(weeks=n) for n in range(WEEKS)]
    counts = [week.parents for week in found]
    while counts and not counts[-1]:
        counts.pop()
    return counts


def test_waiting_nudges_are_counted_by_channel_and_the_language_they_would_go_in() -> None:
    for language, channel, fallback in [
        ("en", "both", "en"),
        ("pl", "sms", "en"),
        ("pl", "email", "en"),
        ("ar", "sms", "en"),
        ("ar", "sms", "none"),
    ]:
        factories.journey(factories.expecting(DUE), language=language, channel=channel, fallback=fallback)
    message = factories.message(WEEK_20, sms="Hello", email="Hello", sms_pl="Witaj")
    plan(TEN)
    found = touched(message, TEN)
    assert found.waiting == (
        Waiting(channel="email", language="en", nudges=2, parents=2),
        Waiting(channel="sms", language="", nudges=1, parents=1),
        Waiting(channel="sms", language="en", nudges=2, parents=2),
        Waiting(channel="sms", language="pl", nudges=1, parents=1),
    )
    assert (found.nudges, found.parents, found.kept, found.coming) == (6, 5, 0, 0)
    polish = touched(message, TEN, "pl")
    assert (polish.waiting, polish.parents) == ((Waiting(channel="sms", language="pl", nudges=1, parents=1),), 1)
    english = touched(message, TEN, "en")
    assert (english.nudges, english.parents) == (4, 3)


def test_what_keeps_its_words_stays_in_its_language() -> None:
    planned()
    message = Message.objects.get()
    keep_words(message, TEN)
    Message.objects.update(live=False)
    found = touched(message, TEN)
    assert (found.waiting, found.kept) == ((Waiting(channel="sms", language="en", nudges=1, parents=1),), 1)


@pytest.mark.parametrize("word", ["stopped", "paused", "lost", "expired"])
def test_what_will_never_go_is_not_counted(word: str) -> None:
    planned()
    now = TEN
    if word == "stopped":
        Subscriber.objects.update(state="stopped")
    elif word == "paused":
        Journey.objects.update(state="paused")
    elif word == "lost":
        Child.objects.update(state="lost")
    else:
        now += timedelta(hours=24)
    found = touched(Message.objects.get(), now)
    assert (bool(found), found.nudges, found.parents) == (False, 0, 0)


@pytest.mark.parametrize(
    ("stage", "child", "expected"),
    [
        (Stage(StageKind.PREGNANCY_WEEK, 20), ("expecting", DUE + timedelta(days=6)), [1]),
        (Stage(StageKind.PREGNANCY_WEEK, 20), ("expecting", DUE + timedelta(days=7)), [0, 1]),
        (Stage(StageKind.PREGNANCY_WEEK, 20), ("expecting", DUE - timedelta(days=1)), []),
        (Stage(StageKind.PREGNANCY_WEEK, 20), ("expecting", DUE + timedelta(days=56)), []),
        (Stage(StageKind.BABY_WEEK, 7), ("baby", DAY - timedelta(weeks=5)), [0, 0, 1]),
        (Stage(StageKind.CHILD_MONTH, 14), ("baby", date(2025, 4, 20)), [0, 0, 1]),
    ],
)
def test_parents_are_counted_in_the_week_in_which_they_reach_the_stage(
    stage: Stage, child: tuple[str, date], expected: list[int]
) -> None:
    kind, day = child
    made = factories.expecting(day) if kind == "expecting" else factories.baby(day)
    factories.journey(made)
    assert weeks(factories.message(stage)) == expected


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, [0, 1]),
        ({"channel": "both"}, [0, 1]),
        ({"channel": "email"}, []),  # the message is a text only
        ({"role": "father"}, []),  # another track
        ({"state": "paused"}, []),
        ({"language": "ar"}, [0, 1]),
        ({"language": "ar", "fallback": "none"}, []),
        ({"language": "pl", "fallback": "none"}, [0, 1]),
    ],
)
def test_only_those_who_would_be_sent_it_are_counted(details: dict[str, Any], expected: list[int]) -> None:
    factories.journey(factories.expecting(DUE + timedelta(weeks=1)), **details)
    assert weeks(factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", [0, 2]), ("pl", [0, 1]), ("ar", []), ("", [0, 3])])
def test_parents_of_one_language_are_those_who_read_it(language: str, expected: list[int]) -> None:
    for spoken in ("en", "pl", "ar"):
        factories.journey(factories.expecting(DUE + timedelta(weeks=1)), language=spoken)
    assert weeks(factories.message(WEEK_20, sms="Hello", sms_pl="Witaj"), language) == expected


def test_early_baby_counts_by_the_date_that_the_theme_goes_by() -> None:
    factories.journey(factories.baby(DAY - timedelta(weeks=5), gestation_weeks=36))
    week_7 = Stage(StageKind.BABY_WEEK, 7)
    assert weeks(factories.message(week_7, theme="feeding")) == [0, 0, 1]
    Message.objects.update(theme="play")
    assert weeks(Message.objects.get()) == [0, 0, 0, 0, 0, 0, 1]


def test_special_track_counts_by_its_followings_and_hides_the_stage_messages() -> None:
    journey = factories.journey(factories.expecting(DUE + timedelta(weeks=1)))
    Following.objects.create(
        journey=journey, track="neonatal", since=DAY, replaces_until=DAY + timedelta(weeks=1, days=1)
    )
    stage, special = factories.message(WEEK_20), Stage(StageKind.TRACK_WEEK, 3)
    assert weeks(factories.message(special, track="neonatal")) == [0, 0, 1]
    assert weeks(stage) == []
    Following.objects.update(replaces_until=DAY + timedelta(weeks=1))
    assert weeks(stage) == [0, 1]


def test_care_counts_from_the_day_on_which_it_was_asked_for() -> None:
    child = factories.expecting(DUE)
    factories.journey(child, track="care", care_from=DAY - timedelta(days=3))
    Child.objects.update(state="lost", due_date=None)
    assert weeks(factories.message(Stage(StageKind.CARE_WEEK, 2), track="care")) == [0, 1]


def test_who_is_queued_for_today_is_not_counted_twice() -> None:
    factories.journey(factories.expecting(DUE), slot="morning")
    factories.journey(factories.expecting(DUE), slot="evening")
    message = factories.message(WEEK_20)
    plan(TEN)
    found = touched(message, TEN)
    assert (found.nudges, [week.parents for week in found.weeks][:2]) == (1, [1, 0])


@pytest.mark.parametrize("people", [1, 3])
def test_counting_costs_the_same_queries_whatever_the_number_of_parents(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for weeks_later in range(people):
        factories.journey(factories.expecting(DUE + timedelta(weeks=weeks_later)))
        factories.journey(factories.expecting(DUE), language="pl", channel="both")
    message = factories.message(WEEK_20, sms="Hello", email="Hello", sms_pl="Witaj")
    plan(TEN)
    with django_assert_num_queries(6):
        assert touched(message, TEN).parents == people + 1
