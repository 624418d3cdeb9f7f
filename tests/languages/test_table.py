"""The one table of languages: right plurals, known to Django and Wagtail, and days and lists in each."""

import gettext
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import get_language_info

from languages import spoken
from languages.table import LANGUAGES, TABLE, Language
from messages.sms import measure
from subscribers.models import Journey

ASKED_FOR = ["en", "pl", "lt", "ga", "ro", "pt", "ar", "bg", "tet", "sk", "uk", "zh-hans", "hu", "so", "ru", "lv"]
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100)
# CLDR 48: the category of each of NUMBERS. Tetum is not in CLDR; its nouns have one form for one and one for more.
CATEGORIES = {
    "en": "other one other other other other other other",
    "pl": "many one few few many many many many",
    "lt": "other one few few few other one other",
    "ga": "other one two few few other other other",
    "ro": "few one few few few few other other",
    "pt": "other one other other other other other other",
    "ar": "zero one two few few many many other",
    "bg": "other one other other other other other other",
    "tet": "other one other other other other other other",
    "sk": "other one few few other other other other",
    "uk": "many one few few many many one many",
    "zh-hans": "other other other other other other other other",
    "hu": "other one other other other other other other",
    "so": "other one other other other other other other",
    "ru": "many one few few many many one many",
    "lv": "zero one other other other zero one zero",
}
every_language = pytest.mark.parametrize("language", TABLE.values(), ids=TABLE)


def category(language: Language, number: int) -> str:
    return language.plural.forms[gettext.c2py(language.plural.rule)(number)]


def test_table_has_every_language_that_is_asked_for() -> None:
    assert sorted(TABLE) == sorted(ASKED_FOR)


@every_language
def test_plural_is_the_known_category(language: Language) -> None:
    assert " ".join(category(language, number) for number in NUMBERS) == CATEGORIES[language.code]


@pytest.mark.parametrize("code", [code for code in TABLE if code != "tet"])
def test_plural_is_cldrs_for_every_number(code: str) -> None:
    cldr = spoken.locale_of(code).plural_form
    wrong = [n for n in (*range(1001), 99_999) if category(TABLE[code], n) != cldr(n)]
    assert wrong == []


@every_language
def test_django_and_wagtail_know_it(language: Language) -> None:
    info = get_language_info(language.django)
    assert (info["bidi"], language.django in dict(settings.LANGUAGES)) == (language.right_to_left, True)


def test_alphabet_is_that_of_a_text_with_all_its_letters() -> None:
    letters = {
        "pl": "żółć",
        "so": "Ilmahaaga la sheekayso",
        "tet": "Ko'alia, fó-liman",
        "en": "Talk",
    }
    assert {code: measure(text).encoding for code, text in letters.items()} == {
        code: TABLE[code].alphabet.name for code in letters
    }


NIGHT = datetime(2026, 6, 8, 23, 30, tzinfo=UTC)  # half past midnight of the ninth, in Belfast


@pytest.mark.parametrize(
    ("code", "day", "short", "weekday", "moment"),
    [
        ("en", "9 June 2026", "Tue 9 June", "Tuesday 9 June", "9 June 2026, 00:30"),
        ("pl", "9 czerwca 2026", "wt., 9 czerwca", "wtorek, 9 czerwca", "9 czerwca 2026, 00:30"),
        ("ar", "9 يونيو 2026", "الثلاثاء، 9 يونيو", "الثلاثاء، 9 يونيو", "9 يونيو 2026، 00:30"),
        ("tet", "9 de junho de 2026", "terça, 9 de junho", "terça-feira, 9 de junho", "9 de junho de 2026, 00:30"),
        ("zh-hans", "2026年6月9日", "6月9日周二", "6月9日星期二", "2026年6月9日 00:30"),
        ("hu", "2026. június 9.", "június 9., K", "június 9., kedd", "2026. június 9. 00:30"),
    ],
)
def test_days_are_written_as_the_language_writes_them(
    code: str, day: str, short: str, weekday: str, moment: str
) -> None:
    instant = NIGHT
    assert (
        spoken.day(instant, code),
        spoken.short_day(instant, code),
        spoken.weekday(date(2026, 6, 9), code),
        spoken.moment(instant, code),
    ) == (day, short, weekday, moment)


def test_lists_and_numbers() -> None:
    assert {
        code: (spoken.listed(["A", "B", "C"], code), spoken.number(1234.5, code)) for code in ("en", "pl", "tet")
    } == {
        "en": ("A, B and C", "1,234.5"),
        "pl": ("A, B i C", "1\xa0234,5"),
        "tet": ("A, B e C", "1\xa0234,5"),
    }


def test_one_more_language_is_no_change_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of the table and a catalogue are all that it takes."""
    one_more = replace(TABLE["so"], code="ti", name="Tigrinya", autonym="ትግርኛ")
    monkeypatch.setitem(LANGUAGES, "ti", one_more)
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert found == {}
    field = Journey._meta.get_field("language")
    assert field.clean("ti", None) == "ti"
