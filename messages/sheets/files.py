"""Open what somebody sends as a spreadsheet: told by what is in it, whatever it is called."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from messages.sheets import po_files, workbooks
from messages.sheets.cells import Raw, is_blank
from messages.sheets.columns import BY_NAME
from messages.sheets.faults import Fault, SheetError, whole

XLSX, CSV, PO = "xlsx", "csv", "po"
DELIMITERS = ",;\t"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a file holds: headings as they stand, and its rows as the spreadsheet program numbers them."""

    headings: Sequence[Raw]
    rows: Sequence[tuple[int, Sequence[Raw]]]  # without those that are blank
    notes: list[str] = field(default_factory=list)  # what whoever sent it should know


def open_sheet(content: bytes, name: str = "") -> Sheet:
    """Read a file of rows and columns. Raises SheetError when it is not one that we read."""
    form = form_of(content, name)
    notes = misnamed(form, name)
    rows = workbooks.rows(content, notes) if form == XLSX else _rows_of_text(content)
    found: list[tuple[int, Sequence[Raw]]] = []
    for line, cells in rows:
        if not all(is_blank(cell) for cell in cells):
            found.append((line, cells))
        if len(found) > settings.SHEET_ROWS + 1:
            raise whole(_("The file has more than %(most)d rows. Import it in parts.") % {"most": settings.SHEET_ROWS})
    if not found:
        raise whole(_("The file is empty. Export the library, and change that file."))
    return Sheet(headings=found[0][1], rows=found[1:], notes=notes)


def misnamed(form: str, name: str) -> list[str]:
    """A note for whoever sent it, if the file's name says that it is something else."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if not name or ending == form or (form == CSV and ending in ("txt", "tsv")):
        return []
    says = _("The file is called %(name)s; what is in it is %(form)s, and it was read as that.")
    return [says % {"name": PurePath(name).name, "form": form.upper()}]


def form_of(content: bytes, name: str = "") -> str:
    """XLSX, CSV or PO, told by what is in it; by its name, what begins like no catalogue but is called one.

    Raises SheetError for a file that is empty, too large or none of these.
    """
    if len(content) > settings.SHEET_BYTES:
        raise whole(
            _("The file is larger than %(most)d MB. Import it in parts, for example one language at a time.")
            % {"most": settings.SHEET_BYTES // MEGABYTE}
        )
    if not content.strip():
        raise whole(_("The file is empty. Export the library, and change that file."))
    form = PO if po_files.looks_like(content) else _form(content)
    return PO if form == CSV and PurePath(name).suffix.lower() == ".po" else form


def _form(content: bytes) -> str:
    """XLSX or CSV. Raises SheetError that names what it is instead."""
    start = content[:512].lstrip().lower()
    if content.startswith(b"PK"):
        other = workbooks.other_than_xlsx(content)
        if not other:
            return XLSX
    elif content.startswith(OLE):
        other = _("a workbook with a password") if ENCRYPTED in content else _("a workbook or text of an old program")
    elif content.startswith(b"%PDF"):
        other = _("a PDF")
    elif start.startswith(b"{\\rtf"):
        other = _("a text of a word processor")
    elif start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        other = _("a web page or XML, whatever it is called")
    elif b"\0" in content and not content.startswith(UTF16):
        other = _("no spreadsheet that we know")
    else:
        return CSV
    raise whole(_("This is %(other)s. Save it as XLSX (Excel workbook) or as CSV UTF-8.") % {"other": other})


def _rows_of_text(content: bytes) -> Iterator[tuple[int, Sequence[Raw]]]:
    try:
        text = content.decode("utf-16" if content.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise whole(
            _("The file's letters are not in UTF-8: some would be lost. Save it as “CSV UTF-8”, or as XLSX.")
        ) from error
    if text[:4].lower() == "sep=":  # a line by which Excel is told the delimiter
        text = text.partition("\n")[2]
    quote = "'" if text.startswith("'") else '"'
    delimiter = max(DELIMITERS, key=lambda sign: _known(text, sign, quote))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True)
    line = 0
    try:
        for line, cells in enumerate(reader, start=1):
            _fits(line, cells)
            yield line, cells
    except csv.Error as error:
        if not _known(text, delimiter, quote):
            raise whole(_("The first row has none of the headings of an export. Is it the right file?")) from error
        sentence = _("The rows from here on cannot be read. Is a quote not closed, or a cell without end?")
        raise SheetError([Fault(row=line + 1, sentence=sentence)]) from error


def _fits(line: int, cells: Sequence[Raw]) -> None:
    if len(cells) > settings.SHEET_CELLS:
        sentence = _("This row has more than %(most)d cells. Is a quote missing before it?")
        raise SheetError([Fault(row=line, sentence=sentence % {"most": settings.SHEET_CELLS})])


def _known(text: str, delimiter: str, quote: str) -> int:
    """How many of our headings the first line has, if this is what stands between them."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return sum(name.strip().strip(quote).strip().lower() in BY_NAME for name in first.split(delimiter))
