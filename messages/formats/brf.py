"""A message as a braille-ready file: pages of 25 lines of 40 cells, in North American Braille ASCII.

That is what displays and embossers take (The Library of Congress describes it as fdd000551; seen on 2026-11-21).
"""

import textwrap
from collections.abc import Iterator

from messages.formats.braille import cells
from messages.formats.text import Whole

ACROSS, DOWN = 40, 25  # cells of a line, lines of a page
TYPE = "application/octet-stream"  # no type is registered; as text a browser would show it, or rename it
# The character of each cell, by its dots as a binary number (dot 1 is 1, dot 2 is 2, dot 3 is 4, and so on).
ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
_TO_ASCII = {0x2800 + dots: character for dots, character in enumerate(ASCII)}
LINE_END, PAGE_END = "\r\n", "\f"


def brf(whole: Whole) -> bytes:
    """The file. Raises BrailleError and NotInBrailleError."""
    made = iter(text.translate(_TO_ASCII) for text in cells(whole.texts, whole.language))
    lines = list(_lines(whole, made))
    pages = [lines[first : first + DOWN] for first in range(0, len(lines), DOWN)]
    return "".join("".join(line + LINE_END for line in page) + PAGE_END for page in pages).encode("ascii")


def _lines(whole: Whole, made: Iterator[str]) -> Iterator[str]:
    """Headings in the middle; a paragraph begins in its third cell, an item hangs from its first."""
    yield from _heading(next(made))
    yield ""
    for kind, piece in whole.pieces:
        if kind == "list":
            for _ in piece:
                yield from _wrapped(next(made), "", "  ")
        else:
            yield from _wrapped(next(made), "  ", "")
    yield ""
    yield from _heading(next(made))
    yield ""
    yield from _wrapped(next(made), "  ", "")


def _heading(text: str) -> Iterator[str]:
    margin = 4  # cells, so that it is felt as a heading where it takes more than a line
    for line in textwrap.wrap(text, ACROSS - 2 * margin, break_on_hyphens=False):
        yield line.center(ACROSS).rstrip()


def _wrapped(text: str, first: str, others: str) -> list[str]:
    """Words are not parted, unless one is longer than a line."""
    return textwrap.wrap(text, ACROSS, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)
