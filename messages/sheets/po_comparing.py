"""A row of a catalogue beside the English of now: what only such a file can get wrong, because it has the English."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from messages.models import Message
from messages.placeholders import PLACEHOLDER
from messages.sheets import cells
from messages.sheets.changing import Change, RowChange
from messages.sheets.columns import BY_NAME, TRANSLATED
from messages.sheets.faults import Fault, short
from messages.sheets.needs import said
from messages.sheets.reading import FileRow
from messages.sheets.shelf import value_of


def is_of_now(row: FileRow, field: str, english: Message) -> bool:
    """Whether the file's English of a text is still the English."""
    now = str(value_of(english, BY_NAME[field]))
    return cells.tidy(row.english[field])[0] == cells.tidy(now)[0]


def old_texts(row: FileRow, english: Message) -> int:
    """How many of its texts have another English by now."""
    return sum(not is_of_now(row, field, english) for field in row.english)


def strange(row: FileRow, made: RowChange, english: Message) -> Iterator[Fault]:
    """What keeps the row's changes from being taken."""
    for one in made.changes:
        if not is_of_now(row, one.column, english):
            sentence = _("The English of “%(message)s” has changed since the file was exported. Fetch a fresh file.")
            values = {"message": str(english)}
            yield Fault(row=row.line, column=one.column, value=short(one.new), sentence=sentence % values)
        elif _is_broken(row, one):
            names = sorted(f"{{{name}}}" for name in set(PLACEHOLDER.findall(row.english[one.column])))
            sentence = _("Its placeholders have to be those of the English, letter for letter: %(names)s.")
            values = {"names": " ".join(names) or _("none")}
            yield Fault(row=row.line, column=one.column, value=short(one.new), sentence=sentence % values)


def _is_broken(row: FileRow, one: Change) -> bool:
    """Another placeholder than in the English, none, or a bracket that belongs to none."""
    english, ours = row.english[one.column], str(one.new)
    brackets = PLACEHOLDER.sub("", ours)
    return set(PLACEHOLDER.findall(ours)) != set(PLACEHOLDER.findall(english)) or "{" in brackets or "}" in brackets


def renews(row: FileRow, made: RowChange, english: Message) -> bool:
    """Whether all that the translation says was in the file without a doubt, beside the English of now."""
    if made.item is None:
        return True
    has = {column.name for column, _text in said(english)}
    written = [column.name for column in TRANSLATED if value_of(made.words, column)]
    return all(name in has and name in row.values and is_of_now(row, name, english) for name in written)


def renews_beside(its: FileRow | None, made: RowChange, english: Message | None) -> bool:
    """The same of a row of a spreadsheet: its English is the row of English in the same file (None: there is none).

    Words that the library does not have yet are taken as made from the English of now where the file says nothing of
    it; so are those of a message that comes with the file.
    """
    if english is None or its is None:
        return made.item is None
    return all(
        column.name in its.values and cells.tidy(str(its.values[column.name] or ""))[0] == cells.tidy(text)[0]
        for column, text in ((column, str(value_of(english, column))) for column in TRANSLATED)
    )
