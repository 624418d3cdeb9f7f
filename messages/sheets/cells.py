"""What a cell may hold, on its way out and on its way in."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from languages.table import LANGUAGES
from messages.sheets.columns import NO, WORDS, YES

# A program that opens a spreadsheet takes a cell that begins so for a formula, and runs it.
RISKY = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # noqa: RUF001 - full-width signs are taken for formulas too
# What no XML file can hold, and nobody typed on purpose.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
ESCAPED_RETURN = re.compile("_x000[dD]_")  # how Excel writes a carriage return
LINE_END = re.compile("\r\n?|[\u2028\u2029]")
HARD_SPACE = re.compile("[\u00a0\u2007\u202f]")
# Zero-width space, word joiner, byte order mark, soft hyphen. Joiners and direction marks belong to the words.
UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
VISIBLE = re.compile("[^\\s\u200b\u2060\ufeff\u00ad\x00-\x1f\x7f\ufffe\uffff]")
SPACE_AT_END = re.compile(r"[ \t]+(?=\n|$)")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
DAY_ZERO = date(1899, 12, 30)  # of Excel's count of days
COUNTED_DAYS = range(36526, 73051)  # 2000 to 2099
TRUTHS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


@dataclass(frozen=True)
class Unusable:
    """A cell that holds no words: a formula, or an error."""

    shown: str
    sentence: str


Raw = str | int | float | bool | date | datetime | Unusable | None


class CellError(ValueError):
    """A cell holds what its column cannot take; the message says what to do."""


# What tidying mends, in this order.
STEPS: tuple[tuple[str | Promise, Callable[[str], str]], ...] = (
    (lazy("line ends of another system"), lambda x: LINE_END.sub("\n", ESCAPED_RETURN.sub("\r", x))),
    (lazy("no-break spaces"), lambda x: HARD_SPACE.sub(" ", x)),
    (lazy("invisible characters"), lambda x: IMPOSSIBLE.sub("", UNSEEN.sub("", x))),
    (lazy("letters and accents kept apart"), lambda x: unicodedata.normalize("NFC", x)),
    (lazy("spaces at an end"), lambda x: SPACE_AT_END.sub("", x).strip()),
)


def neutral(text: str) -> str:
    """Text that no program takes for a formula. `harmed` undoes it exactly, whatever the text."""
    return f"'{text}" if RISKY.match(text) else text


def harmed(text: str) -> str:
    """The inverse of `neutral`."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


def even(text: str) -> str:
    """Text as a file holds it: one kind of line end, nothing that no file can hold."""
    return IMPOSSIBLE.sub("", LINE_END.sub("\n", text))


def tidy(text: str) -> tuple[str, list[str]]:
    """Text without what cannot be seen, and the names of what was mended."""
    mended = []
    for name, step in STEPS:
        after = step(text)
        if after != text:
            mended.append(str(name))
        text = after
    return text, mended


def is_blank(raw: Raw) -> bool:
    """Nothing that can be seen."""
    return raw is None or (isinstance(raw, str) and not VISIBLE.search(raw))


def text(raw: Raw) -> str:
    """A cell of words, as it stands. Raises CellError."""
    if isinstance(raw, Unusable):
        raise CellError(raw.sentence)
    if isinstance(raw, date):
        raise CellError(_("The program made a date of this. Make the cell's format Text, and write it again."))
    if isinstance(raw, bool):
        raise CellError(_("The program made a yes or no of this. Make the cell's format Text, and write it again."))
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return "" if raw is None else harmed(str(raw))


def number(raw: Raw) -> int:
    """A whole number, however the program writes it. Raises CellError."""
    found = tidy(text(raw))[0]
    if not re.fullmatch(r"\d{1,9}(\.0+)?", found, re.ASCII):
        raise CellError(_("Write a whole number, as 6."))
    return int(found.partition(".")[0])


def word(raw: Raw, column: str) -> str:
    """One of the column's words, by itself or by what it is called. Raises CellError."""
    found = tidy(text(raw))[0].casefold()
    if found in WORDS[column]:
        return found
    for value, name in WORDS[column].items():
        own = LANGUAGES[value].autonym.casefold() if column == "language" else ""
        if found in (value, str(name).casefold(), own) or _joined(found) == _joined(value):
            return value
    raise CellError(_("Write one of: %(words)s.") % {"words": ", ".join(WORDS[column])})


def _joined(text: str) -> str:
    return text.replace("_", "-").replace(" ", "-")


def flag(raw: Raw) -> bool | None:
    """Yes, no, or nothing. Raises CellError."""
    if isinstance(raw, bool):
        return raw
    found = tidy(text(raw))[0].casefold()
    if found and found not in TRUTHS:
        raise CellError(_("Write yes or no."))
    return TRUTHS.get(found)


def day(raw: Raw) -> date | None:
    """A day, or nothing: a date of the program's, or text. Raises CellError."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, (int, float)) and int(raw) in COUNTED_DAYS:
        return DAY_ZERO + timedelta(days=int(raw))
    found = tidy(text(raw))[0]
    for form in DAYS:
        try:
            return datetime.strptime(found, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    if found:
        raise CellError(_("Write a day as 2027-03-14."))
    return None


def shown(value: Any) -> str:
    """A value as a file without types has it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
