"""Sign-ups by place: who said yes counts once, by the month of the yes; small numbers stay hidden."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import sign_ups
from campaigns.models import Place
from subscribers.models import Subscriber
from tests import factories
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-06-10 11:00")


def joins(keyword: str, number: int, at: str = "2026-05-31 23:30") -> list[Subscriber]:
    """So many parents say yes at a place. That evening is the first of June in London."""
    people = []
    for _ in range(number):
        person = factories.subscriber(email=True, sms=False, joined=utc(at))
        factories.journey(factories.baby(date(2026, 3, 1)), person, keyword=keyword)
        people.append(person)
    return people


def place(keyword: str) -> Place:
    return Place.objects.create(name=keyword.title(), keyword=keyword)


def told(*places: Place) -> list[tuple[int | None, list[int | None] | None]]:
    found = sign_ups.counted(places, NOW)
    return [(x.total.number, [c.number for c in x.months] if x.months is not None else None) for x in found.places]


def test_parents_are_counted_in_the_local_month_of_their_yes() -> None:
    joins("OAK", 6)
    joins("OAK", 5, "2026-05-31 22:30")
    joins("OAK", 7, "2024-01-01 12:00")
    joins("ELM", 5)
    found = sign_ups.counted([place("OAK"), place("ASH")], NOW)
    assert (found.months[0], found.months[-1]) == (date(2025, 7, 1), date(2026, 6, 1))
    assert [(x.total.number, [c.number for c in x.months or []][-2:]) for x in found.places] == [
        (18, [5, 6]),
        (0, [0, 0]),
    ]
    assert found.total.number == 18


def test_twins_are_one_sign_up_and_who_has_not_said_yes_is_none() -> None:
    person = joins("OAK", 5)[0]
    factories.journey(factories.baby(date(2026, 3, 1)), person, keyword="OAK")
    Subscriber.objects.filter(pk=joins("OAK", 1)[0].pk).update(state=Subscriber.State.UNCONFIRMED)
    Subscriber.objects.filter(pk=person.pk).update(state=Subscriber.State.STOPPED)
    assert told(place("OAK"))[0][0] == 5


@pytest.mark.parametrize(
    ("june", "may", "total", "months"),
    [
        (4, 0, None, None),
        (5, 0, 5, [0, 5]),
        (9, 2, 11, [None, None]),  # the smaller of the others goes with a single small one
        (4, 4, 8, None),  # two that are eight together are four each
        (3, 3, 6, [None, None]),
    ],
)
def test_small_numbers_of_a_place_are_not_shown(
    june: int, may: int, total: int | None, months: list[int] | None
) -> None:
    joins("OAK", june)
    joins("OAK", may, "2026-05-10 12:00")
    [(found, by_month)] = told(place("OAK"))
    assert (found, by_month[-2:] if by_month else by_month) == (total, months)


def test_sum_of_places_is_hidden_as_soon_as_one_of_them_is() -> None:
    joins("OAK", 20)
    joins("ELM", 3)
    found = sign_ups.counted([place("OAK"), place("ELM")], NOW)
    assert [x.total.number for x in found.places] == [20, None]
    assert (found.total.number, found.total.is_few) == (None, False)
    assert {k: v.number for k, v in sign_ups.totals(["OAK", "ELM", "ASH"]).items()} == {
        "OAK": 20,
        "ELM": None,
        "ASH": 0,
    }


def test_counting_asks_as_much_for_three_places_as_for_one() -> None:
    counts = []
    for keywords in (["OAK"], ["ELM", "ASH", "FIR"]):
        places = [place(keyword) for keyword in keywords]
        joins(keywords[0], 2)
        with CaptureQueriesContext(connection) as caught:
            sign_ups.counted(places, NOW)
        counts.append(len(caught))
    assert counts == [1, 1]
