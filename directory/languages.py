"""The languages that a parent may ask for."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str  # as a roster or a URL writes it, lower case
    name: str  # in English, for staff
    autonym: str  # as its speakers write it
    right_to_left: bool = False


DEFAULT = "en"
# Left-to-right isolate and its end: without them a number with spaces stands reversed in a right-to-left text.
_ISOLATE = "\u2066{}\u2069"

_ROWS = (
    Language(code="en", name="English", autonym="English"),
    Language(code="pl", name="Polish", autonym="Polski"),
    Language(code="ar", name="Arabic", autonym="العربية", right_to_left=True),
    Language(code="ro", name="Romanian", autonym="Română"),
    Language(code="lt", name="Lithuanian", autonym="Lietuvių"),
    Language(code="bg", name="Bulgarian", autonym="Български"),
    Language(code="pt", name="Portuguese", autonym="Português"),
    Language(code="tet", name="Tetum", autonym="Tetun"),
    Language(code="sk", name="Slovak", autonym="Slovenčina"),
    Language(code="ga", name="Irish", autonym="Gaeilge"),
    Language(code="uk", name="Ukrainian", autonym="Українська"),
    Language(code="zh-hans", name="Chinese (Simplified)", autonym="简体中文"),
    Language(code="so", name="Somali", autonym="Soomaali"),
    Language(code="hu", name="Hungarian", autonym="Magyar"),
    Language(code="lv", name="Latvian", autonym="Latviešu"),
    Language(code="ru", name="Russian", autonym="Русский"),
)
LANGUAGES = {language.code: language for language in _ROWS}


def in_text(number: str, code: str) -> str:
    """A telephone number or address as it has to stand in a text of this language."""
    language = LANGUAGES.get(code)
    return _ISOLATE.format(number) if language and language.right_to_left and number else number


# The interface languages are those with a complete catalogue (settings.LANGUAGES); English is British English there.
INTERFACE = {"en": "en-gb", "pl": "pl", "ar": "ar"}


def interface(code: str) -> str:
    """The interface language for somebody whose messages come in this language."""
    return INTERFACE.get(code, INTERFACE[DEFAULT])


def of_interface(code: str) -> Language:
    """The language that a page is shown in."""
    return LANGUAGES.get(code, LANGUAGES[DEFAULT])


def of_page() -> Language:
    """The language in which the present page, or answer, is written."""
    return of_interface(get_language() or "")
