"""The one table of languages. One more language is a row here and a catalogue in `locale/`, and no other code.

Django, Wagtail and Babel are set up from it (config.settings), and they need not know a language: Tetum, which neither
Django nor CLDR knows, works like the rest.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import get_language, to_locale


class Offered(Enum):
    """What a language is offered for."""

    INTERFACE = "interface"  # pages, forms, the conversation by text, e-mails' frames, posters
    MESSAGES = "messages"  # messages of hope; the interface is English
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Alphabet:
    """What a network bills a text by (3GPP TS 23.038 and 23.040)."""

    name: str
    single: int  # units (septets of GSM-7, UTF-16 units of UCS-2) in a text of one segment
    joined: int  # units in each segment of a longer text


GSM7 = Alphabet(name="GSM-7", single=160, joined=153)
UCS2 = Alphabet(name="UCS-2", single=70, joined=67)


@dataclass(frozen=True, kw_only=True)
class Plural:
    """Which form a whole number takes: CLDR's categories, in the order of a catalogue's forms."""

    forms: tuple[str, ...]
    rule: str  # gettext's C expression: the place of the form for n

    @property
    def header(self) -> str:
        """A catalogue's Plural-Forms."""
        return f"nplurals={len(self.forms)}; plural={self.rule};"


# CLDR 48, for whole numbers; categories that only fractions or whole millions have are left out, for nothing here
# counts so. Source: unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html, which Babel carries and
# tests/languages compares with. What Babel compiles has no rule for a language that CLDR does not know: gettext then
# takes ONE_OTHER, which is Tetum's.
ONE_OTHER = Plural(forms=("one", "other"), rule="n != 1")
SLAVIC_TEENS = "n%100<12 || n%100>14"
EAST_SLAVIC = Plural(
    forms=("one", "few", "many"),
    rule=f"n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && ({SLAVIC_TEENS}) ? 1 : 2",
)
POLISH = Plural(forms=("one", "few", "many"), rule=f"n==1 ? 0 : n%10>=2 && n%10<=4 && ({SLAVIC_TEENS}) ? 1 : 2")
SLOVAK = Plural(forms=("one", "few", "other"), rule="n==1 ? 0 : n>=2 && n<=4 ? 1 : 2")
LITHUANIAN = Plural(
    forms=("one", "few", "other"),
    rule="n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && (n%100<11 || n%100>19) ? 1 : 2",
)
LATVIAN = Plural(
    forms=("zero", "one", "other"),
    rule="n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 && n%100!=11 ? 1 : 2",
)
ROMANIAN = Plural(forms=("one", "few", "other"), rule="n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2")
IRISH = Plural(
    forms=("one", "two", "few", "many", "other"),
    rule="n==1 ? 0 : n==2 ? 1 : n>=3 && n<=6 ? 2 : n>=7 && n<=10 ? 3 : 4",
)
ARABIC = Plural(
    forms=("zero", "one", "two", "few", "many", "other"),
    rule="n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
)
CHINESE = Plural(forms=("other",), rule="0")


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str  # as a roster or an address writes it, lower case
    name: str  # in English, for staff
    autonym: str  # as its speakers write it
    right_to_left: bool = False
    cldr: str  # whose dates, numbers and lists it has: Babel's name of a locale
    plural: Plural
    alphabet: Alphabet = UCS2  # of a text with all its letters, which are never stripped to save money
    offered: Offered = Offered.BOTH
    for_staff: bool = False  # the staff's screens have a catalogue too
    reviewed: str = ""  # who read the whole interface as a speaker, and when; empty: it is a draft, and says so

    @property
    def django(self) -> str:
        """What Django calls it: English is British English there."""
        return "en-gb" if self.code == DEFAULT else self.code

    @property
    def tag(self) -> str:
        """As HTML writes it, with its script: zh-Hans."""
        return to_locale(self.code).replace("_", "-")

    @property
    def direction(self) -> str:
        return "rtl" if self.right_to_left else "ltr"


