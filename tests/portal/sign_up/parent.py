"""A parent at the sign-up on the web: a browser without JavaScript, a phone and a mailbox."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from delivery.models import Nudge
from subscribers.models import Contact
from subscribers.phone import normalise
from tests.factories import utc

SATURDAY = utc("2026-11-21 10:00")
PHONE, EMAIL = "07700 900123", "Parent@Hope.example"
E164, LOWER = "+447700900123", "parent@hope.example"
ANSWERS: dict[str, dict[str, str]] = {
    "baby": {"here": "no"},
    "when": {"when": "14 March"},
    "early": {"early": "no", "weeks": ""},
    "you": {"role": "mother"},
    "language": {"language": "en", "fallback": "en"},
    "how": {"channel": "sms", "phone": PHONE, "email": ""},
    "time": {"slot": "morning"},
    "area": {"district": "", "place": "none"},
}
BORN = {"baby": {"here": "yes"}, "when": {"when": "6 weeks old"}}
BY_EMAIL = {"how": {"channel": "email", "phone": "", "email": EMAIL}}
BY_BOTH = {"how": {"channel": "both", "phone": PHONE, "email": EMAIL}}


class Clock:
    """The time that every page of a test has."""

    now: datetime = SATURDAY


def clock() -> datetime:
    return Clock.now


class Parent:
    """One browser."""

    def __init__(self) -> None:
        self.client = Client()
        self.address = reverse("join")
        self.response: Any = None

    def opens(self, address: str) -> str:
        """Open an address, follow where it leads, and read what the page says."""
        return self._read(self.client.get(address, follow=True))

    def sends(self, address: str, **data: str) -> str:
        return self._read(self.client.post(address, data, follow=True))

    def answers(self, step: str, **data: str) -> str:
        return self.sends(reverse("join-step", args=[step]), **data or ANSWERS[step])

    def _read(self, response: Any) -> str:
        self.response = response
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]
        main = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
        words = unescape(re.sub(r"<[^>]*>", " ", main)).translate({0x2068: None, 0x2069: None})
        return " ".join(words.split())

    @property
    def step(self) -> str:
        """The last part of the address at which they are."""
        return self.address.partition("?")[0].rstrip("/").rpartition("/")[2]

    def answers_all(self, **changes: dict[str, str]) -> str:
        """From Start to the page that sums up."""
        said = self.sends(reverse("join"))
        for step, given in (ANSWERS | changes).items():
            if self.step == step:
                said = self.answers(step, **given)
        assert self.step == "check", said
        return said

    def agrees(self) -> str:
        return self.sends(reverse("join-check"))

    def types(self, code: str) -> str:
        return self.sends(reverse("join-code"), code=code)

    def joins(self, **changes: dict[str, str]) -> str:
        """From Start to the end, the code typed in."""
        self.answers_all(**changes)
        self.agrees()
        return self.types(code_sent(normalise((ANSWERS | changes)["how"]["phone"])))


def code_sent(address: str = E164) -> str:
    """The code in the last text to this phone."""
    match = re.match(r"\d{7}", last_to(address).text)
    assert match is not None
    return match[0]


def link_sent(address: str = LOWER) -> str:
    """The path of the link in the last e-mail to this mailbox."""
    match = re.search(r"^http://localhost:8000(/\S+)$", last_to(address).text, re.MULTILINE)
    assert match is not None
    return match[1]


def last_to(address: str) -> Nudge:
    return Nudge.objects.filter(contact__in=Contact.objects.with_address(address)).latest("pk")


def later(**how_much: float) -> None:
    Clock.now += timedelta(**how_much)
