"""The starter library: messages in English, each awaiting clinical sign-off."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from messages.letters import blocks_of
from messages.models import Approval, Message
from messages.stages import StageKind
from messages.words import TRIO

FOLDER = Path(__file__).parent
REVIEWED_EVERY = timedelta(days=365)
AS_WRITTEN = ("topic", "theme", "action", "why", "source", "source_url", "sms", "subject", "preheader")


def rows() -> Iterator[dict[str, Any]]:
    """Every row of the starter library, with its stage's kind."""
    for kind in (StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH, StageKind.CARE_WEEK):
        yield from _of_file(FOLDER / f"{kind}.toml", kind)
    for path in sorted((FOLDER / "special").glob("*.toml")):
        yield from _of_file(path, StageKind.TRACK_WEEK)


def _of_file(path: Path, kind: StageKind) -> Iterator[dict[str, Any]]:
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["message"]:
        yield {"kind": kind, **row}


@transaction.atomic
def load(now: datetime, approved_by: str = "") -> tuple[int, int]:
    """Write the starter messages that the library does not have yet; what staff have written is left alone.

    With `approved_by`, starter messages whose words nobody has changed or approved are approved in that name.
    Returns how many messages were added and how many were approved.
    """
    ours = {(row["kind"], row["number"], row["track"]): _message(row, now) for row in rows()}
    known = {(x.kind, x.number, x.track): x for x in Message.objects.of_stages()}
    new = [message for stage, message in ours.items() if stage not in known]
    for message in new:
        message.save()
    if not approved_by:
        return len(new), 0
    same = [x for stage, x in known.items() if stage in ours and x.fingerprint == ours[stage].fingerprint]
    waiting = [message for message in [*new, *same] if not message.approved_by]
    Approval.objects.bulk_create(
        Approval(message=x, language=x.language, fingerprint=x.fingerprint, name=approved_by, at=now) for x in waiting
    )
    Message.objects.filter(pk__in=[x.pk for x in waiting]).update(approved_by=approved_by, approved_at=now)
    return len(new), len(waiting)


def _message(row: dict[str, Any], now: datetime) -> Message:
    checked = row["source_checked"]
    return Message(
        kind=row["kind"],
        number=row["number"],
        track=row["track"],
        source_checked_on=checked,
        review_on=checked + REVIEWED_EVERY,
        email=blocks_of(row["email"]),
        first_published_at=now,
        **{name: row[name] for name in AS_WRITTEN},
        **{name: row.get(name, "") for name in TRIO},
    )
