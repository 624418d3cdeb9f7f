"""Which numbers are taken, however they are written, and what the others are told.

Apart from numbers reserved for drama, every number is phonenumbers' own documented example of its kind.
"""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from subscribers.phone import SENTENCES, PhoneError, normalise

PARENT = "+447700900123"
DIGITS = "0123456789"
ZERO_WIDTH_SPACE, LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200b", "\u200e", "\u200f"
# Whatever a number without a country code may be made of.
LOCAL_CHARACTERS = DIGITS + "٠١٢٣٤٥٦٧٨٩" + "०१२३४५६७८९" + "０１２３" + "²½" + " ()-./,;#*~x\t\u00a0\u200f"

LINE = PhoneNumberType.FIXED_LINE
MOBILE = PhoneNumberType.MOBILE


def example(region: str, kind: int, style: int = PhoneNumberFormat.E164) -> str:
    """The library's example number of a kind, as written in the region."""
    number = phonenumbers.example_number_for_type(region, kind)
    assert number is not None
    return phonenumbers.format_number(number, style)


def refusal(text: str) -> str:
    """The code with which a number is refused, and refused in its sentence; empty when it is not."""
    try:
        normalise(text)
    except PhoneError as error:
        code = str(error.code)
        return code if error.messages == [str(SENTENCES[code])] else f"{code} without its sentence"
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "07700900123",
        "07700 900123",
        "07700 900 123",
        " 07700 900123 ",
        "\t07700900123\n",
        "07700-900-123",
        "07700–900–123",
        "07700\u2011900\u2011123",
        "07700.900.123",
        "07700/900123",
        "(07700) 900123",
        "[07700] 900123",
        "07700 900123.",
        "'07700900123",
        "7700900123",
        "7700 900123",
        "+447700900123",
        "+44 7700 900123",
        "+44 7700 900 123",
        "+44-7700-900123",
        "+ 44 7700 900123",
        "+44 (0)7700 900123",
        "+44 (0) 7700 900123",
        "+44(0)7700900123",
        "+44 07700 900123",
        "(+44) 7700 900123",
        "00447700900123",
        "0044 7700 900123",
        "0044 (0)7700 900123",
        "00 44 7700 900123",
        "447700900123",
        "44 7700 900123",
        "44 (0)7700 900123",
        "٠٧٧٠٠٩٠٠١٢٣",
        "٠٧٧٠٠ ٩٠٠١٢٣",
        "۰۷۷۰۰۹۰۰۱۲۳",
        "+٤٤ ٧٧٠٠ ٩٠٠١٢٣",
        "０７７００９００１２３",
        "＋447700900123",
        "07700\u00a0900\u00a0123",
        "07700\u202f900123",
        "07700\u2009900\u2009123",
        "07700\t900123",
        f"+44 7700{LEFT_TO_RIGHT_MARK} 900123",
        f"٠٧٧٠٠{RIGHT_TO_LEFT_MARK} ٩٠٠١٢٣",
        f"{LEFT_TO_RIGHT_MARK}+447700900123",
        f"{RIGHT_TO_LEFT_MARK}07700 900123{RIGHT_TO_LEFT_MARK}",
        f"{RIGHT_TO_LEFT_MARK}٠٧٧٠٠ ٩٠٠١٢٣",
        "\u202a07700 900123\u202c",
        "\u2066+44 7700 900123\u2069",
        f"{ZERO_WIDTH_SPACE}07700{ZERO_WIDTH_SPACE}900123",
        "\ufeff07700900123",
    ],
)
def test_uk_mobile_however_written(text: str) -> None:
    assert normalise(text) == PARENT


@pytest.mark.parametrize("region", ["GB", "JE", "GG", "IM"])
@pytest.mark.parametrize("style", [PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164])
def test_mobile_of_home_and_the_crown_dependencies(region: str, style: int) -> None:
    assert normalise(example(region, MOBILE, style)) == example(region, MOBILE)


@pytest.mark.parametrize("text", ["+353 85 012 3456", "+353 (0)85 012 3456", "00353 85 012 3456", "+353850123456"])
def test_irish_mobile_with_its_country_code(text: str) -> None:
    assert normalise(text) == example("IE", MOBILE) == "+353850123456"


