"""What somebody sends: every way to write a table, and a kind word for what is none."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook
from pytest_django import Settings

from messages.models import Message
from messages.sheets.files import open_sheet
from tests.messages.sheets_kit import HEADINGS, KEY, changes, edited, faults, message, one, plan, saved, text, workbook

pytestmark = pytest.mark.django_db

ROWS = ([*HEADINGS, "sms"], [*KEY, 'Sing; "la, la".\nAgain.'])
SAME = [(2, "sms", "Smile.", 'Sing; "la, la".\nAgain.')]


def zipped(**parts: bytes) -> bytes:
    """A zipped file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        text(*ROWS),
        b"\xef\xbb\xbf" + text(*ROWS),
        text(*ROWS, delimiter=";"),
        text(*ROWS, delimiter="\t"),
        text(*ROWS, quoting=1),
        text(*ROWS, quotechar="'", quoting=1),
        text(*ROWS, lineterminator="\n"),
        b"sep=;\r\n" + text(*ROWS, delimiter=";"),
        text(*ROWS, delimiter="\t").decode().encode("utf-16"),
        text([name.upper() for name in ROWS[0]], ROWS[1]),
        text([" Kind ", "number", "TRACK", "Language", "SMS", "", ""], [*ROWS[1], "", " "], ["", "", ""]),
        text([*reversed(ROWS[0])], [*reversed(ROWS[1])]),
        workbook(*ROWS),
        workbook(*ROWS, title="Library"),
        workbook(ROWS[0], ["week of age", 6.0, "Carer", "English", ROWS[1][4]]),
        workbook(ROWS[0], ["BABY WEEK", "6", "carer", "EN", ROWS[1][4]], [], [None] * 9),
    ],
)
def test_every_way_to_write_a_table_is_read(content: bytes) -> None:
    message(sms="Smile.")
    assert changes(content) == SAME


@pytest.mark.parametrize(
    ("content", "name", "note"),
    [
        (
            workbook(*ROWS),
            "library.csv",
            "The file is called library.csv; what is in it is XLSX, and it was read as that.",
        ),
        (text(*ROWS), "a/b.xlsx", "The file is called b.xlsx; what is in it is CSV, and it was read as that."),
    ],
)
def test_file_by_another_name_is_read_by_what_is_in_it(content: bytes, name: str, note: str) -> None:
    assert open_sheet(content, name).notes == [note]
    assert open_sheet(content, "library.xlsx" if content[:2] == b"PK" else "library.tsv").notes == []


SAVE = "Save it as XLSX (Excel workbook) or as CSV UTF-8."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Export the library, and change that file."),
        (b"\xef\xbb\xbf\r\n,,\r\n", "The file is empty. Export the library, and change that file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), f"This is a workbook or text of an old program. {SAVE}"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            f"This is a workbook with a password. {SAVE}",
        ),
        (b"%PDF-1.7", f"This is a PDF. {SAVE}"),
        (b"{\\rtf1", f"This is a text of a word processor. {SAVE}"),
        (b"<html><table>", f"This is a web page or XML, whatever it is called. {SAVE}"),
        (b"\x89PNG\0\0", f"This is no spreadsheet that we know. {SAVE}"),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            f"This is an OpenDocument spreadsheet (ODS). {SAVE}",
        ),
        (zipped(**{"word/document.xml": b""}), f"This is a text of Word. {SAVE}"),
        (zipped(**{"xl/workbook.bin": b""}), f"This is a binary workbook (XLSB). {SAVE}"),
        (zipped(**{"Index/Document.iwa": b""}), f"This is a file of Apple's Numbers or Pages. {SAVE}"),
        (zipped(other=b""), f"This is a folder of files (ZIP). {SAVE}"),
        (b"PK\x03\x04 broken", f"This is a damaged or locked file. {SAVE}"),
        (
            zipped(**{"xl/workbook.xml": b"<a/>"}),
            "The workbook is damaged. Open it in a spreadsheet program, save it as XLSX again, and send that.",
        ),
        (
            "kind,sms\nx,Grüße".encode("latin-1"),
            "The file's letters are not in UTF-8: some would be lost. Save it as “CSV UTF-8”, or as XLSX.",
        ),
        (b"Dear all,\nhello", "The first row has none of the headings of an export. Is it the right file?"),
        (
            b'kind,number,track,language\nx,"open',
            "row 2: The rows from here on cannot be read. Is a quote not closed, or a cell without end?",
        ),
    ],
)
def test_what_is_no_table_is_named_kindly(content: bytes, sentence: str) -> None:
    assert faults(content) == [sentence]


def test_an_entity_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(*ROWS))) as good, zipfile.ZipFile(out, "w") as bad:
        for part in good.infolist():
            content = good.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/")
            bad.writestr(part.filename, content.replace(b"<worksheet", bomb, 1) if is_sheet else content)
    assert faults(out.getvalue()) == [
        "The workbook is damaged. Open it in a spreadsheet program, save it as XLSX again, and send that."
    ]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SHEET_BYTES",
            3 * 1024,
            "The file is larger than 0 MB. Import it in parts, for example one language at a time.",
        ),
        ("SHEET_UNPACKED", 3000, "The file unpacks to far more than a library holds. Export the library afresh."),
        ("SHEET_ROWS", 2, "The file has more than 2 rows. Import it in parts."),
    ],
)
def test_a_file_beyond_the_limits_is_refused(settings: Settings, name: str, value: int, sentence: str) -> None:
    content = workbook(ROWS[0], *([["baby_week", n, "carer", "en", "x"] for n in range(3)]))
    assert faults(content)[-1] != sentence
    setattr(settings, name, value)
    assert faults(content) == [sentence]


