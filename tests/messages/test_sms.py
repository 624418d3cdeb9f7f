"""What a text costs, by 3GPP TS 23.038 and 23.040: alphabets, units and segments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.sms import Measure, measure

# The tables of the standard, written down once more: the default alphabet by its columns 0 to 7, and the extension.
DEFAULT_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)  # fmt: skip
EXTENSION = "\f^{}\\[~]|€"
BABY, ESCAPED, HAN = "👶", "€", "你"

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


def gsm(units: int, segments: int) -> Measure:
    return Measure(encoding="GSM-7", units=units, segments=segments)


def ucs(units: int, segments: int) -> Measure:
    return Measure(encoding="UCS-2", units=units, segments=segments)


def oracle(text: str) -> Measure:
    """The same by filling segments one character after the other."""
    is_gsm = all(character in DEFAULT_ALPHABET + EXTENSION for character in text)
    if is_gsm:
        sizes = [2 if character in EXTENSION else 1 for character in text]
    else:
        sizes = [len(character.encode("utf-16-be", "surrogatepass")) // 2 for character in text]
    single, joined = (160, 153) if is_gsm else (70, 67)
    if sum(sizes) <= single:
        segments = 1 if text else 0
    else:
        packed: list[int] = [0]
        for size in sizes:
            if packed[-1] + size > joined:
                packed.append(0)
            packed[-1] += size
        segments = len(packed)
    return Measure(encoding="GSM-7" if is_gsm else "UCS-2", units=sum(sizes), segments=segments)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", gsm(0, 0)),
        ("a", gsm(1, 1)),
        (" ", gsm(1, 1)),
        ("\n", gsm(1, 1)),
        (ESCAPED, gsm(2, 1)),
        ("a" * 160, gsm(160, 1)),
        ("a" * 161, gsm(161, 2)),
        ("a" * 306, gsm(306, 2)),
        ("a" * 307, gsm(307, 3)),
        ("a" * 459, gsm(459, 3)),
        ("a" * 460, gsm(460, 4)),
        (ESCAPED * 80, gsm(160, 1)),
        ("a" * 159 + ESCAPED, gsm(161, 2)),
        ("a" * 158 + ESCAPED, gsm(160, 1)),
        (HAN, ucs(1, 1)),
        (HAN * 70, ucs(70, 1)),
        (HAN * 71, ucs(71, 2)),
        (HAN * 134, ucs(134, 2)),
        (HAN * 135, ucs(135, 3)),
        (HAN * 201, ucs(201, 3)),
        (HAN * 202, ucs(202, 4)),
        (BABY, ucs(2, 1)),
        (BABY * 35, ucs(70, 1)),
        (BABY * 36, ucs(72, 2)),
        ("a" * 69 + HAN, ucs(70, 1)),
        ("a" * 70 + HAN, ucs(71, 2)),
        ("a" * 69 + BABY, ucs(71, 2)),
        ("ż", ucs(1, 1)),
        ("`", ucs(1, 1)),
        ("’", ucs(1, 1)),
        ("ç", ucs(1, 1)),
        ("\t", ucs(1, 1)),
        ("\u00a0", ucs(1, 1)),
        ("é", gsm(1, 1)),
        ("e\u0301", ucs(2, 1)),
    ],
)
def test_text_of_a_length(text: str, expected: Measure) -> None:
    assert measure(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The escape would be unit 153 and its letter unit 154: both go to the next segment, and one unit is lost.
        ("a" * 152 + ESCAPED + "a" * 151, gsm(305, 2)),
        ("a" * 152 + ESCAPED + "a" * 152, gsm(306, 3)),
        ("a" * 151 + ESCAPED + "a" * 153, gsm(306, 2)),
        (ESCAPED * 152, gsm(304, 2)),
        (ESCAPED * 153, gsm(306, 3)),
        ("a" * 152 + ESCAPED + "a" * 150 + ESCAPED + "a" * 151, gsm(457, 3)),
        ("a" * 152 + ESCAPED + "a" * 150 + ESCAPED + "a" * 152, gsm(458, 4)),
        # The same for the two halves of a character beyond the basic plane.
        (HAN * 66 + BABY + HAN * 65, ucs(133, 2)),
        (HAN * 66 + BABY + HAN * 66, ucs(134, 3)),
        (HAN * 65 + BABY + HAN * 67, ucs(134, 2)),
        (BABY * 66, ucs(132, 2)),
        (BABY * 67, ucs(134, 3)),
    ],
)
def test_pair_at_the_border_of_a_segment_is_not_split(text: str, expected: Measure) -> None:
    assert measure(text) == expected


@pytest.mark.parametrize("character", EXTENSION)
def test_character_of_the_extension_counts_two(character: str) -> None:
    assert measure(character) == gsm(2, 1)
    assert measure("a" + character + "b") == gsm(4, 1)


def test_every_character_of_the_default_alphabet_counts_one() -> None:
    assert len(set(DEFAULT_ALPHABET)) == len(DEFAULT_ALPHABET) == 127  # and the escape
    assert [character for character in DEFAULT_ALPHABET if measure(character) != gsm(1, 1)] == []


def test_no_other_character_is_in_the_alphabet() -> None:
    plane = (chr(number) for number in range(0x10000))
    known = {character for character in plane if measure(character).encoding == "GSM-7"}
    assert known == {*DEFAULT_ALPHABET, *EXTENSION}


@given(TEXTS)
def test_measure_is_that_of_a_simple_packer(text: str) -> None:
    assert measure(text) == oracle(text)


@given(TEXTS)
def test_one_segment_exactly_when_the_units_fit(text: str) -> None:
    measured = measure(text)
    limit = 160 if measured.encoding == "GSM-7" else 70
    assert (measured.segments == 1) is (0 < measured.units <= limit)
    assert (measured.segments == 0) is (text == "")


@given(TEXTS, st.characters())
def test_longer_text_is_never_cheaper(text: str, character: str) -> None:
    assert measure(text + character).segments >= measure(text).segments
