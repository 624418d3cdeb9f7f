"""A row of a spreadsheet beside the library's, for people to compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.sheets.beside import Piece, beside
from languages.table import LANGUAGES
from messages.models import Message
from messages.sheets.cells import shown
from messages.sheets.changing import Change, RowChange
from messages.sheets.columns import WORDS
from messages.sheets.comparing import title_of


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a row: what the library has, and what the file has."""

    heading: str
    label: str
    old: Sequence[Piece]
    new: Sequence[Piece]
    empties: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """One row of the file, as the page shows it."""

    line: int
    title: str
    url: str  # where it is edited; empty for what is new
    language: str
    direction: str  # of its script: ltr or rtl
    is_new: bool
    state: str  # as the spreadsheet's column has it; empty for what is new
    hints: int
    confirms: bool  # nothing of it has changed: a stale translation is right as it is
    fields: Sequence[Field]


def cards(rows: Sequence[RowChange], user: User) -> Iterator[Card]:
    """What the page shows of these rows."""
    finder = AdminURLFinder(user)
    for row in rows:
        language = LANGUAGES[row.words.language]
        yield Card(
            line=row.line,
            title=title_of(row),
            url="" if row.is_new else finder.get_edit_url(row.words) or "",
            language=language.code,
            direction="rtl" if language.right_to_left else "ltr",
            is_new=row.is_new,
            state=row.item.state if row.item else "",
            hints=row.hints,
            confirms=row.confirms,
            fields=[_field(change) for change in row.changes],
        )


def _field(change: Change) -> Field:
    old, new = beside(_words(change, change.old), _words(change, change.new))
    name = Message._meta.get_field(change.column).verbose_name  # type: ignore[union-attr] # noqa: SLF001 - Django's way
    return Field(
        heading=change.column,
        label=capfirst(str(name)),
        old=old,
        new=new,
        empties=change.empties,
    )


def _words(change: Change, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if change.column in WORDS and value:
        return str(WORDS[change.column][value])
    return shown(value)
