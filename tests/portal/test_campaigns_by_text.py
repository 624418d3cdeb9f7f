"""ONLY and ALL: no campaigns, and campaigns again. Neither is a stop, and neither brings anybody back."""

from datetime import date

import pytest

from campaigns import choices
from campaigns.choices import ALL
from campaigns.models import Occasion
from messages.sms import measure
from portal import loss
from subscribers import consent
from subscribers.models import Subscriber
from tests import factories
from tests.campaigns.campaign_kit import NOW, mailing, waiting
from tests.portal.phone import Phone, owner, parent

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

DUE = date(2027, 3, 14)
ONLY = "Only messages about your child's stage from now on, none for special weeks and days. To undo this, text ALL."
AGAIN = "You get messages for special weeks and days too. To undo this, text ONLY."
IF_ASKED = "You get messages for special weeks and days only if you ask for them on your page: http"


@pytest.fixture
def phone() -> Phone:
    return Phone(NOW)


@pytest.fixture
def mother() -> Subscriber:
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    return person


def state(person: Subscriber) -> tuple[str, dict[str, bool]]:
    person.refresh_from_db()
    return person.state, choices.choices_of(person)


@pytest.mark.parametrize("text", ["ONLY", "no campaigns please", "STOP campaigns", "bez kampanii", "بدون حملات"])
def test_no_campaigns_from_the_next_moment_and_everything_else_goes_on(
    phone: Phone, mother: Subscriber, text: str
) -> None:
    nudge = waiting(mailing(Occasion.GENERAL), mother.journeys.get())
    assert phone.say(text) == ONLY
    assert state(mother) == ("active", {ALL: False})
    nudge.refresh_from_db()
    assert nudge.reason == "declined"
    assert mother.journeys.get().state == "active"


def test_the_answers_are_one_text_each() -> None:
    assert [measure(text).segments for text in (ONLY, AGAIN)] == [1, 1]


def test_all_takes_the_no_back_and_leaves_the_others(phone: Phone, mother: Subscriber) -> None:
    choices.choose(mother.pk, Occasion.MOTHERS_DAY, wanted=False, now=NOW)
    phone.say("ONLY")
    assert phone.say("ALL") == AGAIN
    assert state(mother) == ("active", {"mothers_day": False})


@pytest.mark.parametrize("text", ["ONLY", "ALL"])
def test_neither_brings_back_who_has_stopped(phone: Phone, mother: Subscriber, text: str) -> None:
    consent.stop(mother.pk, "sms", NOW)
    assert phone.say(text).startswith("Sorry, we did not understand.")
    assert state(mother) == ("stopped", {})


@pytest.mark.parametrize("text", ["ONLY", "ALL"])
def test_neither_signs_a_stranger_up(phone: Phone, text: str) -> None:
    assert phone.say(text).startswith("Sorry, we did not understand.")
    assert state(owner()) == ("unconfirmed", {})


@pytest.mark.parametrize("text", ["ONLY", "ALL"])
def test_after_a_loss_no_stage_is_named(phone: Phone, mother: Subscriber, text: str) -> None:
    loss.report(mother, NOW)
    assert phone.say(text).startswith(IF_ASKED)
    assert not choices.willing(mother.journeys.all(), Occasion.GENERAL).exists()


def test_only_takes_back_what_was_asked_for_after_a_loss(phone: Phone, mother: Subscriber) -> None:
    loss.report(mother, NOW)
    choices.choose(mother.pk, Occasion.BABY_LOSS, wanted=True, now=NOW)
    phone.say("ONLY")
    assert state(mother) == ("active", {ALL: False})


def test_all_is_no_answer_to_an_open_question(phone: Phone, mother: Subscriber) -> None:
    choices.choose(mother.pk, ALL, wanted=False, now=NOW)
    phone.say("BORN")
    assert phone.say("ALL").startswith("We could not make out the date.")
    assert state(mother) == ("active", {ALL: False})
