"""What is wrong with a spreadsheet, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

ANY_ROW = 0  # the file as a whole
SHOWN = 120  # characters of a value that are repeated


@dataclass(frozen=True, kw_only=True)
class Fault:
    row: int = ANY_ROW  # as the spreadsheet program counts: the headings are row 1
    column: str = ""  # empty for the whole row
    value: str = ""  # what the cell holds, shortened
    sentence: str  # what is wrong, and what to do next

    @property
    def place(self) -> str:
        """The row and column, in words; empty for the file as a whole."""
        if not self.row:
            return ""
        if not self.column:
            return _("row %(row)d") % {"row": self.row}
        return _("row %(row)d, %(column)s") % {"row": self.row, "column": self.column}

    def __str__(self) -> str:
        held = f" [{self.value}]" if self.value else ""
        return f"{self.place}{held}: {self.sentence}" if self.place else self.sentence


class SheetError(Exception):
    """The file cannot be imported, or written. `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = list(faults)


def whole(sentence: str) -> SheetError:
    """The file as a whole cannot be used."""
    return SheetError([Fault(sentence=sentence)])


def short(value: object) -> str:
    """A value as a fault repeats it: on one line, and not for ever."""
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
