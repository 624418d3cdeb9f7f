"""What a text costs, by 3GPP TS 23.038 and 23.040: alphabets, units and segments.

sms_table.tsv was worked out by the packer of sms_kit.py, and agreed in every row with a second opinion, the package
sms-segments-calculator 1.3.0 from npm (encoding and segments).
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.sms import Measure, measure
from tests.messages.sms_kit import DEFAULT_ALPHABET, EXTENSION, Packed, Row, packed, table

BABY, ESCAPED, HAN = "👶", "€", "你"
ROWS = list(table())

TEXTS = st.one_of(
    st.text(DEFAULT_ALPHABET, max_size=500),
    st.text(DEFAULT_ALPHABET[:16] + EXTENSION * 2, max_size=500),
    st.text("aż你👶", max_size=300),
    st.text(max_size=300),
    # Long texts of one kind, shifted by a few characters, to meet every border of a segment.
    st.tuples(st.integers(0, 4), st.sampled_from([ESCAPED, BABY, HAN, "a"]), st.integers(0, 320)).map(
        lambda parts: "a" * parts[0] + parts[1] * parts[2]
    ),
)


def gsm(units: int, segments: int, room: int, dear: tuple[str, ...] = ()) -> Measure:
    return Measure(encoding="GSM-7", units=units, segments=segments, room=room, dear=dear)


def ucs(units: int, segments: int, room: int, dear: tuple[str, ...] = ()) -> Measure:
    return Measure(encoding="UCS-2", units=units, segments=segments, room=room, dear=dear)


def test_table_is_long_enough() -> None:
    assert len({row.text for row in ROWS}) >= 300


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row_of_the_table(row: Row) -> None:
    found = measure(row.text)
    assert (found.encoding, found.units, found.segments, "".join(found.dear)) == row[2:]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row_is_packed_like_that(row: Row) -> None:
    """The table itself, by octets, and the room that is left."""
    assert packed(row.text)[:3] == row[2:5]
    assert packed(row.text).room == measure(row.text).room


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", gsm(0, 0, 160)),
        ("a", gsm(1, 1, 159)),
        ("a" * 160, gsm(160, 1, 0)),
        ("a" * 161, gsm(161, 2, 145)),
        ("a" * 306, gsm(306, 2, 0)),
        ("a" * 307, gsm(307, 3, 152)),
        (ESCAPED, gsm(2, 1, 158, (ESCAPED,))),
        ("a" * 159 + ESCAPED, gsm(161, 2, 145, (ESCAPED,))),
        # The escape would be unit 153 and its letter unit 154: both go to the next segment, and one unit is lost.
        ("a" * 152 + ESCAPED + "a" * 151, gsm(305, 2, 0, (ESCAPED,))),
        ("a" * 152 + ESCAPED + "a" * 152, gsm(306, 3, 152, (ESCAPED,))),
        (HAN, ucs(1, 1, 69, (HAN,))),
        (HAN * 70, ucs(70, 1, 0, (HAN,))),
        (HAN * 71, ucs(71, 2, 63, (HAN,))),
        (HAN * 134, ucs(134, 2, 0, (HAN,))),
        (HAN * 135, ucs(135, 3, 66, (HAN,))),
        (BABY * 35, ucs(70, 1, 0, (BABY,))),
        (HAN * 66 + BABY + HAN * 65, ucs(133, 2, 0, (HAN, BABY))),
        (HAN * 66 + BABY + HAN * 66, ucs(134, 3, 66, (HAN, BABY))),
    ],
)
def test_text_in_every_detail(text: str, expected: Measure) -> None:
    assert measure(text) == expected


@pytest.mark.parametrize(
    ("text", "dear"),
    [
        ("", ()),
        ("Plain words.", ()),
        ("Zażółć gęślą", ("ż", "ó", "ł", "ć", "ę", "ś", "ą")),
        ("Don’t – or “do”", ("’", "–", "“", "”")),
        ("ż ż ż", ("ż",)),
        ("1 € [or] {more}", ("€", "[", "]", "{", "}")),
        # Where the whole text is UCS-2 anyway, what would cost two elsewhere costs one.
        ("1 € [or] ż", ("ż",)),
        ("é and à are cheap, á is not", ("á",)),
    ],
)
def test_dear_characters_are_named_as_they_appear(text: str, dear: tuple[str, ...]) -> None:
    assert measure(text).dear == dear


@pytest.mark.parametrize("character", EXTENSION)
def test_character_of_the_extension_counts_two(character: str) -> None:
    assert measure(character) == gsm(2, 1, 158, (character,))
    assert measure("a" + character + "b") == gsm(4, 1, 156, (character,))


def test_every_character_of_the_default_alphabet_counts_one() -> None:
    assert len(set(DEFAULT_ALPHABET)) == len(DEFAULT_ALPHABET) == 127  # and the escape
    assert [character for character in DEFAULT_ALPHABET if measure(character) != gsm(1, 1, 159)] == []


def test_no_other_character_is_in_the_alphabet() -> None:
    plane = (chr(number) for number in range(0x10000))
    known = {character for character in plane if measure(character).encoding == "GSM-7"}
    assert known == {*DEFAULT_ALPHABET, *EXTENSION}


@given(TEXTS)
def test_measure_is_that_of_a_packer_of_octets(text: str) -> None:
    found = measure(text)
    assert Packed(found.encoding, found.units, found.segments, found.room) == packed(text)


@given(TEXTS)
def test_without_its_dear_characters_a_text_is_cheap(text: str) -> None:
    found = measure(text)
    rest = measure("".join(character for character in text if character not in found.dear))
    assert rest.encoding == "GSM-7"
    assert rest.dear == () or found.encoding == "UCS-2"


@given(TEXTS)
def test_one_segment_exactly_when_the_units_fit(text: str) -> None:
    measured = measure(text)
    limit = 160 if measured.encoding == "GSM-7" else 70
    assert (measured.segments == 1) is (0 < measured.units <= limit)
    assert (measured.segments == 0) is (text == "")


@given(TEXTS, st.characters())
def test_longer_text_is_never_cheaper(text: str, character: str) -> None:
    assert measure(text + character).segments >= measure(text).segments
