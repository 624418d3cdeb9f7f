"""From a spreadsheet's cells to what they say: which rows, and which values, not yet compared with the library."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from messages.sheets import cells
from messages.sheets.cells import CellError, Raw, Unusable, is_blank
from messages.sheets.columns import BY_NAME, KEYS, READ, TOLD, Column, Key, Use
from messages.sheets.faults import Fault, SheetError, short, whole
from messages.sheets.files import Sheet

READERS = {Use.TEXT: cells.text, Use.LETTER: cells.text, Use.FLAG: cells.flag, Use.DATE: cells.day}


@dataclass(frozen=True, kw_only=True)
class FileRow:
    line: int
    key: Key
    values: Mapping[str, Any]  # of the columns that the file has; texts as they stand
    # Of a catalogue (PO), by column: the line of each text, and the English that stands beside it.
    lines: Mapping[str, int] = field(default_factory=dict)
    english: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """It says nothing: a row of a translation that nobody has begun."""
        return not any(self.values.values())

    def placed(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Faults of this row, each with the line on which its text stands."""
        return (replace(fault, row=self.lines.get(fault.column, fault.row)) for fault in faults)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a file says."""

    rows: list[FileRow]
    faults: list[Fault]
    notes: list[str]
    language: str = ""  # of a catalogue, which has one


def read(sheet: Sheet) -> tuple[list[FileRow], list[Fault]]:
    """The rows that can be understood, and every fault of the others. What is passed over is added to the notes.

    Raises SheetError when the headings are not ours.
    """
    places = _places(sheet)
    told = [name for name in TOLD if name in places]
    if told:
        sheet.notes.append(
            _("These columns are for reading only and were passed over: %(names)s.") % {"names": ", ".join(told)}
        )
    found: list[FileRow] = []
    faults: list[Fault] = []
    lines: dict[Key, int] = {}
    headed = {place for place, raw in enumerate(sheet.headings) if _heading(raw)}
    for line, row in sheet.rows:
        raws = {name: row[place] if place < len(row) else None for name, place in places.items()}
        row_faults = _strays(line, row, headed)
        key = _key(line, raws, row_faults)
        values = _values(line, raws, row_faults)
        faults += row_faults
        if key is None:
            continue
        if key in lines:
            sentence = _("Row %(first)d is the same message and language. Keep one of the two.")
            faults.append(Fault(row=line, sentence=sentence % {"first": lines[key]}))
        elif not row_faults:
            found.append(FileRow(line=line, key=key, values=values))
        lines.setdefault(key, line)
    return found, faults


def _places(sheet: Sheet) -> dict[str, int]:
    """Where each of our columns is. Raises SheetError."""
    names = [_heading(raw) for raw in sheet.headings]
    faults = [_unknown(place, name) for place, name in enumerate(names, start=1) if name and name not in BY_NAME]
    faults += [
        Fault(row=1, column=name, sentence=_("This heading is there twice. Keep one of the two columns."))
        for name in sorted({name for name in names if name in BY_NAME and names.count(name) > 1})
    ]
    faults += [
        Fault(row=1, column=name, sentence=_("This column is missing: without it no row can be found. Add it."))
        for name in KEYS
        if name not in names
    ]
    if not set(names) & set(BY_NAME):
        raise whole(_("The first row has none of the headings of an export. Is it the right file?"))
    if faults:
        raise SheetError(faults)
    return {name: place for place, name in enumerate(names) if name}


def _heading(raw: Raw) -> str:
    held = raw.shown if isinstance(raw, Unusable) else str(raw if raw is not None else "")
    return "_".join(cells.tidy(held)[0].lower().replace("-", " ").replace("_", " ").split())


def _unknown(place: int, name: str) -> Fault:
    like = get_close_matches(name, BY_NAME, n=1)
    sentence = (
        _("No column of this name is known. Did you mean %(like)s?")
        if like
        else _("No column of this name is known. Rename the heading, or remove the column.")
    )
    return Fault(
        row=1,
        column=_("column %(place)d") % {"place": place},
        value=short(name),
        sentence=sentence % {"like": "".join(like)},
    )


def _strays(line: int, row: Sequence[Raw], headed: set[int]) -> list[Fault]:
    """Cells below no heading: most often a text that was cut at a comma."""
    for place, raw in enumerate(row):
        if place not in headed and not is_blank(raw):
            held = raw.shown if isinstance(raw, Unusable) else raw
            column = _("column %(place)d") % {"place": place + 1}
            sentence = _("This cell has no heading above it. Was a text cut in two? Put it together, or remove it.")
            return [Fault(row=line, column=column, value=short(held), sentence=sentence)]
    return []


def _key(line: int, raws: Mapping[str, Raw], faults: list[Fault]) -> Key | None:
    """Which message and language; None with its faults added."""
    before = len(faults)
    parts: dict[str, Any] = {}
    for name in KEYS:
        raw = raws[name]
        try:
            parts[name] = cells.number(raw) if name == "number" else cells.word(raw, name)
        except CellError as error:
            faults.append(_fault(line, name, raw, str(error)))
    if len(faults) > before:
        return None
    return parts["kind"], parts["number"], parts["track"], parts["language"]


def _values(line: int, raws: Mapping[str, Raw], faults: list[Fault]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in READ:
        if column.name not in raws:
            continue
        try:
            values[column.name] = _value(column, raws[column.name])
        except CellError as error:
            faults.append(_fault(line, column.name, raws[column.name], str(error)))
    return values


def _value(column: Column, raw: Raw) -> Any:
    if column.use is Use.CHOICE:
        return "" if is_blank(raw) else cells.word(raw, column.name)
    return READERS[column.use](raw)


def _fault(line: int, column: str, raw: Raw, sentence: str) -> Fault:
    held = raw.shown if isinstance(raw, Unusable) else "" if raw is None else raw
    return Fault(row=line, column=column, value=short(held), sentence=sentence)
