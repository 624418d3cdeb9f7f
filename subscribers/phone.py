"""Which numbers we text: mobiles of the UK, the Crown dependencies and Ireland, and no others."""

import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

HOME = "GB"
HOME_CODE = 44  # the UK with the Crown dependencies
COUNTRY_CODES = {HOME_CODE, 353}  # and Ireland

SENTENCES = {
    "empty": _("Please type a mobile number."),
    "invalid": _("That does not look like a mobile number. Please check it, for example 07700 900123."),
    "foreign": _("We can text mobiles from the UK, Jersey, Guernsey, the Isle of Man and Ireland (+353) only."),
    "landline": _("That is a landline. Please give a mobile number: a landline might read texts aloud."),
    "personal": _("That is an 070 personal number, which can be dear to text. Please give a mobile number."),
    "pager": _("That is a pager. Please give a mobile number."),
    "premium": _("That is a premium or service number. Please give a mobile number."),
    "short": _("That number is too short. Please give the whole mobile number, for example 07700 900123."),
}
_REFUSED = {
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.VOIP: "landline",
    PhoneNumberType.UAN: "landline",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "premium",
    PhoneNumberType.TOLL_FREE: "premium",
    PhoneNumberType.VOICEMAIL: "premium",
}
# Never given to anybody (Ofcom: numbers for drama use, 07700 900000 to 900999), so the library does not know them.
DRAMA = range(7700900000, 7700901000)
SHORT_DIGITS = 7  # shorter than this is a short code or an emergency number


class PhoneError(ValidationError):
    """A number that we do not text: `code` for programs, a sentence for the person who typed it."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code], code=code)


def normalise(text: str) -> str:
    """The number in E.164, for example `+447700900123`, however it was written.

    A number without a country code is read as a UK number, never as another country's.
    Raises PhoneError with one of the codes of SENTENCES.
    """
    if not _visible(text):
        raise PhoneError("empty")
    number = _parse(_visible(text))
    if number.country_code not in COUNTRY_CODES:
        raise PhoneError("foreign")
    drama = number.country_code == HOME_CODE and number.national_number in DRAMA
    kind = PhoneNumberType.MOBILE if drama else phonenumbers.number_type(number)
    if kind in _REFUSED:
        raise PhoneError(_REFUSED[kind])
    if kind != PhoneNumberType.MOBILE or number.extension:
        raise PhoneError("invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spaced(phone: str) -> str:
    """A number in E.164 as people write it: 07700 900123, or with its country code when it is not a UK number."""
    number = phonenumbers.parse(phone)
    styles = phonenumbers.PhoneNumberFormat
    if number.country_code == HOME_CODE and number.national_number in DRAMA:  # the library does not group these
        digits = str(number.national_number)
        return f"0{digits[:4]} {digits[4:]}"
    home = number.country_code == HOME_CODE
    return phonenumbers.format_number(number, styles.NATIONAL if home else styles.INTERNATIONAL)


def _visible(text: str) -> str:
    """Without direction marks and the like, and with plain spaces."""
    shown = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(shown.split())


def _parse(text: str) -> PhoneNumber:
    if sum(character.isdigit() for character in text) < SHORT_DIGITS:
        raise PhoneError("short" if any(character.isdigit() for character in text) else "invalid")
    if any(character.isalpha() for character in text):  # no vanity numbers, no two numbers in one
        raise PhoneError("invalid")
    try:
        return phonenumbers.parse(text, HOME)
    except NumberParseException as error:
        raise PhoneError("invalid") from error
