"""Letting what waits go with the words it has, when staff change or unpublish a message.

It keeps its day as well: where it fits is looked up by the stage and track that it was planned for. Everything else
is checked at its claim as ever: a stop, a loss, a pause, a birth, a changed date, the caps, the hour.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from delivery.bulk import update_rows
from delivery.models import Nudge, Status
from messages.models import Message
from messages.rendering import Renderer, Rendering, UnknownPlaceholderError
from subscribers.models import Journey
from subscribers.tracks import told_in_parts

PLANNED_BY = ("kind", "number", "track", "theme")  # all that says on which day a message falls, and for whom
WORDS = ("version", "whole", "language", "subject", "preheader", "text", "segments")
BATCH = 500
IN_HAND = (Status.QUEUED, Status.SUBMITTING, Status.UNKNOWN)  # what goes, or may come back to be tried again


@transaction.atomic
def keep_words(message: Message, now: datetime, language: str = "") -> int:
    """Give the waiting nudges of a message the words that they would get now, for good. Returns how many.

    All of them, or those that would go in one language. Call it before the change. What has no words now stays as it
    is, and what is queued after this gets the new words.
    """
    waiting = Nudge.objects.filter(message=message, status=Status.QUEUED, expires_at__gt=now, keeps_words=False)
    locked = waiting.filter(journey__isnull=False).select_for_update(no_key=True, of=("self",)).order_by("pk")
    nudges = list(locked.select_related("journey").prefetch_related("journey__followings"))
    # After the nudges, as who claims: an approval that is being taken back comes wholly before these words, or after.
    Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    renderer = Renderer([message.pk])
    rows = [
        {"id": nudge.pk} | {name: getattr(rendering, name) for name in WORDS}
        for nudge in nudges
        if nudge.journey
        and (rendering := _render(renderer, nudge, nudge.journey))
        and language in ("", rendering.language)
    ]
    for start in range(0, len(rows), BATCH):
        update_rows(Nudge, rows[start : start + BATCH], match=["id"])
    planned = Message.objects.values(*PLANNED_BY).get(pk=message.pk)
    Nudge.objects.filter(pk__in=[row["id"] for row in rows]).update(keeps_words=True, kept_as=planned)
    return len(rows)


def _render(renderer: Renderer, nudge: Nudge, journey: Journey) -> Rendering | None:
    try:
        in_parts = told_in_parts(journey, nudge.stage_day) if nudge.stage_day else False
        return renderer.render(nudge.message_id or 0, nudge.channel, journey, nudge.part, in_parts=in_parts)
    except UnknownPlaceholderError:
        return None  # its claim will say so


def let_go_of_words(nudges: QuerySet[Nudge]) -> None:
    """Let these get their words at the claim again, those too that a sender has in hand and may have to try again."""
    kept = nudges.filter(keeps_words=True, status__in=IN_HAND)
    kept.update(keeps_words=False, kept_as=None)


def as_planned(nudge: Nudge) -> Message | None:
    """The message, in memory only, with the stage and track that a nudge which keeps its words was planned for."""
    planned: dict[str, Any] | None = nudge.kept_as
    return Message(**planned) if nudge.keeps_words and planned else None
