"""The editor's form as a browser posts it, for the tests of the editor."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from tests.factories import message

WEEK_7 = Stage(StageKind.BABY_WEEK, 7)
WRITER = (
    *("add_message", "change_message", "delete_message", "publish_message", "lock_message", "unlock_message"),
    *("add_translation", "change_translation", "delete_translation", "publish_translation"),
    *("lock_translation", "unlock_translation", "every_language"),
    *("view_remark", "add_remark", "view_approval"),
)
GOOD = "Hum a tune that you like. Your baby knows your voice."
WRONG = "Ring {nobody.phone} when nights are long."  # what the directory does not have


def editor(*permissions: str) -> Client:
    """Somebody who writes and publishes, signed in; or somebody with these permissions."""
    user = User.objects.create_user(f"editor{User.objects.count()}", first_name="Una", last_name="Example")
    names = ("access_admin", *(permissions or WRITER))
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def url(name: str, words: Message | Translation | None = None, *, of: str = "message") -> str:
    kind = of if words is None else type(words).__name__.lower()
    return reverse(f"wagtailsnippets_library_{kind}:{name}", args=[words.pk] if words else [])


def written(**details: Any) -> Message:
    """A message for week 7 with all that it needs to be published."""
    made = message(WEEK_7, sms=GOOD)
    Message.objects.filter(pk=made.pk).update(**details)
    made.refresh_from_db()
    return made


def letter(name: str, *paragraphs: str) -> dict[str, str]:
    """A StreamField of paragraphs, as it is posted."""
    posted = {f"{name}-count": str(len(paragraphs))}
    for place, paragraph in enumerate(paragraphs):
        block = {"deleted": "", "order": str(place), "type": "paragraph", "id": "", "value": paragraph}
        posted |= {f"{name}-{place}-{key}": value for key, value in block.items()}
    return posted


def posted(**details: str) -> dict[str, str]:
    """The form of a message that may be published, unless told otherwise."""
    words = {
        "topic": "A tune",
        "no_cost_action": "Hum a tune.",
        "why": "It soothes.",
        "sms": GOOD,
        "sms_why": "",
        "sms_do": "",
        "sms_done": "",
        "subject": "",
        "preheader": "",
    }
    place = {
        "kind": "baby_week",
        "number": "7",
        "track": "carer",
        "theme": "bond",
        "no_cost": "on",
        "needs_nothing": "on",
        "source": "A source",
        "source_url": "",
        "source_checked_on": "2026-01-01",
        "review_on": "2099-01-01",
        "go_live_at": "",
        "expire_at": "",
    }
    return words | place | letter("email") | letter("web") | details
