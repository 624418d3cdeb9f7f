"""A message in one language from its first line to its last, as every format says it."""

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from languages.table import interface
from messages.letters import blocks_of
from messages.placeholders import UnknownPlaceholderError, fill, known_services

if TYPE_CHECKING:
    from messages.models import AnyWords


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What the page on the web says, filled in."""

    language: str
    topic: str
    pieces: list[tuple[str, Any]]  # paragraph, action and list, as messages.letters has them
    why_heading: str
    why: str

    @property
    def texts(self) -> list[str]:
        """All of it, in the order of reading."""
        inner = [text for _, piece in self.pieces for text in (piece if isinstance(piece, list) else [piece])]
        return [self.topic, *inner, self.why_heading, self.why]


def whole(words: "AnyWords") -> Whole:
    """These words with the directory's names and numbers; one query.

    Raises UnknownPlaceholderError when the directory does not have what they name.
    """
    text = fill(words.web_text, known_services(), words.language)
    with override(interface(words.language)):
        heading = gettext("Why it works")
    return Whole(
        language=words.language,
        topic=words.topic,
        pieces=blocks_of(text) or [("action", words.action)],
        why_heading=heading,
        why=words.why,
    )


def source_of(words: "AnyWords", text: Whole | None = None) -> str:
    """A fingerprint of the words and of what they say now, with the directory's names and numbers; 64 hex digits.

    The heading over the why is the page's own: a better translation of it makes no recording out of date.

    `text` is theirs, for whoever has it already. Empty when the directory does not have what they name.
    """
    try:
        said = text or whole(words)
    except UnknownPlaceholderError:
        return ""
    own = [words.fingerprint, said.topic, said.pieces, said.why]
    return hashlib.sha256(json.dumps(own).encode()).hexdigest()
