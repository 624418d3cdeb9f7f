"""A message that parents wait for, and staff who want to change it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from messages.models import AnyWords, Approval, Message
from messages.stages import Stage, StageKind
from messages.words import PLAIN
from scheduler.planner import plan
from subscribers.hours import slot_instant
from tests import factories
from tests.factories import utc

TEN = utc("2026-06-01 09:00")  # 10:00 in London
TODAY = TEN.date()
DUE = TODAY + timedelta(weeks=20)
WEEK_20 = Stage(StageKind.PREGNANCY_WEEK, 20)
EDITING = (
    "view_message",
    "change_message",
    "publish_message",
    "change_translation",
    "publish_translation",
    "every_language",
)


def ten() -> datetime:
    """The clock of these tests."""
    return TEN


def waiting(parents: int = 1, *, day: date = TODAY, **bodies: Any) -> Message:
    """A published message that waits for so many parents since that morning, and that as many reach in a week."""
    due = day + timedelta(weeks=20)
    for _ in range(parents):
        factories.journey(factories.expecting(due))
        factories.journey(factories.expecting(due + timedelta(weeks=1)))
    message = factories.message(WEEK_20, **bodies or {"sms": "Hello"})
    plan(slot_instant(day, "morning"))
    return message


def person(*permissions: str, name: str = "") -> tuple[User, Client]:
    """Somebody of the staff with these permissions, and their browser."""
    number = User.objects.count()
    user = User.objects.create_user(name or f"staff{number}", first_name=name.capitalize() or "Ann")
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", *permissions)))
    client = Client()
    client.force_login(user)
    return user, client


def editor(*more: str) -> Client:
    return person(*EDITING, *more)[1]


def form_of(words: AnyWords, **changes: Any) -> dict[str, Any]:
    """What the editor's form sends for these words: as they are, but for the changes."""
    fields: dict[str, Any] = {
        name: getattr(words, name)
        for name in ("topic", "why", "sms", "sms_why", "sms_do", "sms_done", "subject", "preheader")
    }
    fields["no_cost_action"] = words.action
    if isinstance(words, Message):
        fields |= {name: getattr(words, name) for name in ("kind", "number", "track", "theme", "source", "source_url")}
        fields |= {"review_on": str(words.review_on), "source_checked_on": str(words.source_checked_on)}
    empty = {f"{name}-count": "0" for name in ("email", "web")}
    return fields | empty | changes


def approve_as_typed(words: AnyWords, changes: dict[str, Any]) -> None:
    typed = type(words).objects.get(pk=words.pk)
    for name in set(changes) & {*PLAIN, "kind", "track"}:
        setattr(typed, name, changes[name])
    Approval.objects.create(
        message_id=typed.message_id, language=typed.language, fingerprint=typed.fingerprint, name="Dr Approver", at=TEN
    )


def edit(client: Client, words: AnyWords, act: str = "publish", **changes: Any) -> Any:
    """Change words in the editor and press a button. What is published was approved before. Returns the answer."""
    if act == "publish":
        approve_as_typed(words, changes)
    address = reverse(words.snippet_viewset.get_url_name("edit"), args=[words.pk])
    return client.post(address, form_of(words, **changes) | {f"action-{act}": "1"})
