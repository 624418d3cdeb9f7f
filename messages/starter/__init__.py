"""The starter library: 239 messages in English, each awaiting clinical sign-off."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from directory.languages import DEFAULT
from messages.models import Message, Wording
from messages.stages import StageKind
from subscribers.models import Contact

FOLDER = Path(__file__).parent
REVIEWED_EVERY = timedelta(days=365)


def rows() -> Iterator[dict[str, Any]]:
    """Every row of the starter library, with its stage's kind."""
    for kind in StageKind:
        data = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
        for row in data["message"]:
            yield {"kind": kind, **row}


@transaction.atomic
def load(now: datetime, approved_by: str = "") -> tuple[int, int]:
    """Write the starter messages that the library does not have yet; what staff have written is left alone.

    With `approved_by`, starter wordings that nobody has changed or approved are approved in that name.
    Returns how many messages were added and how many wordings were approved.
    """
    added = sum(_add(row) for row in rows())
    if not approved_by:
        return added, 0
    ours = {words for row in rows() for words in _words(row).values()}
    waiting = Wording.objects.filter(language=DEFAULT, approved_by="")
    found = [wording.pk for wording in waiting if wording.words in ours]
    Message.objects.filter(wordings__in=found).update(needs_clinical_sign_off=False)
    return added, Wording.objects.filter(pk__in=found).update(approved_by=approved_by, approved_at=now)


def _add(row: dict[str, Any]) -> bool:
    created: bool
    details = {name: row[name] for name in ("topic", "theme", "action", "why", "source", "source_url")}
    checked = row["source_checked"]
    details |= {"source_checked_on": checked, "review_on": checked + REVIEWED_EVERY}
    message, created = Message.objects.get_or_create(
        kind=row["kind"], number=row["number"], track=row["track"], defaults=details
    )
    if created:
        for channel, (subject, preheader, body) in _words(row).items():
            Wording.objects.create(message=message, channel=channel, subject=subject, preheader=preheader, body=body)
    return created


def _words(row: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Subject, preheader and body by channel."""
    return {
        Contact.Kind.SMS: ("", "", row["sms"]),
        Contact.Kind.EMAIL: (row["subject"], row["preheader"], row["email"].strip()),
    }
