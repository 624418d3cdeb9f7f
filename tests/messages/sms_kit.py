"""How a network packs a text, octet by octet, as 3GPP TS 23.038 and 23.040 have it; and a table of texts.

Nothing here is taken from the code that is tested: there are no 160, 153, 70 or 67, only a message's 140 octets.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# The default alphabet by its columns 0 to 7, and the extension.
DEFAULT_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"

OCTETS = 140  # of a message's user data (23.040, 9.2.3.24)
HEADER_OCTETS = 6  # of a concatenated one: length, element, its length, reference, parts, part (23.040, 9.2.3.24.1)
TABLE = Path(__file__).with_name("sms_table.tsv")


class Packed(NamedTuple):
    encoding: str
    units: int
    segments: int
    room: int  # units left in the last segment


class Row(NamedTuple):
    name: str
    text: str
    encoding: str
    units: int
    segments: int
    dear: str  # the characters that make it dear, in their order


def packed(text: str) -> Packed:
    """Fill messages with whole characters, one after the other."""
    is_gsm = all(character in DEFAULT_ALPHABET + EXTENSION for character in text)
    bits_a_unit = 7 if is_gsm else 16
    sizes = [_bits(character, is_gsm=is_gsm) for character in text]
    room = whole = OCTETS * 8 // bits_a_unit * bits_a_unit
    segments = 1 if text else 0
    if sum(sizes) > whole:
        # Behind the header, septets begin at the next multiple of seven bits.
        segments, room = 0, 0
        header = -(-HEADER_OCTETS * 8 // bits_a_unit) * bits_a_unit
        for size in sizes:
            if size > room:
                segments, room = segments + 1, OCTETS * 8 // bits_a_unit * bits_a_unit - header
            room -= size
    else:
        room -= sum(sizes)
    return Packed("GSM-7" if is_gsm else "UCS-2", sum(sizes) // bits_a_unit, segments, room // bits_a_unit)


def _bits(character: str, *, is_gsm: bool) -> int:
    if is_gsm:
        return 14 if character in EXTENSION else 7  # the escape, and a septet
    return len(character.encode("utf-16-be", "surrogatepass")) * 8


def table() -> Iterator[Row]:
    """The rows of sms_table.tsv, whose texts are pieces with how often each is repeated."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            text = "".join(piece * times for piece, times in json.loads(row["pieces"]))
            dear = json.loads(row["dear"])
            yield Row(row["name"], text, row["encoding"], int(row["units"]), int(row["segments"]), dear)
