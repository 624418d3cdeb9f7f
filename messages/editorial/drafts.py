"""Words on their way to a check: plain texts by field, whichever row or revision they come from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from directory.models import Service
from languages.table import DEFAULT
from messages.letters import text_of
from messages.models import AnyWords, Message, Translation
from messages.placeholders import PLACEHOLDER, UnknownPlaceholderError, fill
from messages.words import LETTERS, PLAIN, TRIO

SMS_FIELDS = ("sms", *TRIO)
# What a text, an e-mail or a page says, where the directory's numbers are filled in.
BODIES = (*SMS_FIELDS, "subject", "preheader", *LETTERS)
# A full stop of any of our languages with a space behind it (Chinese has none), or the end of a line.
SENTENCE_END = re.compile(r"(?<=[.!?\u2026\u061f])[\"'\u201d\u2019\u00bb)\]]*\s+|(?<=[\u3002\uff01\uff1f])|\s*\n\s*")
# Flesch counted what a colon or semicolon ends as a sentence too (The Art of Readable Writing, 1949).
CLAUSE_END = re.compile(r"(?<=[:;\u061b])\s+|(?<=[\uff1a\uff1b])")
MARK = re.compile(r"^(?:> |- )+", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is checked: the words of one message in one language, and what they are measured by."""

    message: Message
    language: str
    texts: Mapping[str, str]  # by field
    english: Mapping[str, str] | None  # what was translated; None for English itself
    services: Mapping[str, Service]
    today: date

    def written(self, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Those of the fields that say something, with their texts."""
        return ((field, self.texts[field]) for field in fields if self.texts[field])


def draft(words: AnyWords, today: date, services: Mapping[str, Service]) -> Draft:
    """The words of a row, or of a revision as an object."""
    message = words.message if isinstance(words, Translation) else words
    return Draft(
        message=message,
        language=words.language,
        texts=texts(words),
        english=None if words.language == DEFAULT else texts(message),
        services=services,
        today=today,
    )


def texts(words: AnyWords) -> dict[str, str]:
    """Every text of the words, by field; a letter as it is sent."""
    plain = {name: getattr(words, name).strip() for name in PLAIN}
    return plain | {name: text_of(getattr(words, name)) for name in LETTERS}


def filled(text: str, services: Mapping[str, Service], language: str) -> str:
    """With the directory's numbers; a placeholder that it does not know stays as it is typed."""

    def one(match: re.Match[str]) -> str:
        try:
            return fill(match[0], services, language)
        except UnknownPlaceholderError:
            return match[0]

    return PLACEHOLDER.sub(one, text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the marks of a letter; an item of a list is one by itself."""
    pieces = (piece.strip() for piece in SENTENCE_END.split(MARK.sub("", text)))
    return [piece for piece in pieces if piece]


def clauses(text: str) -> list[str]:
    """What is counted as a sentence when a text is measured."""
    return [clause for sentence in sentences(text) for clause in CLAUSE_END.split(sentence) if clause]


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence in which these characters stand."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    first = max((place for place in ends if place <= start), default=0)
    last = min((place for place in ends if place >= end), default=len(text))
    return text[first:last]
