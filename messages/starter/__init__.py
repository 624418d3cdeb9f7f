"""The starter library: messages in English, each awaiting clinical sign-off, and drafts of their translations."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from messages.letters import blocks_of
from messages.models import Approval, Message, Translation
from messages.stages import StageKind
from messages.starter.writing import add_drafts, add_messages
from messages.words import TRIO

FOLDER = Path(__file__).parent
REVIEWED_EVERY = timedelta(days=365)
TRANSLATIONS = FOLDER / "translations"  # a folder for each language, with a file for each kind of stage
TRANSLATED = ("topic", "action", "why", "sms", "subject", "preheader")
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
    add_messages(new)
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


def drafts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every draft of a translation, after its language."""
    for folder in sorted(path for path in TRANSLATIONS.iterdir() if path.is_dir()):
        for path in sorted(folder.glob("*.toml")):
            for row in _of_file(path, StageKind(path.stem)):
                yield folder.name, row


@transaction.atomic
def load_drafts(now: datetime) -> int:
    """Write the drafts of translations that the library does not have yet. Returns how many.

    Machine-drafted: a speaker has to read each before somebody approves it, so none of them is live, in a demo either.
    A message that staff have changed since the starter library came gets none: it would say something else.
    """
    ours = {(row["kind"], row["number"], row["track"]): row for row in rows()}
    known = {(x.kind, x.number, x.track): x for x in Message.objects.of_stages()}
    there = set(Translation.objects.of_stages().values_list("message_id", "language"))
    added = []
    for language, row in drafts():
        stage = row["kind"], row["number"], row["track"]
        message = known.get(stage)
        if message is None or (message.pk, language) in there or not _says(message, ours[stage]):
            continue
        added.append(_draft(message, language, row))
    add_drafts(added, now)
    return len(added)


def _says(message: Message, row: dict[str, Any]) -> bool:
    """Whether the message says what the starter library said."""
    same = all(getattr(message, name) == row.get(name, "") for name in (*TRANSLATED, *TRIO))
    return same and message.email_text == row["email"].strip()


def _draft(message: Message, language: str, row: dict[str, Any]) -> Translation:
    return Translation(
        message=message,
        language=language,
        live=False,
        email=blocks_of(row["email"]),
        **{name: row[name] for name in (*TRANSLATED, *TRIO)},
    )
