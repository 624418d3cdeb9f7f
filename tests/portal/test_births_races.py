"""A birth that is told twice at the same moment, on a real PostgreSQL: one birth, and nobody waits in a ring."""

from collections.abc import Callable
from datetime import date

import pytest

from portal import births
from subscribers.models import Child, Subscriber
from tests import factories
from tests.portal.own_page import BORN, DUE, NOW
from tests.portal.phone import parent
from tests.portal.sign_up.test_races import together

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TIMES = 8


def telling(person: Subscriber, child: Child, day: date, count: int = 1) -> Callable[[], None]:
    """Somebody's word, from a page that they opened before."""
    return lambda: births.report_birth(person, Child.objects.get(pk=child.pk), day, NOW, count=count)


def test_twins_told_twice_at_once_are_two_children() -> None:
    person = parent()
    for _ in range(TIMES):
        child = factories.expecting(DUE)
        factories.journey(child, person)
        together(*[telling(person, child, date(2026, 11, 20), count=2)] * 2)
        assert list(Child.objects.values_list("state", flat=True)) == ["born", "born"]
        person.journeys.all().delete()
        Child.objects.all().delete()


def test_twins_told_twice_from_a_page_that_is_out_of_date_are_two_children() -> None:
    person, child = parent(), factories.expecting(DUE)
    factories.journey(child, person)
    for _ in range(2):
        births.report_birth(person, child, date(2026, 11, 20), NOW, count=2)
    assert Child.objects.count() == 2


def test_both_parents_put_the_day_of_twins_right_at_once() -> None:
    mother, father = parent(), parent("+447700900998")
    twins = [factories.baby(BORN), factories.baby(BORN)]
    for child in twins:
        factories.journey(child, mother)
        factories.journey(child, father, role="father", track="father_partner")
    for n in range(TIMES):
        day = date(2026, 5, 4 + n)
        together(telling(mother, twins[0], day), telling(father, twins[1], day))
        assert list(Child.objects.values_list("birth_date", flat=True)) == [day, day]
