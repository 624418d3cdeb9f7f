"""How large each sheet and everything on it is: millimetres for room, points for letters, pixels for images."""

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    A4 = "a4"
    A5 = "a5"
    A6 = "a6"
    A4_LARGE = "a4-large"  # large type, dark on white, for people who see little
    A4_CARDS = "a4-cards"  # four A6 cards to cut


class Shape(StrEnum):
    SQUARE = "square"
    LANDSCAPE = "landscape"
    STORY = "story"


PIXELS = {Shape.SQUARE: (1080, 1080), Shape.LANDSCAPE: (1200, 630), Shape.STORY: (1080, 1920)}


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Of one poster. Millimetres, unless it says points."""

    width: float
    height: float
    sheet_width: float
    sheet_height: float
    copies: int = 1
    inset: float  # between the paper's edge and the panel: office printers do not print there
    pad: float  # between the panel's edge and its words
    radius: float
    gap: float
    panel: float  # the panel's height
    heading_height: float
    sentence_height: float
    qr: float
    heading: float  # points, at most
    heading_least: float  # points
    sentence: float  # points, at most
    keyword: float  # points, at most
    number: float  # points, at most
    label: float  # points
    small: float  # points
    brand: float  # points
    picture: bool = True
    dark: bool = True  # the panel is deep lagoon with light words; else white with dark words
    events: int = 0  # at most


_A4 = Measures(
    width=210, height=297, sheet_width=210, sheet_height=297, inset=8, pad=12, radius=8, gap=11, panel=184,
    heading_height=62, sentence_height=24, qr=59, heading=60, heading_least=20, sentence=25, keyword=50, number=38,
    label=17, small=13, brand=16, events=3,
)  # fmt: skip
_A5 = Measures(
    width=148, height=210, sheet_width=148, sheet_height=210, inset=6, pad=9, radius=6, gap=8, panel=128,
    heading_height=43, sentence_height=18, qr=42, heading=42, heading_least=14, sentence=18, keyword=36, number=27,
    label=12.5, small=10, brand=12, events=3,
)  # fmt: skip
_A6 = Measures(
    width=105, height=148, sheet_width=105, sheet_height=148, inset=5, pad=7, radius=5, gap=5.5, panel=78,
    heading_height=30, sentence_height=17, qr=33, heading=30, heading_least=10, sentence=13.5, keyword=25, number=19,
    label=9.5, small=8, brand=9,
)  # fmt: skip
_LARGE = Measures(
    width=210, height=297, sheet_width=210, sheet_height=297, inset=8, pad=10, radius=8, gap=10, panel=168,
    heading_height=70, sentence_height=42, qr=66, heading=64, heading_least=24, sentence=32, keyword=54, number=42,
    label=24, small=20, brand=22, picture=False, dark=False,
)  # fmt: skip
_CARDS = {"sheet_width": 210, "sheet_height": 297, "copies": 4}
MEASURES = {
    Size.A4: _A4,
    Size.A5: _A5,
    Size.A6: _A6,
    Size.A4_LARGE: _LARGE,
    Size.A4_CARDS: Measures(**({**_A6.__dict__, **_CARDS})),
}
