"""Staff, their clock and a parent's phone, for the tests of the pages on which staff act for a parent."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import utc

NOON = utc("2026-06-01 11:00")  # 12:00 in London
NUMBER = "+447700900123"
MAILBOX = "parent@hope.example"
DONE = b"If they want messages they will get a text or an e-mail to confirm."
STOPPED = b"If we knew this number or address, its messages have stopped."


def noon() -> datetime:
    """The clock of these tests."""
    return NOON


def night() -> datetime:
    """21:00 in London."""
    return utc("2026-06-01 20:00")


def staff(*permissions: str, **details: Any) -> Client:
    """Somebody of the staff, signed in, who may open the admin and what else is named."""
    user = User.objects.create_user(f"staff{User.objects.count()}", first_name="Ann", last_name="Example", **details)
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", *permissions)))
    client = Client()
    client.force_login(user)
    return client


def filled(**details: str) -> dict[str, str]:
    """The sign-up form for a mother by text, unless told otherwise."""
    return {
        "phone": "07700 900123",
        "email": "",
        "due_date": "2026-10-01",
        "birth_date": "",
        "gestation_weeks": "",
        "role": "mother",
        "language": "en",
        "fallback": "en",
        "slot": "evening",
        "agreed_with": "Ann Example, midwife",
        "key": str(uuid4()),
    } | details


def sign_up(client: Client, **details: str) -> HttpResponse:
    """Send the form. Returns the page on which it ends."""
    return client.post(reverse("staff_sign_up"), filled(**details), follow=True)  # type: ignore[return-value] # it is one


def content(answer: HttpResponse) -> bytes:
    """What is ours of a page, without the admin's menu and its tokens."""
    _, _, ours = answer.content.partition(b'<div class="nice-padding">')
    assert ours
    return ours.partition(b"</main>")[0]


def stop(client: Client, act: str, address: str = "07700 900123", **details: str) -> HttpResponse:
    """Stop somebody's messages, or tell of a loss. Returns the page on which it ends."""
    told = {"address": address, "act": act, "asked": "on"} | details
    return client.post(reverse("staff_stop"), told, follow=True)  # type: ignore[return-value] # it is one
