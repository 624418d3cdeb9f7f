"""How many parents an area has: those who get messages, each once, and no small number."""

from datetime import date
from typing import Any

import pytest

from campaigns.parents import parents
from directory.models import SureStart, Trust
from subscribers.models import Journey, Subscriber
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
Told = tuple[int | None, dict[str, int | None] | None, dict[str, int | None] | None]


@pytest.fixture
def oak() -> SureStart:
    return SureStart.objects.create(name="Oak", trust=Trust.objects.create(name="Oak Trust"))


def joins(number: int, born: date | None, **details: Any) -> Subscriber:
    for _ in range(number):
        child = factories.baby(born) if born else factories.expecting(date(2026, 9, 1))
        journey = factories.journey(child, channel="email", **details)
    return journey.subscriber


def told(area: SureStart | Trust | None) -> Told:
    found = parents(area, TODAY)
    lines = [
        {x.label: x.cell.number for x in part} if part is not None else None for part in (found.languages, found.bands)
    ]
    return found.total.number, lines[0], lines[1]


def test_parents_are_told_by_language_and_by_the_age_of_their_child(oak: SureStart) -> None:
    joins(6, None, sure_start=oak)
    joins(5, date(2025, 6, 11), sure_start=oak, language="pl")  # a year old tomorrow
    joins(7, date(2025, 6, 10), sure_start=oak)
    joins(5, date(2026, 1, 1))
    assert told(oak) == (
        18,
        {"English": 13, "Polish": 5},
        {"pregnancy": 6, "first year": 5, "one to three years": 7},
    )


def test_who_is_not_to_hear_from_us_is_not_counted(oak: SureStart) -> None:
    joins(5, date(2026, 1, 1), sure_start=oak)
    person = joins(1, date(2026, 1, 1), sure_start=oak)
    Subscriber.objects.filter(pk=person.pk).update(state=Subscriber.State.STOPPED)
    joins(1, date(2026, 1, 1), sure_start=oak, state=Journey.State.ENDED)
    lost = joins(1, date(2026, 1, 1), sure_start=oak).journeys.get().child
    lost.state = "lost"
    lost.save()
    assert told(oak)[0] == 5


def test_who_has_two_children_counts_once(oak: SureStart) -> None:
    person = joins(5, date(2025, 1, 1), sure_start=oak)
    factories.journey(factories.expecting(date(2026, 9, 1)), person, sure_start=oak)
    joins(5, date(2025, 1, 1), sure_start=oak)
    assert told(oak)[0] == 10


@pytest.mark.parametrize(
    ("english", "polish", "expected"),
    [
        (4, 0, (None, None, None)),
        (4, 4, (8, None, {"pregnancy": 0, "first year": 8, "one to three years": 0})),  # 8 together would be 4 each
        (20, 2, (22, {"English": None, "Polish": None}, {"pregnancy": 0, "first year": 22, "one to three years": 0})),
    ],
)
def test_small_numbers_of_a_sure_start_cannot_be_worked_out(
    oak: SureStart, english: int, polish: int, expected: Told
) -> None:
    joins(english, date(2026, 1, 1), sure_start=oak)
    if polish:
        joins(polish, date(2026, 1, 1), sure_start=oak, language="pl")
    assert told(oak) == expected


def test_several_sure_starts_are_told_in_tens(oak: SureStart) -> None:
    """Else the Trust's number less those of the Sure Starts that are shown would be that of the last."""
    joins(6, date(2026, 1, 1), sure_start=oak)
    joins(5, date(2026, 1, 1), trust=oak.trust)
    joins(10, date(2026, 1, 1))
    assert told(oak.trust)[:2] == (20, {"English": 20})
    assert told(None)[0] == 30
