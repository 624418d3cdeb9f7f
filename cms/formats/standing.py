"""How far each format of a message is, in each language: one state each, the same on every screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from languages.table import LANGUAGES, Language
from messages.formats import braille
from messages.formats.large_print import can_set
from messages.formats.models import AnyFormat, Audio, EasyRead
from messages.formats.text import Whole, whole
from messages.models import AnyWords, Message
from messages.placeholders import UnknownPlaceholderError

MODELS: Mapping[str, type[EasyRead] | type[Audio]] = {"easy-read": EasyRead, "audio": Audio}
LABELS: Mapping[str, str | Promise] = {
    "easy-read": _("Easy read"),
    "audio": _("Recording"),
    "large-print": _("Large print"),
    "braille": _("Braille"),
}


class State(TextChoices):
    NONE = "none", _("none")
    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting for approval")
    APPROVED = "approved", _("approved")
    STALE = "stale", _("stale: the words have changed since")
    READY = "ready", _("made whenever somebody asks")
    NO_WORDS = "no-words", _("waits for published words")
    UNWRITABLE = "unwritable", _("cannot be made of these words")
    NO_PROGRAM = "no-program", _("this server cannot make it")
    NOT_HERE = "not-here", _("not available in this language")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One format of a message in one language."""

    name: str  # as an address names it
    state: State
    row: AnyFormat | None = None  # of those that people make

    @property
    def label(self) -> str | Promise:
        return LABELS[self.name]

    @property
    def is_made_by_people(self) -> bool:
        return self.name in MODELS

    @property
    def is_there(self) -> bool:
        """Whether there is something to look at."""
        return self.row is not None or self.state == State.READY


def state_of(row: AnyFormat | None, words: AnyWords) -> State:
    """Of a format that somebody makes; `words` are those that are published."""
    if row is None:
        return State.NONE if words.live else State.NO_WORDS
    if row.is_stale(words):
        return State.STALE
    if row.is_approved:
        return State.APPROVED
    return State.WAITING if row.asked_at else State.DRAFT


def standings_of(words: AnyWords, rows: Mapping[str, Any] | None = None) -> list[Standing]:
    """All four of the published words; `rows` are those that people made of them, by name, else they are asked for."""
    if rows is None:
        rows = {name: model.objects.of(words).first() for name, model in MODELS.items()}
    made = [Standing(name=name, state=state_of(rows.get(name), words), row=rows.get(name)) for name in MODELS]
    return [*made, *_on_demand(words)]


def _on_demand(words: AnyWords) -> Iterator[Standing]:
    language = LANGUAGES[words.language]
    try:
        text = whole(words) if words.live else None
        state = State.NO_WORDS
    except UnknownPlaceholderError:
        text, state = None, State.UNWRITABLE
    yield Standing(name="large-print", state=_of_print(text, state))
    yield Standing(name="braille", state=_of_braille(language, text, state))


def _of_print(text: Whole | None, without: State) -> State:
    if text is None:
        return without
    return State.READY if can_set(text.texts) else State.UNWRITABLE


def _of_braille(language: Language, text: Whole | None, without: State) -> State:
    if language.code not in braille.TABLES:
        return State.NOT_HERE
    if braille.program() is None:
        return State.NO_PROGRAM
    if text is None:
        return without
    return State.READY if braille.can_write(text.texts, language.code) else State.UNWRITABLE


def all_of(message: Message) -> list[tuple[AnyWords, list[Standing]]]:
    """Each language that has words, English first."""
    found: dict[str, dict[str, Any]] = {}
    for name, model in MODELS.items():
        for row in model.objects.filter(message=message):
            found.setdefault(row.language, {})[name] = row
    rows: list[AnyWords] = [message, *message.translations.select_related("message")]
    return [(words, standings_of(words, found.get(words.language, {}))) for words in rows]