def test_a_row_without_end_is_refused() -> None:
    content = text(ROWS[0], ["x"] * 61)
    assert faults(content) == ["row 2: This row has more than 60 cells. Is a quote missing before it?"]


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    """A workbook that says it is as large as any can be is read as far as it goes."""
    book = Workbook()
    sheet: Any = book.active
    for row in ROWS:
        sheet.append(row)
    sheet.cell(1_048_576, 16_384).value = "corner"
    message(sms="Smile.")
    assert changes(saved(book)) == SAME


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (
            ["kind", "number", "track", "sms"],
            ["row 1, language: This column is missing: without it no row can be found. Add it."],
        ),
        (
            [*HEADINGS, "smss"],
            ["row 1, column 5 [smss]: No column of this name is known. Did you mean sms?"],
        ),
        (
            [*HEADINGS, "Colour"],
            [
                "row 1, column 5 [colour]: No column of this name is known. Rename the heading, or remove the column.",
            ],
        ),
        ([*HEADINGS, "sms", "SMS"], ["row 1, sms: This heading is there twice. Keep one of the two columns."]),
    ],
)
def test_headings_that_are_not_ours_are_named(headings: list[str], found: list[str]) -> None:
    assert faults(text(headings)) == found


@pytest.mark.parametrize(
    ("column", "value", "new"),
    [
        ("review_on", date(2027, 3, 14), date(2027, 3, 14)),
        ("review_on", datetime(2027, 3, 14), date(2027, 3, 14)),  # noqa: DTZ001 - as a workbook has it
        ("review_on", 46460, date(2027, 3, 14)),
        ("review_on", "2027-03-14", date(2027, 3, 14)),
        ("review_on", "14/03/2027", date(2027, 3, 14)),
        ("no_cost", False, False),
        ("no_cost", "No", False),
        ("needs_nothing", 0, False),
        ("theme", "Talking", "talk"),
        ("theme", "SERVE-RETURN", "serve-return"),
        ("sms", 7, "7"),
        ("sms", 7.0, "7"),
        ("sms", "'=1", "=1"),
        ("email", "One.\r\n\r\n> Two.\n\n\n\nThree.", "One.\n\n> Two.\n\nThree."),
    ],
)
def test_cells_of_every_type_are_understood(column: str, value: Any, new: Any) -> None:
    message()
    assert [(x[1], x[3]) for x in changes(workbook([*HEADINGS, column], [*KEY, value]))] == [(column, new)]


FORMAT = "Make the cell's format Text, and write it again."


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("sms", "=A1", "[=A1]: This cell holds a formula. Paste its result instead, as a value."),
        ("sms", "#N/A", "[#N/A]: This cell holds an error of the spreadsheet program. Write its words again."),
        ("sms", date(2027, 1, 2), f"[2027-01-02 00:00:00]: The program made a date of this. {FORMAT}"),
        ("sms", time(1, 2), f"[01:02:00]: The program made a time of this. {FORMAT}"),
        ("sms", True, f"[True]: The program made a yes or no of this. {FORMAT}"),
        ("review_on", "March", "[March]: Write a day as 2027-03-14."),
        ("review_on", 7, "[7]: Write a day as 2027-03-14."),
        ("no_cost", "maybe", "[maybe]: Write yes or no."),
    ],
)
def test_cells_that_say_something_else_are_named(column: str, value: Any, sentence: str) -> None:
    message()
    assert faults(workbook([*HEADINGS, column], [*KEY, value])) == [f"row 2, {column} {sentence}"]


def test_what_cannot_be_seen_is_tidied_and_told() -> None:
    message()
    content = one("sms", "\ufeffCafe\u0301\u00a0au\u200b lait \r\nnow_x000D_\n ")
    found = plan(content)
    assert [x.new for x in found.rows[0].changes] == ["Café au lait\nnow"]
    assert found.notes == [
        "Tidied in row 2: line ends of another system.",
        "Tidied in row 2: no-break spaces.",
        "Tidied in row 2: invisible characters.",
        "Tidied in row 2: letters and accents kept apart.",
        "Tidied in row 2: spaces at an end.",
    ]


def test_what_only_cannot_be_seen_is_no_change() -> None:
    message()
    found = plan(one("sms", "\u00a0Smile.\u200b \r\n"))
    assert (found.rows, found.unchanged, found.notes) == ([], 1, [])


def test_cell_without_a_heading_is_named() -> None:
    message()
    content = text([*HEADINGS, "sms"], [*KEY, "Sing", " la, la"])
    sentence = "This cell has no heading above it. Was a text cut in two? Put it together, or remove it."
    assert faults(content) == [f"row 2, column 6 [la, la]: {sentence}"]


def test_other_sheets_of_an_export_are_not_read_nor_told() -> None:
    message()
    from messages.sheets.writing import export  # noqa: PLC0415 - beside its only use

    found = plan(edited(export("xlsx"), lambda sheet: sheet.append(["", ""])))
    assert (found.faults, found.rows, found.unchanged) == ([], [], 1)
    told = "version, state, approved_by, approved_at, segments, needs"
    assert found.notes == [f"These columns are for reading only and were passed over: {told}."]
    assert Message.objects.count() == 1
