"""What a translation still needs beside its English: to be written, or to be looked at again."""

from collections.abc import Iterator
from typing import cast

from messages.models import Message, Translation
from messages.sheets.columns import TRANSLATED, Column
from messages.sheets.shelf import Item, value_of

MISSING, STALE = "missing", "stale"


def source(english: Item) -> Message:
    """The English to translate: what parents get; of a message that was never published, its latest draft."""
    return cast("Message", english.row if english.row.live else english.words)


def said(english: Message) -> Iterator[tuple[Column, str]]:
    """Each text that the English has."""
    for column in TRANSLATED:
        text = str(value_of(english, column))
        if text.strip():
            yield column, text


def need(theirs: Item | None, english: Message) -> str:
    """MISSING when not all of the English is translated, STALE when it has changed since; else blank."""
    if theirs is None or not isinstance(theirs.words, Translation):
        return MISSING
    if theirs.words.is_stale:
        return STALE
    return "" if all(value_of(theirs.words, column) for column, _text in said(english)) else MISSING
