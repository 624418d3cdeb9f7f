"""What to translate next: what is missing, stale or unapproved, what helps most parents first."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.parents import rounded
from cms.languages_board.board import CHANNELS
from cms.languages_board.words import Library, Words, library
from cms.map.telling import AT, views_of
from delivery.helped import at_least, reaching
from languages.table import DEFAULT, LANGUAGES, Language
from messages.models import Translation
from messages.stages import StageKind
from subscribers.models import Track
from subscribers.small_numbers import Cell, shown


class State(models.TextChoices):
    """In the order in which they are done among what helps as many."""

    MISSING = "missing", _("missing")
    WAITS = "waits", _("English has changed; it waits")
    UNAPPROVED = "unapproved", _("draft, or not approved")
    PARTLY = "partly", _("not all channels")
    GOES_ON = "goes_on", _("English has changed; it goes on")


@dataclass(frozen=True, kw_only=True)
class Task:
    message: int  # its id
    words: int | None  # the id of its translation, when somebody has begun it
    language: Language
    state: State
    channels: tuple[str, ...]  # by which parents would get it
    topic: str
    place: str
    parents: Cell  # whom it would help within eight weeks, rounded up to tens
    order: tuple[Any, ...]


def missing(languages: Collection[str], now: datetime) -> list[Task]:
    """All that is to do in these languages, in order; a constant number of queries."""
    found = library()
    lacking = {
        (pk, code): channels
        for pk, message in found.messages.items()
        if message["live"]
        for code in languages
        if code != DEFAULT and (channels := _lacking(found, pk, code))
    }
    helped: Counter[tuple[int, str]] = Counter()
    for row in reaching(languages, now):
        if any(row.gets(channel) for channel in lacking.get((row.message_id, row.language), ())):
            helped[row.message_id, row.language] += row.parents
    tasks = (_task(found, key, channels, helped[key]) for key, channels in lacking.items())
    return sorted(tasks, key=lambda task: task.order)


def _lacking(found: Library, pk: int, code: str) -> tuple[str, ...]:
    """The channels that the English has words for, and these words do not say, or no longer."""
    english, words = found.words[pk, DEFAULT], found.words.get((pk, code))
    written = (channel for channel in CHANNELS if channel in english.drafted)
    if words is None:
        return tuple(written)
    return tuple(channel for channel in written if channel not in words.sends or channel in words.stale)


def _state(words: Words | None) -> State:
    if words is None or not words.drafted:
        return State.MISSING
    if words.stale:
        return State.WAITS if words.waits else State.GOES_ON
    return State.PARTLY if words.sends else State.UNAPPROVED


def _task(found: Library, key: tuple[int, str], channels: tuple[str, ...], parents: int) -> Task:
    pk, code = key
    message, words = found.messages[pk], found.words.get(key)
    state, kind = _state(words), StageKind(message["kind"])
    stage = list(StageKind).index(kind), message["number"], message["track"]
    # What goes on being sent helps them already.
    order = (state == State.GOES_ON, -at_least(parents), list(State).index(state), *stage, code)
    return Task(
        message=pk,
        words=words.pk if words else None,
        language=LANGUAGES[code],
        state=state,
        channels=channels,
        topic=message["topic"],
        place=capfirst(str(AT[kind]) % {"number": message["number"], "track": Track(message["track"]).label}),
        parents=rounded(shown([parents]).cells[0]),
        order=order,
    )


class Ways:
    """Where somebody opens or begins a translation; knows what they may do."""

    def __init__(self, user: Any) -> None:
        self._views = views_of(Translation, user)

    def href(self, task: Task) -> str:
        """Blank where there is nothing that they may do."""
        if task.words is not None:
            return reverse(self._views["open"], args=[task.words]) if self._views["open"] else ""
        first = urlencode([("message", str(task.message)), ("language", task.language.code)])
        return f"{reverse(self._views['add'])}?{first}" if self._views["add"] else ""