DEFAULT = "en"
BY_DJANGO = {"en-gb": DEFAULT}

# The most asked for by families and by the region's interpreting services (HSC interpreting requests 2021/22; Census
# 2021 of Northern Ireland), read on 2026-11-21.
_ROWS = (
    Language(
        code="en",
        name="English",
        autonym="English",
        cldr="en_GB",
        plural=ONE_OTHER,
        alphabet=GSM7,
        for_staff=True,
        reviewed="the words themselves",
    ),
    Language(code="pl", name="Polish", autonym="Polski", cldr="pl", plural=POLISH, for_staff=True),
    Language(code="ar", name="Arabic", autonym="العربية", right_to_left=True, cldr="ar", plural=ARABIC, for_staff=True),
    Language(code="ro", name="Romanian", autonym="Română", cldr="ro", plural=ROMANIAN),
    Language(code="lt", name="Lithuanian", autonym="Lietuvių", cldr="lt", plural=LITHUANIAN),
    Language(code="bg", name="Bulgarian", autonym="Български", cldr="bg", plural=ONE_OTHER),
    Language(code="pt", name="Portuguese", autonym="Português", cldr="pt_PT", plural=ONE_OTHER),
    # CLDR has no Tetum: its days and numbers are written as in Portuguese, whose names of months it has.
    Language(code="tet", name="Tetum", autonym="Tetun", cldr="pt_PT", plural=ONE_OTHER),
    Language(code="sk", name="Slovak", autonym="Slovenčina", cldr="sk", plural=SLOVAK),
    Language(code="ga", name="Irish", autonym="Gaeilge", cldr="ga", plural=IRISH),
    Language(code="uk", name="Ukrainian", autonym="Українська", cldr="uk", plural=EAST_SLAVIC),
    Language(code="zh-hans", name="Chinese (Simplified)", autonym="简体中文", cldr="zh_Hans", plural=CHINESE),
    Language(code="so", name="Somali", autonym="Soomaali", cldr="so", plural=ONE_OTHER, alphabet=GSM7),
    Language(code="hu", name="Hungarian", autonym="Magyar", cldr="hu", plural=ONE_OTHER),
    Language(code="lv", name="Latvian", autonym="Latviešu", cldr="lv", plural=LATVIAN),
    Language(code="ru", name="Russian", autonym="Русский", cldr="ru", plural=EAST_SLAVIC),
)
TABLE = {language.code: language for language in _ROWS}
# What a parent may ask for, and the languages of the interface with Django's name of each.
LANGUAGES = {code: language for code, language in TABLE.items() if language.offered is not Offered.INTERFACE}
INTERFACE = {code: language.django for code, language in TABLE.items() if language.offered is not Offered.MESSAGES}


def every_language() -> list[tuple[str, str]]:
    """What a column of a language may hold. A function: one more row of the table is no change of the database."""
    return [(code, language.name) for code, language in LANGUAGES.items()]


def every_other_language() -> list[tuple[str, str]]:
    """The same for a column of translations: all but English."""
    return [(code, name) for code, name in every_language() if code != DEFAULT]


# Left-to-right isolate and its end: without them a number with spaces stands reversed in a right-to-left text.
_ISOLATE = "\u2066{}\u2069"


def in_text(number: str, code: str) -> str:
    """A telephone number or address as it has to stand in a text of this language."""
    language = TABLE.get(code)
    return _ISOLATE.format(number) if language and language.right_to_left and number else number


def interface(code: str) -> str:
    """The interface language (Django's name) for somebody whose messages come in this language."""
    return INTERFACE.get(code, INTERFACE[DEFAULT])


def of_interface(django: str) -> Language:
    """The language that a page is shown in, by Django's name."""
    return TABLE.get(BY_DJANGO.get(django, django), TABLE[DEFAULT])


def of_page() -> Language:
    """The language in which the present page, or answer, is written."""
    return of_interface(get_language() or "")
