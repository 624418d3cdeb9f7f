"""How many parents a translation would help."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from delivery.helped import helped
from messages.stages import Stage, StageKind
from subscribers.models import Child, Following, Journey, Subscriber
from tests import factories
from tests.delivery.outbox_kit import DAY, DUE, TEN, WEEK_20

pytestmark = [pytest.mark.django_db, pytest.mark.heart]
LAST = timedelta(weeks=8, days=-1)  # the last of the days that are counted
DAY_AFTER = timedelta(days=1)


def test_parents_of_the_language_who_come_to_the_stage_are_counted() -> None:
    message = factories.message(WEEK_20, sms="Hello", email="Hello")
    for wait in (-DAY_AFTER, timedelta(), timedelta(weeks=4), LAST, LAST + DAY_AFTER):
        factories.journey(factories.expecting(DUE + wait), language="pl")
    factories.journey(factories.expecting(DUE), language="pl", role="father")
    factories.journey(factories.baby(DUE), language="pl")
    factories.journey(factories.expecting(DUE), language="ar", channel="email", fallback="none")
    factories.journey(factories.expecting(DUE), language="en")
    assert helped(["pl", "ar", "lt"], TEN) == {(message.pk, "pl"): 3, (message.pk, "ar"): 1}
    assert helped(["lt"], TEN) == {}


def test_each_kind_of_anchor_date_is_counted() -> None:
    """Feeding by the birth date, play by the corrected one, care by its asking, a special track by its choosing."""
    early, term, kind = DAY - timedelta(weeks=10), DAY - timedelta(weeks=4), StageKind.BABY_WEEK
    feeding = factories.message(Stage(kind, 12), theme="feeding")
    play = factories.message(Stage(kind, 5), theme="play")
    care = factories.message(Stage(StageKind.CARE_WEEK, 2), track="care")
    young = factories.message(Stage(StageKind.TRACK_WEEK, 3), track="young")
    month = factories.message(Stage(StageKind.CHILD_MONTH, 12))
    factories.journey(factories.baby(early, 34), language="pl")  # 12 weeks old on the 15th, 5 when corrected soon
    followed = factories.journey(factories.baby(term), language="pl")
    Following.objects.create(journey=followed, track="young", since=DAY)
    factories.journey(factories.baby(DAY - timedelta(days=340)), language="pl")
    lost = factories.journey(Child.objects.create(state="lost"), language="pl", track="care", care_from=DAY)
    assert lost.track == "care"
    assert helped(["pl"], TEN) == {
        (found.pk, "pl"): n for found, n in [(feeding, 1), (play, 2), (care, 1), (young, 1), (month, 1)]
    }


@pytest.mark.parametrize("word", ["stopped", "paused", "replaced", "unwritten"])
def test_parents_who_would_not_get_it_are_not_counted(word: str) -> None:
    factories.message(WEEK_20, **({"email": "Hello"} if word == "unwritten" else {"sms": "Hello"}))
    journey = factories.journey(factories.expecting(DUE), language="pl")
    if word == "stopped":
        Subscriber.objects.update(state="stopped")
    elif word == "paused":
        Journey.objects.update(state="paused")
    elif word == "replaced":
        until = DAY + timedelta(weeks=1)
        Following.objects.create(journey=journey, track="after_loss", since=DAY, replaces_until=until)
    assert helped(["pl"], TEN) == {}


def test_two_children_of_one_parent_count_once_and_so_do_two_channels() -> None:
    message = factories.message(WEEK_20, sms="Hello", email="Hello")
    person = factories.subscriber(email=True)
    for _ in range(2):
        factories.journey(factories.expecting(DUE), person, language="pl", channel="both")
    assert helped(["pl"], TEN) == {(message.pk, "pl"): 1}


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Two for the messages, and one for each kind of anchor date, of which there are two here."""
    for number in (1, 3, 5):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, 20 + number))
        factories.message(Stage(StageKind.BABY_WEEK, 20 + number))
        factories.journey(factories.expecting(DUE), language="pl")
        with django_assert_num_queries(4):
            helped(["pl", "ar"], TEN)
