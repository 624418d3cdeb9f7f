"""The library into a file. The same library makes the same file, to the byte."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from directory.models import Service
from languages.table import DEFAULT, LANGUAGES
from messages.models import AnyWords, Message
from messages.placeholders import UnknownPlaceholderError, fill, known_services
from messages.sheets import po_writing
from messages.sheets.cells import even, neutral, shown
from messages.sheets.columns import COLUMNS, NO, WORDS, YES, Key, Use
from messages.sheets.faults import Fault, SheetError, whole
from messages.sheets.files import CSV, PO, XLSX
from messages.sheets.needs import need, source
from messages.sheets.shelf import Item, columns_of, take, value_of
from messages.sheets.workbooks import LAST_ROW, TITLE
from messages.sms import measure

CELL_HOLDS = 32_767  # characters, in any workbook
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # in place of the hour, which would make each file another
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
GREY = PatternFill("solid", start_color="FFEEEEEE")
TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    PO: "text/x-gettext-translation; charset=utf-8",
}

Values = Mapping[str, Any]


def export(
    form: str,
    languages: Iterable[str] = tuple(LANGUAGES),
    *,
    only_needed: bool = False,
    of: QuerySet[Message] | None = None,
) -> bytes:
    """These messages (None: the library) in these languages as a file; or only the translations that need something.

    What has not been begun is then a row without words, and each stands beside its English. A catalogue (PO) is of one
    language besides English. Raises SheetError for words that no workbook can hold, and when that language is missing.
    """
    chosen = set(languages)
    if form == PO:
        others = sorted(chosen - {DEFAULT})
        if len(others) != 1:
            raise whole(_("A PO file holds one language besides English. Choose one."))
        return po_writing.export(others[0], only_needed=only_needed, of=of)
    services = known_services()
    items = take({*chosen, DEFAULT}, of).items
    rows = list(_rows(items, chosen, services, only_needed=only_needed))
    return _workbook(rows) if form == XLSX else _csv(rows)


def _rows(
    items: Mapping[Key, Item], chosen: Iterable[str], services: Mapping[str, Service], *, only_needed: bool
) -> Iterator[Values]:
    """The rows of the chosen languages, in the order of the library."""
    for key, english in items.items():
        if key[-1] != DEFAULT:
            continue
        keys = [(*key[:3], code) for code in LANGUAGES if code in chosen and code != DEFAULT]
        needs = {one: need(items.get(one), source(english)) for one in keys}
        if DEFAULT in chosen and (not only_needed or any(needs.values())):
            yield _values(english, services)
        for one, what in needs.items():
            if one in items and (what or not only_needed):
                yield _values(items[one], services) | {"needs": what}
            elif what and only_needed:
                yield _of_key(one) | {"needs": what}


def _of_key(key: Key) -> dict[str, Any]:
    """Which words a row is about."""
    kind, number, track, language = key
    return {"kind": kind, "number": number, "track": track, "language": language}


def _values(item: Item, services: Mapping[str, Service]) -> dict[str, Any]:
    """A row by its columns."""
    words = item.words
    values = _of_key(item.key)
    values |= {column.name: value_of(words, column) for column in columns_of(words)}
    approved_by, approved_at = item.approved
    told = {"version": words.version, "state": item.state, "approved_by": even(approved_by)}
    return values | told | {"approved_at": approved_at, "segments": _segments(words, services)}


def _segments(words: AnyWords, services: Mapping[str, Service]) -> int | None:
    """As it is sent, with the directory's numbers; None without a text, or when it names what is not there."""
    try:
        return measure(fill(words.sms, services, words.language)).segments if words.sms else None
    except UnknownPlaceholderError:
        return None


def _csv(rows: Iterable[Values]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([neutral(shown(row.get(column.name))) for column in COLUMNS] for row in rows)
    return out.getvalue().encode("utf-8-sig")  # by the mark at its start Excel knows UTF-8


def _workbook(rows: list[Values]) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator = "Messages of Hope"
    book.properties.created = MADE.replace(tzinfo=None)
    sheet = book.create_sheet(TITLE)
    sheet.freeze_panes = "E2"
    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    _offer(sheet)
    sheet.append([_cell(sheet, column.name, heading=True) for column in COLUMNS])
    for line, row in enumerate(rows, start=2):
        cells = [row.get(column.name) for column in COLUMNS]
        _fits(line, cells)
        sheet.append(
            _cell(sheet, value, told=column.use is Use.TOLD) for column, value in zip(COLUMNS, cells, strict=True)
        )
    _explain(book.create_sheet(_("How to")))
    out = io.BytesIO()
    book.save(out)
    return _same(out.getvalue())


def _fits(line: int, cells: Iterable[Any]) -> None:
    for column, value in zip(COLUMNS, cells, strict=True):
        if isinstance(value, str) and len(value) >= CELL_HOLDS:
            sentence = _("No cell of a workbook holds so long a text. Export as CSV, or shorten it.")
            raise SheetError([Fault(row=line, column=column.name, sentence=sentence)])


def _cell(sheet: Any, value: Any, *, heading: bool = False, told: bool = False) -> Any:
    text = isinstance(value, (str, bool))
    cell = WriteOnlyCell(sheet, neutral(shown(value)) or None if text else value)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif text:
        cell.number_format = "@"  # text stays text, whatever is typed
    if heading:
        cell.font = Font(bold=True)
    if told or heading:
        cell.fill = GREY
    return cell


def _offer(sheet: Any) -> None:
    """Lists to choose from, where a column takes certain words."""
    for place, column in enumerate(COLUMNS, start=1):
        words = [YES, NO] if column.use is Use.FLAG else list(WORDS.get(column.name, ()))
        joined = ",".join(words)
        if words and len(joined) <= 255:  # noqa: PLR2004 - what Excel takes
            letter = get_column_letter(place)
            offer = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
            offer.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(offer)


def _explain(sheet: Any) -> None:
    """What each column is, and which words it takes."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
    for column in COLUMNS:
        sheet.append([_cell(sheet, column.name, heading=True), _cell(sheet, str(column.help))])
    for name, words in WORDS.items():
        sheet.append([])
        sheet.append([_cell(sheet, name, heading=True)])
        for word, called in words.items():
            sheet.append([_cell(sheet, word), _cell(sheet, str(called))])


def _same(content: bytes) -> bytes:
    """The workbook without the hour at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            data = made.read(part)
            if part.filename == "docProps/core.xml":
                data = MODIFIED.sub(rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            same = zipfile.ZipInfo(part.filename, MADE.timetuple()[:6])
            same.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(same, data)
    return out.getvalue()
