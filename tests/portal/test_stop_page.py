"""One click in an e-mail stops everything."""

import pytest
from django.test import Client
from django.urls import reverse

from delivery.tokens import stop_url
from subscribers.models import Subscriber
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent() -> Subscriber:
    return factories.subscriber(email=True)


def path(parent: Subscriber) -> str:
    return stop_url(parent.pk).removeprefix("http://localhost:8000")


def test_mailbox_providers_one_click_stops(parent: Subscriber) -> None:
    answer = Client(enforce_csrf_checks=True).post(path(parent), {"List-Unsubscribe": "One-Click"})
    parent.refresh_from_db()
    assert (answer.status_code, parent.state) == (200, "stopped")


def test_opening_the_link_only_asks(parent: Subscriber) -> None:
    answer = Client().get(path(parent))
    parent.refresh_from_db()
    assert (answer.status_code, parent.state) == (200, "active")
    assert b"Stop all messages?" in answer.content


def test_stopping_twice_is_as_good_as_once(parent: Subscriber) -> None:
    for _ in range(2):
        assert Client().post(path(parent)).status_code == 200
    assert parent.consents.filter(kind="agreed").count() == 1
    parent.refresh_from_db()
    assert parent.state == "stopped"


@pytest.mark.parametrize("token", ["1:forged", "nonsense", "1"])
def test_broken_link_says_what_to_do(token: str) -> None:
    answer = Client().get(reverse("stop", args=[token]))
    assert answer.status_code == 404
    assert b"text STOP" in answer.content


def test_address_of_the_page_holds_no_personal_data(parent: Subscriber) -> None:
    for contact in parent.contacts.all():
        assert contact.address not in stop_url(parent.pk)
