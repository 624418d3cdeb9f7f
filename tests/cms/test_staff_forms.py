"""What the forms of staff take, and what they say about the rest."""

from datetime import date, datetime
from typing import Any

import pytest

from cms.staff_forms import SignUpForm, StopForm
from directory.models import SureStart
from portal.sign_up import Answers
from tests.cms.staff_kit import NOON, filled, night
from tests.factories import utc

pytestmark = pytest.mark.django_db


def errors(details: dict[str, str], now: datetime = NOON) -> dict[str, Any]:
    return dict(SignUpForm(filled(**details), now=now).errors)


@pytest.mark.parametrize(
    ("details", "field", "sentence"),
    [
        ({"phone": ""}, "phone", "Give a mobile number or an e-mail address."),
        ({"email": "parent@hope.example"}, "email", "Give one of the two."),
        ({"phone": "028 9018 0000"}, "phone", "That is a landline."),
        ({"phone": "", "email": "parent"}, "email", "Enter a valid email address."),
        ({"due_date": ""}, "due_date", "Give the due date or the birth date."),
        ({"birth_date": "2026-05-01"}, "birth_date", "Give one of the two."),
        ({"due_date": "2027-10-01"}, "due_date", "This is not within a pregnancy of today."),
        ({"due_date": "2026-05-01"}, "due_date", "This is not within a pregnancy of today."),
        ({"due_date": "", "birth_date": "2026-06-02"}, "birth_date", "This is in the future."),
        ({"due_date": "", "birth_date": "2023-05-20"}, "birth_date", "We write until the third birthday."),
        ({"gestation_weeks": "30"}, "gestation_weeks", "Only for a baby who is here."),
        ({"due_date": "", "birth_date": "2026-05-01", "gestation_weeks": "21"}, "gestation_weeks", "Ensure this value"),
        ({"role": ""}, "role", "This field is required."),
        ({"language": "xx"}, "language", "Select a valid choice."),
        ({"agreed_with": ""}, "agreed_with", "This field is required."),
        ({"agreed_with": "Ann 07700 900124"}, "agreed_with", "Please give a name or a job only"),
        ({"agreed_with": "Ann, ann.example"}, "agreed_with", "Please give a name or a job only"),
        ({"key": "no"}, "key", "Enter a valid UUID."),
    ],
)
def test_sign_up_says_what_is_wrong(details: dict[str, str], field: str, sentence: str) -> None:
    found = errors(details)
    assert list(found) == [field]
    assert found[field][0].startswith(sentence)


@pytest.mark.parametrize("now", [night(), utc("2026-06-02 06:59")])
def test_nobody_is_asked_at_night(now: datetime) -> None:
    assert list(errors({}, now)) == ["__all__"]


def test_eight_in_the_morning_is_early_enough() -> None:
    assert errors({}, utc("2026-06-02 07:00")) == {}


def test_form_becomes_answers() -> None:
    sure_start = SureStart.objects.create(name="Example")
    told = {"due_date": "", "birth_date": "01/05/2026", "gestation_weeks": "31", "role": "father", "language": "pl"}
    form = SignUpForm(filled(**told, fallback="none", slot="morning", sure_start=str(sure_start.pk)), now=NOON)
    assert form.is_valid()
    assert (form.address, form.answers) == (
        "+447700900123",
        Answers(
            birth_date=date(2026, 5, 1),
            gestation_weeks=31,
            role="father",
            language="pl",
            fallback="none",
            slot="morning",
            sure_start=sure_start.pk,
            agreed_with="Ann Example, midwife",
        ),
    )


@pytest.mark.parametrize(
    ("typed", "address"), [("07700 900123", "+447700900123"), ("Parent@Hope.example ", "parent@hope.example")]
)
def test_stop_takes_a_number_or_a_mailbox(typed: str, address: str) -> None:
    form = StopForm({"address": typed, "act": "stop", "asked": "on"})
    assert form.is_valid()
    assert form.cleaned_data["address"] == address


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "parent@"}, "address"),
        ({"address": "07700"}, "address"),
        ({"act": ""}, "act"),
        ({"act": "sign_up"}, "act"),
        ({"asked": ""}, "asked"),
    ],
)
def test_stop_needs_all_three(details: dict[str, str], field: str) -> None:
    form = StopForm({"address": "07700 900123", "act": "loss", "asked": "on"} | details)
    assert list(form.errors) == [field]
