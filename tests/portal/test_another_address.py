"""Messages at another address too, from a parent's own page: only that address's own yes makes it theirs."""

import re

import pytest
from django.test import Client

from delivery.models import Nudge
from portal import sign_up
from subscribers import consent
from subscribers.models import Contact, Journey
from tests import factories
from tests.portal.own_page import DUE, NOW, url, visiting
from tests.portal.test_own_page_changes import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SAID = "If that address is free, a link is on its way to it."


@pytest.fixture
def journey() -> Journey:
    """A mother with a phone and no mailbox."""
    return factories.journey(factories.expecting(DUE))


def asks(journey: Journey, address: str) -> str:
    page = visiting(journey.subscriber).post(url("another"), {"address": address}, follow=True)
    return words(page.content)


def link() -> str:
    found = re.search(r"http://localhost:8000(/confirm/\S+/)", Nudge.objects.latest("pk").text)
    assert found is not None
    return found[1]


def kinds(journey: Journey) -> set[str]:
    return set(journey.subscriber.contacts.exclude(confirmed_at=None).values_list("kind", flat=True))


def test_mailbox_is_theirs_after_its_own_yes(journey: Journey) -> None:
    assert SAID in asks(journey, "Mother@Hope.example")
    assert kinds(journey) == {"sms"}
    Client().get(link())
    assert kinds(journey) == {"sms"}
    Client().post(link())
    assert kinds(journey) == {"sms", "email"}


def test_phone_of_whoever_has_a_mailbox() -> None:
    journey = factories.journey(factories.expecting(DUE), channel="email")
    asks(journey, "07700 900777")
    Client().post(link())
    assert kinds(journey) == {"sms", "email"}


@pytest.mark.parametrize("address", ["owner@hope.example", "free@hope.example"])
def test_somebody_elses_mailbox_is_answered_alike_and_hears_nothing(journey: Journey, address: str) -> None:
    owner = factories.subscriber(sms=False)
    Contact.objects.create(subscriber=owner, kind="email", address="owner@hope.example", confirmed_at=NOW)
    before = Nudge.objects.filter(channel="email").count()
    assert SAID in asks(journey, address)
    assert Nudge.objects.filter(channel="email").count() - before == (address == "free@hope.example")


def test_second_number_is_refused_with_what_to_type(journey: Journey) -> None:
    assert "You have a mobile number here already. Type an e-mail address." in asks(journey, "07700 900778")


def test_too_many_links_are_refused_kindly(journey: Journey) -> None:
    said = [asks(journey, "mother@hope.example") for _ in range(4)]
    assert [SAID in one for one in said] == [True, True, True, False]


def test_a_stop_since_the_link_was_sent_leaves_the_address_nobodys(journey: Journey) -> None:
    asks(journey, "mother@hope.example")
    contact, person = Contact.objects.with_address("mother@hope.example").get(), journey.subscriber
    consent.stop(person.pk, "sms", NOW)
    consent.agree(person.pk, "sms", NOW)  # and started again since
    assert not sign_up.accept_address(contact, person, NOW, NOW)
    assert kinds(journey) == {"sms"}
