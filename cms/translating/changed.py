"""What changed in the English since a translation was written, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from cms.sheets.beside import Piece, beside
from messages.letters import text_of
from messages.models import Message, Translation
from messages.staleness import english_before
from messages.words import LETTERS, PLAIN


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One field of the English: what it said, with what went, and what it says, with what came."""

    label: str
    old: Sequence[Piece]
    new: Sequence[Piece]


def changed(translation: Translation) -> list[Changed] | None:
    """The fields that differ; None when nobody kept what the English said then."""
    was = english_before(translation)
    if was is None:
        return None
    fields = ((name, _text(was, name), _text(translation.message, name)) for name in (*PLAIN, *LETTERS))
    return [_changed(name, before, now) for name, before, now in fields if before != now]


def _changed(name: str, before: str, now: str) -> Changed:
    old, new = beside(before, now)
    label = Message._meta.get_field(name).verbose_name  # type: ignore[union-attr] # noqa: SLF001 - Django's way
    return Changed(label=capfirst(str(label)), old=old, new=new)


def _text(message: Message, name: str) -> str:
    value = getattr(message, name)
    return text_of(value) if name in LETTERS else value.strip()
