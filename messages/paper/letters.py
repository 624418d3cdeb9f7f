"""The letters that our fonts have, and texts made ready for them.

The fonts were made from the PyPI packages fontpkg-noto-sans 2.15 and fontpkg-noto-sans-arabic 2.12 and the npm package
@expo-google-fonts/noto-sans-sc 0.4.3 (SIL Open Font License, fonts/OFL.txt) with fonttools, once for each weight (400
Regular, 700 Bold):

    fonttools varLib.instancer "NotoSans[wdth,wght].ttf" wght=400 wdth=100 --update-name-table -o whole.ttf
    pyftsubset whole.ttf --layout-features='*' --no-hinting --output-file=NotoSans-Regular.ttf --unicodes=
        U+0020-007E,U+00A0-024F,U+02B0-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2000-206F,U+20A0-20C0,U+2100-214F,
        U+2190-2193,U+2212,U+FEFF,U+25CC
    # and of "NotoSansArabic[wdth,wght].ttf": U+0020,U+00A0,U+0600-06FF,U+0750-077F,U+200C-200F,U+25CC
    # and of NotoSansSC_400Regular.ttf: the 6,763 letters of chinese() as --text-file, the marks that are wide beside
    # them, and no Latin, which Noto Sans sets: --layout-features=kern,palt,vert,locl,ccmp --unicodes=
        U+00B7,U+2014,U+2018-2019,U+201C-201D,U+2026,U+3000-3002,U+3008-3011,U+3014-3017,U+FF01-FF5E,U+FFE5

fonts/coverage.txt lists the letters that they have beside the Chinese ones; a test holds both against the fonts.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# They have no shape of their own, so they need no font: soft hyphen, joiners, directions, isolates.
SHAPELESS = frozenset({0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x2066, 0x206A)})
_SPACES = re.compile(r"[ \t\r\n\v\f]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


class MissingGlyphError(ValueError):
    """No font of ours has some letters of a text; `letters` holds them. They would have been printed as boxes."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        named = ", ".join(f"{letter} (U+{ord(letter):04X} {unicodedata.name(letter, '')})" for letter in letters)
        super().__init__(f"No font of ours has: {named}")


def chinese() -> str:
    """The Chinese letters of GB 2312: those of everyday writing (rows 16 to 87, without the marks before them)."""
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 88) for cell in range(1, 95))
    return b"".join(rows).decode("gb2312", errors="ignore")  # row 55 ends early


@cache
def covered() -> frozenset[int]:
    """The code points that our fonts can draw."""
    points = set(map(ord, chinese()))
    for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


def ready(text: str) -> str:
    """The text in composed letters, every run of white space one space, and no line ending inside a number to dial.

    Raises MissingGlyphError.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    text = _BETWEEN_DIGITS.sub("\u00a0", text)
    missing = {letter for letter in text if ord(letter) not in covered() and ord(letter) not in SHAPELESS}
    if missing:
        raise MissingGlyphError("".join(sorted(missing)))
    return text
