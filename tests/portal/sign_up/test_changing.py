"""An answer that is changed after a code was asked for; and addresses that no parent ever types."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Proof
from subscribers.models import Contact, Journey
from tests.portal.sign_up.parent import BY_EMAIL, E164, Parent, code_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(parent: Parent) -> Parent:
    """A parent whose code is on its way."""
    parent.answers_all()
    parent.agrees()
    assert Proof.objects.count() == 1
    return parent


@pytest.mark.parametrize("data", [{}, {"another": "yes"}, {"code": "1234567"}])
def test_code_page_after_changing_to_email_leads_back_to_the_sum(asked: Parent, data: dict[str, str]) -> None:
    asked.answers("how", **BY_EMAIL["how"])
    said = asked.sends(reverse("join-code"), **data) if data else asked.opens(reverse("join-code"))
    assert (asked.response.status_code, asked.step) == (200, "check"), said
    assert list(Contact.objects.values_list("kind", flat=True)) == ["sms"]
    assert Contact.objects.with_address("").count() == 0


def test_code_page_without_a_phone_leads_back_to_the_sum(parent: Parent) -> None:
    parent.answers_all(**BY_EMAIL)
    parent.agrees()
    parent.sends(reverse("join-code"), another="yes")
    assert (parent.step, list(Contact.objects.values_list("kind", flat=True))) == ("check", ["email"])


def test_code_that_agreed_to_other_answers_begins_nothing(asked: Parent) -> None:
    old = code_sent()
    asked.answers("time", slot="evening")
    assert Proof.objects.count() == 0
    asked.types(old)
    assert (asked.step, Journey.objects.count()) == ("check", 0)
    asked.agrees()
    asked.types(code_sent(E164))
    assert Journey.objects.get().slot == "evening"


@pytest.mark.parametrize("at", ["\x00", "OAK\x00", "A" * 200, "OAK LIBRARY", ""])
def test_keyword_that_cannot_be_one_begins_without_a_place(parent: Parent, at: str) -> None:
    parent.sends(reverse("join"), at=at)
    assert (parent.response.status_code, parent.step) == (200, "baby")


@pytest.mark.parametrize("key", ["%00", "a%00b", "x" * 25, "%20"])
def test_invitation_that_cannot_be_one_is_closed(key: str) -> None:
    assert Client().get(f"/i/{key}/").status_code == 410
