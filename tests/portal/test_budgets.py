"""Budgets: nobody makes us text strangers, and nobody pumps texts for money."""

from datetime import timedelta

import pytest
from django.conf import settings

from portal import budgets
from portal.budgets import OverBudgetError, spend
from portal.models import Spending
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOW = utc("2026-11-21 10:10")
HOUR = timedelta(hours=1)


def allowed(attempts: list[tuple[str, str]], now_step: timedelta = timedelta()) -> int:
    """How many of these (address, visitor) got through, one after the other."""
    count = 0
    for n, (address, visitor) in enumerate(attempts):
        try:
            spend(address, visitor, NOW + n * now_step)
        except OverBudgetError:
            continue
        count += 1
    return count


def test_one_number_gets_few_in_an_hour_whoever_asks() -> None:
    assert allowed([("+447700900001", f"192.0.2.{n}") for n in range(9)]) == settings.BUDGETS["address"][0]


def test_one_visitor_reaches_few_numbers() -> None:
    assert allowed([(f"+447700900{n:03}", "192.0.2.1") for n in range(30)]) == settings.BUDGETS["visitor"][0]


def test_two_addresses_at_once_are_counted_in_one_order() -> None:
    spend("+447700900001", "192.0.2.1", NOW, second="parent@hope.example")
    in_order = list(Spending.objects.order_by("pk").values_list("scope", "spent"))
    own = [("address", 1), ("address", 1), ("address_day", 1), ("address_day", 1), ("prefix", 1)]
    assert in_order == [("visitor", 2), *own, ("everybody", 2)]


def test_numbers_that_begin_alike_share_a_budget() -> None:
    attempts = [(f"+447700900{n:03}", f"192.0.2.{n}") for n in range(100)]
    assert allowed(attempts) == settings.BUDGETS["prefix"][0]


def test_a_day_has_its_own_budget() -> None:
    attempts = [("+447700900001", f"192.0.2.{n}") for n in range(24)]
    assert allowed(attempts, now_step=timedelta(minutes=30)) == settings.BUDGETS["address_day"][0]


def test_everybody_together_has_a_budget(settings: pytest.FixtureRequest) -> None:
    settings.BUDGETS = settings.BUDGETS | {"everybody": (2, HOUR)}  # type: ignore[attr-defined]
    assert allowed([(f"parent{n}@hope.example", f"192.0.2.{n}") for n in range(5)]) == 2


def test_an_hour_later_it_may_be_asked_again() -> None:
    attempts = [("+447700900001", "192.0.2.1")] * 5
    assert allowed(attempts) == 3
    spend("+447700900001", "192.0.2.1", NOW + HOUR)


def test_a_refusal_counts_nothing() -> None:
    allowed([("+447700900001", "192.0.2.1")] * 9)
    assert Spending.objects.get(scope="visitor").spent == settings.BUDGETS["address"][0]


def test_what_is_counted_is_kept_as_a_hash_and_forgotten() -> None:
    spend("+447700900001", "192.0.2.1", NOW)
    assert Spending.objects.count() == 5
    budgets.forget(NOW + timedelta(days=3))
    assert Spending.objects.count() == 0
