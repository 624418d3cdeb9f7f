"""Braille cells by liblouis, whose program `lou_translate` is run; it is not linked, and nothing of it is shipped.

The program and its tables are Debian's packages liblouis-bin and liblouis-data (docs/decisions/0020).
"""

import os
import re
import shutil
import subprocess
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice

from messages.paper.letters import SHAPELESS

PROGRAM = "lou_translate"
SECONDS = 10  # for one message
LONGEST = 600  # characters of a line: the program cuts off what takes over 2047 bytes, or as many cells
# The literary code of six dots of each language, as liblouis 3.24 (Debian 12) has it. English is contracted (Unified
# English Braille, grade 2), as its readers are used to; the others are not, for everybody who reads braille in a
# language reads that. Romanian has a table of eight dots for computers only; Somali and Tetum have none.
TABLES = {
    "en": "en-ueb-g2.ctb",
    "pl": "Pl-Pl-g1.utb",
    "ar": "ar-ar-g1.utb",
    "lt": "lt-6dot.utb",
    "bg": "bg.utb",
    "pt": "pt-pt-g1.utb",
    "sk": "sk-g1.ctb",
    "ga": "ga-g1.utb",
    # Four Ukrainian letters have a dot of no cell, which tells them from Latin ones: this list takes it away again.
    "uk": "ru-unicode.dis,uk.utb",
    "zh-hans": "zhcn-cbs.ctb",
    "hu": "hu-hu-g1.ctb",
    "lv": "Lv-Lv-g1.utb",
    "ru": "ru-litbrl.ctb",
}
CELLS = frozenset(map(chr, range(0x2800, 0x2840)))  # six dots
NOBODYS = ("\ue000", "\U000f0000")  # characters that no table knows: codes of four and of more digits begin differently
# Marks that some tables do not know, as all of them know them.
PLAINER = str.maketrans(
    {
        **dict.fromkeys("\u201e\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u201a\u2018\u2019", "'"),
        **dict.fromkeys("\u2013\u2014", "-"),
        "\u2026": "...",
    }
)
_SPACES = re.compile(r"\s+")
_known: dict[str, dict[str, bool]] = {}  # by language, the characters that were asked about


class BrailleError(RuntimeError):
    """The program is not there, has no table for the language, or failed."""


class NotInBrailleError(ValueError):
    """The table does not know some characters of a text; `letters` holds them. Codes would stand there."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        super().__init__(f"No cells for: {', '.join(f'U+{ord(letter):04X}' for letter in letters)}")


def program() -> str | None:
    """Where the program is, None when this server does not have it."""
    return shutil.which(PROGRAM)


def cells(texts: Iterable[str], language: str) -> list[str]:
    """Each text in braille, as Unicode's patterns of six dots with U+2800 for a space.

    Raises BrailleError and NotInBrailleError.
    """
    ready = _ready(texts, language)
    if unknown := _unknown("".join(ready), language):
        raise NotInBrailleError(unknown)
    pieces = [_pieces(text) for text in ready]
    lines = iter(_translated([piece for found in pieces for piece in found], language))
    made = ["\u2800".join(islice(lines, len(found))) for found in pieces]
    if strange := {letter for text in made for letter in text} - CELLS:
        raise NotInBrailleError("".join(sorted(strange)))
    return made


def can_write(texts: Iterable[str], language: str) -> bool:
    """Whether `cells` can make these; the program is asked once about each character only."""
    if language not in TABLES or program() is None:
        return False
    try:
        ready = _ready(texts, language)
        return not _unknown("".join(ready), language) and all(_pieces(text) for text in ready)
    except BrailleError:
        return False


def _ready(texts: Iterable[str], language: str) -> list[str]:
    """Composed letters, single spaces, nothing without a shape, and marks that the table knows."""
    shaped = [_shaped(text) for text in texts]
    plainer = {ord(letter): PLAINER.get(ord(letter), letter) for letter in _unknown("".join(shaped), language)}
    return [text.translate(plainer) for text in shaped]


def _shaped(text: str) -> str:
    shaped = "".join(letter for letter in unicodedata.normalize("NFC", text) if ord(letter) not in SHAPELESS)
    return _SPACES.sub(" ", shaped).strip()


def _pieces(text: str) -> list[str]:
    """A text in pieces that the program takes, parted at spaces. Raises BrailleError when it has too few spaces."""
    pieces = textwrap.wrap(text, LONGEST, break_long_words=False, break_on_hyphens=False) or [""]
    if max(map(len, pieces)) > LONGEST:
        raise BrailleError(f"A text of {len(text)} characters has too few spaces.")
    return pieces


def _unknown(text: str, language: str) -> str:
    """The characters of a text that the table does not know. Raises BrailleError."""
    letters = {letter for letter in text if not letter.isascii()}
    known = _known.setdefault(language, {})
    if new := sorted(letters - known.keys()):
        short, long, *made = _translated([*NOBODYS, *new], language)
        known |= {
            letter: _is_known(found, short) and _is_known(found, long) for letter, found in zip(new, made, strict=True)
        }
    return "".join(sorted(letter for letter in letters if not known[letter]))


def _is_known(made: str, nobodys: str) -> bool:
    """A table writes what it does not know as one cell, as it came, or as a code that always begins alike."""
    begins = nobodys[:3]
    is_code = len(nobodys) > len(begins) and made.startswith(begins)
    return bool(made) and CELLS.issuperset(made) and made != nobodys and not is_code


def _translated(lines: Sequence[str], language: str) -> list[str]:
    """One run of the program, a line of braille for each line. Raises BrailleError."""
    path, table = program(), TABLES.get(language)
    if path is None or table is None:
        raise BrailleError(f"No braille in {language!r} here.")
    try:
        done = subprocess.run(  # noqa: S603 - a program found by our name, a table of ours; texts reach it as input only
            [path, "--forward", f"unicode.dis,{table}"],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=True,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError, UnicodeError) as error:
        raise BrailleError(f"{PROGRAM} failed: {type(error).__name__}.") from error
    *made, _ = done.stdout.split("\n")
    if len(made) != len(lines):  # without its table it writes nothing, and calls that a success
        raise BrailleError(f"{PROGRAM} gave {len(made)} lines for {len(lines)}.")
    return made
