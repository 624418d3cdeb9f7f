"""Sendings whose end nobody knows, as their page finds them."""

from datetime import date, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from delivery.claims import claim_nudges, claim_replies
from delivery.dispatcher import LANES
from delivery.models import Nudge, Status
from delivery.outbox import put_reply
from delivery.sweep import sweep
from messages.models import Message
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers.models import Contact
from tests import factories
from tests.cms import desk_kit
from tests.factories import utc

TEN = utc("2026-06-01 09:00")  # 10:00 in London: when they were claimed
NOON = utc("2026-06-01 11:00")  # by tests.cms.staff_kit's clock
WORDS = "Say what you see on the way."
LIST = "unknown_sendings"


def lost_sight_of(people: int = 1, **details: Any) -> list[Nudge]:
    """Stage messages that were claimed at TEN, and are unknown now. Returns all there are."""
    for _ in range(people):
        factories.journey(factories.expecting(date(2026, 6, 1) + timedelta(weeks=20)), **details)
    if not Message.objects.exists():
        factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms=WORDS, email=WORDS)
    plan(TEN)
    claim_nudges(TEN, LANES["nudges"], 100)
    sweep(TEN + timedelta(minutes=5))
    return list(Nudge.objects.filter(status=Status.UNKNOWN).order_by("pk"))


def lost_answer(text: str, key: str = "answer:1") -> Nudge:
    """An answer that was claimed at TEN, and is unknown now."""
    contact: Contact = factories.subscriber().contacts.get()
    put_reply(contact, text, key, TEN)
    claim_replies(TEN, 10)
    sweep(TEN + timedelta(minutes=5))
    return Nudge.objects.get(key=key)


def page(client: Client, nudge: Nudge) -> Any:
    return client.get(reverse("unknown_sending", args=[nudge.pk]))


def act(client: Client, nudge: Nudge, act: str, **more: str) -> Any:
    """Press a button, and follow where it leads."""
    place = reverse("unknown_sending", args=[nudge.pk])
    return client.post(place, {"act": act, **more}, follow=True)


def text_of(answer: Any) -> str:
    """What is ours of a page, in one line, as somebody reads it."""
    return unescape(desk_kit.text_of(answer))
