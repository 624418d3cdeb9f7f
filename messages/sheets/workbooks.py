"""Workbooks of Excel, read with openpyxl: only the words, and no more of them than a library has."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from openpyxl import load_workbook

from messages.sheets.cells import Raw, Unusable
from messages.sheets.faults import short, whole

TITLE = "Library"  # of the sheet that we write, and look for
LAST_ROW = 1_048_576  # of any workbook
MOST_PARTS = 2000  # files in a workbook
# What a zipped file of another program holds, and what it is.
OTHERS = (
    ("word/", lazy("a text of Word")),
    ("ppt/", lazy("a presentation")),
    ("xl/workbook.bin", lazy("a binary workbook (XLSB)")),
    ("Index/", lazy("a file of Apple's Numbers or Pages")),
)
KIND = "mimetype"  # where OpenDocument files say what they are


def other_than_xlsx(content: bytes) -> str:
    """What a zipped file is, in words; empty for a workbook that we read. Raises SheetError for one too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            # A part unpacks to its stated size at most: Python's zipfile reads no further.
            if sum(part.file_size for part in parts) > settings.SHEET_UNPACKED or len(parts) > MOST_PARTS:
                raise whole(_("The file unpacks to far more than a library holds. Export the library afresh."))
            if KIND in names:
                return _open_document(archive.read(KIND)[:200])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        return _("a damaged or locked file")
    if "xl/workbook.xml" in names:
        return ""
    return next(
        (str(what) for start, what in OTHERS if any(name.startswith(start) for name in names)),
        _("a folder of files (ZIP)"),
    )


def _open_document(kind: bytes) -> str:
    return _("an OpenDocument spreadsheet (ODS)") if b"spreadsheet" in kind else _("an OpenDocument text")


def rows(content: bytes, notes: list[str]) -> Iterator[tuple[int, Sequence[Raw]]]:
    """The rows of the workbook's library. Raises SheetError. What whoever sent it should know is added to `notes`."""
    try:
        yield from _rows(content, notes)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, zipfile.BadZipFile):
        # openpyxl has no error of its own for a workbook that is not as it should be.
        raise whole(
            _("The workbook is damaged. Open it in a spreadsheet program, save it as XLSX again, and send that.")
        ) from None


def _rows(content: bytes, notes: list[str]) -> Iterator[tuple[int, Sequence[Raw]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    titles = [sheet.title for sheet in book.worksheets]
    chosen = book[TITLE] if TITLE in titles else book.worksheets[0]
    if TITLE not in titles and len(titles) > 1:
        notes.append(_("Only the first sheet, %(title)s, was read.") % {"title": chosen.title})
    chosen.reset_dimensions()  # what the file says of its own size may be wrong
    for line, cells in enumerate(chosen.iter_rows(max_row=LAST_ROW), start=1):
        if cells:  # a row that the file leaves out has none
            yield line, [_raw(cell) for cell in cells[: settings.SHEET_CELLS]]
    book.close()


def _raw(cell: Any) -> Raw:
    value = cell.value
    if cell.data_type == "f":
        return Unusable(short(value), _("This cell holds a formula. Paste its result instead, as a value."))
    if cell.data_type == "e":
        return Unusable(short(value), _("This cell holds an error of the spreadsheet program. Write its words again."))
    if isinstance(value, (str, int, float, bool, date)) or value is None:
        return value
    if isinstance(value, time):
        sentence = _("The program made a time of this. Make the cell's format Text, and write it again.")
        return Unusable(short(value), sentence)
    return Unusable(short(value), _("This cell cannot be read. Make its format Text, and write it again."))
