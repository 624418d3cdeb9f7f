"""What a text costs: its alphabet, its units and the segments a network bills.

A text whose every character is in the GSM 7-bit default alphabet (3GPP TS 23.038, 6.2.1) is billed in
septets: 160 in one segment, 153 in each of several, because joined segments carry a header. Any other
text is billed in UTF-16 units: 70, or 67. A character of the GSM extension table takes an escape and a
septet; neither that pair nor a surrogate pair is ever split over two segments.
"""

from dataclasses import dataclass
from functools import lru_cache

from languages import table

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
GSM = GSM_BASIC | GSM_EXTENSION

LAST_OF_ONE_UNIT = 0xFFFF  # what comes after takes a surrogate pair in UTF-16

GSM7, UCS2 = table.GSM7.name, table.UCS2.name
# encoding: (units in a text of one segment, units in each segment of a longer text)
CAPACITY = {alphabet.name: (alphabet.single, alphabet.joined) for alphabet in (table.GSM7, table.UCS2)}


MEASURED = 256  # texts whose measure is kept: a batch has few different ones, and asks for each again and again


@dataclass(frozen=True, kw_only=True)
class Measure:
    encoding: str  # "GSM-7" or "UCS-2"
    units: int  # septets (GSM-7) or UTF-16 units (UCS-2)
    segments: int  # what a network bills; 0 for an empty text
    room: int  # units that are left in the last segment
    # The different characters that make it dear, as they appear: those that force UCS-2; else those that cost two.
    dear: tuple[str, ...]


@lru_cache(maxsize=MEASURED)
def measure(text: str) -> Measure:
    """Measure a text as a network bills it."""
    encoding = GSM7 if GSM.issuperset(text) else UCS2
    cheap = GSM_BASIC if encoding == GSM7 else GSM
    widths = [_width(character, encoding) for character in text]
    units = sum(widths)
    single, joined = CAPACITY[encoding]
    segments, room = (min(units, 1), single - units) if units <= single else _pack(widths, joined)
    dear = tuple(character for character in dict.fromkeys(text) if character not in cheap)
    return Measure(encoding=encoding, units=units, segments=segments, room=room, dear=dear)


def _width(character: str, encoding: str) -> int:
    two_units = character in GSM_EXTENSION if encoding == GSM7 else ord(character) > LAST_OF_ONE_UNIT
    return 2 if two_units else 1


def _pack(widths: list[int], capacity: int) -> tuple[int, int]:
    """How many segments, and the units that are left in the last one."""
    segments, room = 0, 0
    for width in widths:
        if width > room:
            segments, room = segments + 1, capacity
        room -= width
    return segments, room
