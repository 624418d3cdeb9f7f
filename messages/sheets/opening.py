"""Any file that somebody sends, as the rows that it holds."""

from messages.sheets import po_reading, reading
from messages.sheets.files import PO, form_of, misnamed, open_sheet
from messages.sheets.reading import Reading


def open_file(content: bytes, name: str = "") -> Reading:
    """Read a spreadsheet or a catalogue. Makes no query. Raises SheetError for what cannot be read, or is not ours."""
    if form_of(content, name) == PO:
        found = po_reading.read(content)
        found.notes[:0] = misnamed(PO, name)
        return found
    sheet = open_sheet(content, name)
    rows, faults = reading.read(sheet)
    return Reading(rows=rows, faults=faults, notes=sheet.notes)