@pytest.mark.parametrize(
    ("region", "kind", "code"),
    [
        ("GB", LINE, "landline"),
        ("JE", LINE, "landline"),
        ("GG", LINE, "landline"),
        ("IM", LINE, "landline"),
        ("IE", LINE, "landline"),
        ("GB", PhoneNumberType.VOIP, "landline"),
        ("GB", PhoneNumberType.UAN, "landline"),
        ("GB", PhoneNumberType.PERSONAL_NUMBER, "personal"),
        ("JE", PhoneNumberType.PERSONAL_NUMBER, "personal"),
        ("IE", PhoneNumberType.PERSONAL_NUMBER, "personal"),
        ("GB", PhoneNumberType.PAGER, "pager"),
        ("GB", PhoneNumberType.PREMIUM_RATE, "premium"),
        ("IM", PhoneNumberType.PREMIUM_RATE, "premium"),
        ("IE", PhoneNumberType.PREMIUM_RATE, "premium"),
        ("IE", PhoneNumberType.SHARED_COST, "premium"),
        ("IE", PhoneNumberType.VOICEMAIL, "premium"),
        ("GB", PhoneNumberType.TOLL_FREE, "premium"),
        ("JE", PhoneNumberType.TOLL_FREE, "premium"),
        ("IE", PhoneNumberType.TOLL_FREE, "premium"),
        ("FR", MOBILE, "foreign"),
        ("FR", LINE, "foreign"),
        ("US", MOBILE, "foreign"),
        ("RU", MOBILE, "foreign"),
        ("PL", MOBILE, "foreign"),
        ("LT", MOBILE, "foreign"),
    ],
)
def test_number_of_another_kind(region: str, kind: int, code: str) -> None:
    assert refusal(example(region, kind)) == code
    assert refusal(example(region, kind, PhoneNumberFormat.INTERNATIONAL)) == code


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (LINE, "landline"),
        (PhoneNumberType.PERSONAL_NUMBER, "personal"),
        (PhoneNumberType.PAGER, "pager"),
        (PhoneNumberType.PREMIUM_RATE, "premium"),
        (PhoneNumberType.TOLL_FREE, "premium"),
    ],
)
def test_uk_number_of_another_kind_without_country_code(kind: int, code: str) -> None:
    assert refusal(example("GB", kind, PhoneNumberFormat.NATIONAL)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\u00a0\t\n", "empty"),
        ("999", "short"),
        ("112", "short"),
        ("101", "short"),
        ("111", "short"),
        ("60000", "short"),
        ("+44999", "short"),
        ("٩٩٩", "short"),
        ("mum", "invalid"),
        ("none yet", "invalid"),
        ("+", "invalid"),
        ("()", "invalid"),
        ("07700 900ABC", "invalid"),
        ("tel:07700900123;phone-context=+7", "invalid"),
        ("07700 900123 ext 5", "invalid"),
        ("07700900123#5", "invalid"),
        ("07700900123 07700900124", "invalid"),
        ("07700900123/07700900124", "invalid"),
        ("07700900123, 07700900124", "invalid"),
        ("07700 900123 or 07700 900124", "invalid"),
        ("07700 900123\n07700 900124", "invalid"),
        ("+447700900123+447700900124", "invalid"),
        ("0770090012", "invalid"),
        ("077009001234", "invalid"),
        ("+4477009001234", "invalid"),
        ("07700900123" * 5, "invalid"),
        ("1" * 300, "invalid"),
        ("0" * 30, "invalid"),
        ("07700 90012³", "invalid"),
        # The UK's country code forgotten: these are numbers of other countries, or of none.
        ("+7700900123", "foreign"),
        ("+7 700 900123", "foreign"),
        ("007700900123", "foreign"),
        # Ireland's country code before a number that is not Irish.
        ("+3537700900123", "invalid"),
        ("00353 7700 900123", "invalid"),
    ],
)
def test_number_we_do_not_text(text: str, code: str) -> None:
    assert refusal(text) == code


@pytest.mark.parametrize(("country", "style"), [("FR", PhoneNumberFormat.NATIONAL), ("IE", PhoneNumberFormat.NATIONAL)])
def test_foreign_mobile_without_country_code(country: str, style: int) -> None:
    assert refusal(example(country, MOBILE, style)) == "invalid"


def test_every_refusal_has_one_sentence() -> None:
    assert all(str(sentence).endswith(".") for sentence in SENTENCES.values())
    assert len({str(sentence) for sentence in SENTENCES.values()}) == len(SENTENCES)


@given(st.text(LOCAL_CHARACTERS, max_size=20))
def test_text_without_country_code_is_never_of_another_country(text: str) -> None:
    if [str(int(c)) for c in text if c.isdecimal()][:2] == ["0", "0"]:
        return  # 00 is the way to another country's code
    assert refusal(text) or normalise(text).startswith("+44")


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    assert refusal(text) in {"", *SENTENCES}


@pytest.mark.parametrize("text", ["07700900123", "7700900123", "447700900123", "+447700900123", "00447700900123"])
def test_one_slip_never_makes_a_foreign_number(text: str) -> None:
    """A digit left out, put in or mistyped, or two swapped, at every place."""
    places = range(len(text))
    left_out = [text[:n] + text[n + 1 :] for n in places]
    put_in = [text[:n] + digit + text[n:] for n in range(len(text) + 1) for digit in DIGITS]
    mistyped = [text[:n] + digit + text[n + 1 :] for n in places if text[n] != "+" for digit in DIGITS]
    swapped = [text[:n] + text[n : n + 2][::-1] + text[n + 2 :] for n in places]
    taken = {normalise(slip) for slip in left_out + put_in + mistyped + swapped if not refusal(slip)}
    assert {number for number in taken if not number.startswith("+44")} == set()


@given(
    st.one_of(
        st.integers(0, 999).map(lambda n: f"07700 900{n:03}"),
        st.from_regex(r"(\+|00)?(44|353)?[ (]{0,2}0?[)]?[78][0-9 ]{7,12}", fullmatch=True),
    )
)
def test_normalised_number_stays_the_same(text: str) -> None:
    if not refusal(text):
        assert normalise(normalise(text)) == normalise(text)


@given(st.integers(0, 999))
def test_number_reserved_for_drama_is_a_mobile(last_digits: int) -> None:
    assert normalise(f"07700 900{last_digits:03}") == f"+447700900{last_digits:03}"
