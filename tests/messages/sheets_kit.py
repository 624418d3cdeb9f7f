"""Files as people send them, and a library to compare them with."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook

from messages.letters import blocks_of
from messages.models import Message, Translation
from messages.sheets.comparing import Plan, compare
from messages.sheets.faults import SheetError
from messages.stages import Stage, StageKind
from tests import factories

TODAY = date(2026, 11, 21)
WEEK_6 = Stage(StageKind.BABY_WEEK, 6)
KEY = ("baby_week", 6, "carer", "en")
HEADINGS = ("kind", "number", "track", "language")


def message(**bodies: Any) -> Message:
    """The message of the baby's sixth week, with approved words."""
    return factories.message(WEEK_6, **(bodies or {"sms": "Smile.", "email": "Hello.\n\n> Smile."}))


def translation(of: Message, language: str, **words: Any) -> Translation:
    """Its words in another language, live and not approved."""
    words["email"] = blocks_of(words.pop("email", ""))
    same = {"topic": of.topic, "action": of.action, "why": of.why}
    made: Translation = Translation.objects.create(message=of, language=language, **{**same, **words})
    return made


def text(*rows: Sequence[Any], delimiter: str = ",", **options: Any) -> bytes:
    """Rows as CSV, as a program without a byte order mark writes it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, **options).writerows(rows)
    return out.getvalue().encode()


def one(column: str, value: Any, key: Sequence[Any] = KEY) -> bytes:
    """A file that says one thing of one message."""
    return text([*HEADINGS, column], [*key, value])


def workbook(*rows: Sequence[Any], title: str = "Sheet1") -> bytes:
    """Rows as XLSX, each cell as the program would have it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """What is in the file of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    """An exported workbook, changed by a person."""
    book = load_workbook(io.BytesIO(content))
    change(book["Library"])
    return saved(book)


def plan(content: bytes, name: str = "", user: Any = None) -> Plan:
    """What the file would change."""
    return compare(content, name, user, TODAY)


def faults(content: bytes, name: str = "", user: Any = None) -> list[str]:
    """Everything that is wrong with a file, in words."""
    try:
        return [str(fault) for fault in plan(content, name, user).faults]
    except SheetError as error:
        return [str(fault) for fault in error.faults]


def changes(content: bytes) -> list[tuple[int, str, Any, Any]]:
    """Each change that a good file makes: its row and column, what the library has, what the file has."""
    found = plan(content)
    assert found.faults == []
    return [(row.line, change.column, change.old, change.new) for row in found.rows for change in row.changes]


def open_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of an exported CSV, by their headings."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
