"""A death is often told twice: by both parents, by a double click, on the web and to staff. No second child dies."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from delivery.tokens import stop_url
from portal import helping
from subscribers.models import Child, Journey, Subscriber
from tests import factories
from tests.portal.own_page import DUE, NOW, url, visiting
from tests.portal.phone import NUMBER, Phone, parent

pytestmark = [pytest.mark.django_db, pytest.mark.heart, pytest.mark.usefixtures("clock")]

BORN = date(2026, 5, 3)
FATHER = "+447700900998"
LIVING = ("born", BORN)
DEAD = ("lost", None)


def by_text(_mother: Subscriber) -> None:
    Phone(NOW).say("one of our twins has died")


def by_the_father(_mother: Subscriber) -> None:
    Phone(NOW, FATHER).say("one of our twins has died")


def from_an_email(mother: Subscriber) -> None:
    Client().post(stop_url(mother.pk).removeprefix("http://localhost:8000") + "loss/")


def by_staff(_mother: Subscriber) -> None:
    helping.report_loss(NUMBER, NOW + timedelta(hours=1))


def on_the_web(mother: Subscriber) -> None:
    visiting(mother).post(url("loss", mother.journeys.earliest("pk").pk))


Tell = Callable[[Subscriber], None]


def children_and_dates() -> list[tuple[str, date | None]]:
    return sorted(Child.objects.values_list("state", "birth_date"), key=str)


@pytest.fixture
def mother() -> Subscriber:
    """Of twins, who have a father too."""
    hers, his = parent(), parent(FATHER)
    for child in (factories.baby(BORN), factories.baby(BORN)):
        for person in (hers, his):
            factories.journey(child, person)
    return hers


@pytest.mark.parametrize("first", [by_text, by_the_father, from_an_email, by_staff, on_the_web])
@pytest.mark.parametrize("again", [by_text, by_the_father, from_an_email, by_staff])
def test_a_loss_told_again_leaves_the_living_twin(mother: Subscriber, first: Tell, again: Tell) -> None:
    first(mother)
    again(mother)
    assert children_and_dates() == [LIVING, DEAD]
    assert set(Journey.objects.values_list("state", "paused_for", "child__state")) == {
        ("paused", "loss", "born"),
        ("ended", "", "lost"),
    }


def test_both_twins_have_died_when_the_parent_says_of_each(mother: Subscriber) -> None:
    for journey in mother.journeys.all():
        visiting(mother).post(url("loss", journey.pk))
    assert children_and_dates() == [DEAD, DEAD]


@pytest.mark.parametrize("again", [by_text, from_an_email, by_staff])
def test_a_pregnancy_s_loss_told_again_leaves_the_sibling(again: Tell) -> None:
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    factories.journey(factories.baby(BORN), person)
    on_the_web(person)
    again(person)
    assert children_and_dates() == [LIVING, DEAD]


def test_a_parent_of_one_who_is_paused_for_a_loss_is_not_guessed_about() -> None:
    """The mother has another child too, and has not said which; the father knows of one only."""
    hers, his, baby = parent(), parent(FATHER), factories.baby(BORN)
    factories.journey(factories.expecting(DUE), hers)
    for person in (hers, his):
        factories.journey(baby, person)
    by_text(hers)
    by_the_father(hers)
    assert children_and_dates() == [LIVING, ("expected", None)]
