"""A child's dates: only what somebody has told us, and nothing restarts after a loss."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from subscribers import children
from subscribers.children import corrected_birth_date
from subscribers.models import Child, Journey
from tests.factories import JOINED, baby, expecting, journey, utc

DUE = date(2026, 6, 1)
BORN = date(2026, 4, 6)
NOW = utc("2026-04-08 09:00")


def details(child: Child) -> dict[str, Any]:
    """All that is kept about a child, as it is in the database."""
    names = ("state", "due_date", "birth_date", "gestation_weeks", "corrected_birth_date")
    found: dict[str, Any] = Child.objects.filter(pk=child.pk).values(*names).get()
    return found


def plans(child: Child) -> list[tuple[str, Any]]:
    """The state and the first moment of plans of each of the child's journeys."""
    return list(child.journeys.order_by("pk").values_list("state", "plan_from"))


@pytest.mark.parametrize(
    ("gestation_weeks", "expected"),
    [
        (None, date(2026, 4, 6)),
        (42, date(2026, 4, 6)),
        (40, date(2026, 4, 6)),
        (37, date(2026, 4, 6)),
        (36, date(2026, 5, 4)),
        (32, date(2026, 6, 1)),
        (24, date(2026, 7, 27)),
        (20, date(2026, 8, 24)),
    ],
)
def test_corrected_birth_date_by_weeks(gestation_weeks: int | None, expected: date) -> None:
    assert corrected_birth_date(BORN, gestation_weeks) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.none() | st.integers(20, 44))
def test_corrected_birth_date_never_earlier_and_at_most_twenty_weeks_later(birth: date, weeks: int | None) -> None:
    later = corrected_birth_date(birth, weeks) - birth
    assert timedelta() <= later <= timedelta(weeks=20)
    assert later in {timedelta(), timedelta(weeks=40 - (weeks or 40))}


@pytest.mark.django_db
def test_child_expected() -> None:
    assert details(expecting(DUE)) == {
        "state": "expected",
        "due_date": DUE,
        "birth_date": None,
        "gestation_weeks": None,
        "corrected_birth_date": None,
    }


@pytest.mark.django_db
def test_child_born_early() -> None:
    assert details(baby(BORN, gestation_weeks=32)) == {
        "state": "born",
        "due_date": None,
        "birth_date": BORN,
        "gestation_weeks": 32,
        "corrected_birth_date": date(2026, 6, 1),
    }


@pytest.mark.django_db
def test_due_date_changed_for_both_parents() -> None:
    child = expecting(DUE)
    journey(child)
    journey(child, role="father")
    children.change_due_date(child, date(2026, 6, 15), NOW)
    assert details(child)["due_date"] == date(2026, 6, 15)
    assert plans(child) == [("active", NOW), ("active", NOW)]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["born", "lost"])
def test_due_date_changed_of_a_child_no_longer_expected(state: str) -> None:
    child = baby(BORN)
    if state == "lost":
        children.report_loss(child)
    before = details(child)
    children.change_due_date(child, DUE, NOW)
    assert details(child) == before


@pytest.mark.django_db
def test_birth_of_an_expected_child() -> None:
    child = expecting(DUE)
    journey(child)
    journey(child, role="partner")
    children.report_birth(child, BORN, NOW, gestation_weeks=32)
    assert details(child) == {
        "state": "born",
        "due_date": DUE,
        "birth_date": BORN,
        "gestation_weeks": 32,
        "corrected_birth_date": date(2026, 6, 1),
    }
    assert plans(child) == [("active", NOW), ("active", NOW)]


@pytest.mark.django_db
def test_birth_date_mended() -> None:
    child = baby(BORN, gestation_weeks=32)
    children.report_birth(child, date(2026, 4, 5), NOW, gestation_weeks=38)
    assert details(child) == {
        "state": "born",
        "due_date": None,
        "birth_date": date(2026, 4, 5),
        "gestation_weeks": 38,
        "corrected_birth_date": date(2026, 4, 5),
    }


@pytest.mark.heart
@pytest.mark.django_db
@pytest.mark.parametrize("was_born", [False, True])
def test_loss_erases_the_dates_and_ends_both_journeys(*, was_born: bool) -> None:
    child = baby(BORN, gestation_weeks=32) if was_born else expecting(DUE)
    journey(child)
    journey(child, role="father")
    children.report_loss(child)
    assert details(child) == {
        "state": "lost",
        "due_date": None,
        "birth_date": None,
        "gestation_weeks": None,
        "corrected_birth_date": None,
    }
    assert plans(child) == [("ended", JOINED), ("ended", JOINED)]


@pytest.mark.django_db
def test_loss_of_one_twin_pauses_the_other_until_somebody_says_so() -> None:
    lost, twin = expecting(DUE), expecting(DUE)
    mother = journey(lost).subscriber
    journey(twin, mother)
    before = details(twin)
    children.report_loss(lost)
    assert details(twin) == before
    assert plans(twin) == [("paused", JOINED)]


@pytest.mark.django_db
def test_birth_reported_after_a_loss_changes_nothing() -> None:
    child = expecting(DUE)
    journey(child)
    children.report_loss(child)
    before = details(child)
    children.report_birth(child, BORN, NOW)
    assert details(child) == before
    assert [state for state, _ in plans(child)] == [Journey.State.ENDED]


@pytest.mark.django_db
@pytest.mark.parametrize("parents", [1, 3])
@pytest.mark.parametrize("report", ["change", "birth", "loss"])
def test_report_queries_do_not_grow_with_the_parents(
    report: str, parents: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    child = expecting(DUE)
    for _ in range(parents):
        journey(child)
    with django_assert_num_queries({"change": 4, "birth": 6, "loss": 8}[report]):  # with a savepoint
        if report == "change":
            children.change_due_date(child, DUE, NOW)
        elif report == "birth":
            children.report_birth(child, BORN, NOW)
        else:
            children.report_loss(child)
