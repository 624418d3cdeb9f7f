"""What a sheet is given, which letters it can print, and the fixed words."""

from dataclasses import replace
from datetime import date

import pytest
from fontTools.ttLib import TTFont

from campaigns.paper import (
    DaySheet,
    MissingGlyphError,
    MissingPhrasesError,
    PressNote,
    Size,
    SocialImage,
    between,
    phrases_in,
    poster,
)
from campaigns.paper.sheets import poster_data
from languages import table
from languages.table import INTERFACE
from languages.upright import upright
from messages.paper.letters import FONTS, covered, ready
from tests.campaigns.paper_kit import ALPHABETS, Paper, sample

FAMILIES = ("NotoSans", "NotoSansArabic", "NotoSansSC")
DECEMBER, JANUARY = date(2026, 12, 28), date(2027, 1, 3)


def test_list_of_letters_is_that_of_the_fonts() -> None:
    fonts = [
        [set(TTFont(FONTS / f"{family}-{weight}.ttf").getBestCmap()) for weight in ("Regular", "Bold")]
        for family in FAMILIES
    ]
    assert [regular ^ bold for regular, bold in fonts] == [set(), set(), set()]
    assert covered() == fonts[0][0] | fonts[1][0] | fonts[2][0]


@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS)
def test_our_languages_can_be_printed(letters: str) -> None:
    assert ready(letters) == letters


def test_fonts_are_small_and_carry_their_licence() -> None:
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 6_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "text", "letters"),
    [("heading", "Hello 아아", "아"), ("sure_start", "Sure Start 🙂", "🙂"), ("keyword", "한OAK", "한")],
)
def test_letter_without_a_font_is_named(field: str, text: str, letters: str) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        poster(sample("en", **{field: text}), Size.A6)
    assert caught.value.letters == letters
    assert f"U+{ord(letters):04X}" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (" two\n lines\tand  more ", "two lines and more"),
        ("e\u0301", "é"),
        ("Ring 0808 808 8000 now", "Ring 0808\u00a0808\u00a08000 now"),
        ("soft\u00adhyphen \u2066123\u2069", "soft\u00adhyphen \u2066123\u2069"),
    ],
)
def test_text_is_made_ready(given: str, made: str) -> None:
    assert ready(given) == made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("اتصل 07700 900123.", "اتصل \u206607700 900123\u2069."),
        ("+44 7700 900123", "\u2066+44 7700 900123\u2069"),
        ("18:30–20:00، 2026", "\u206618:30–20:00\u2069، \u20662026\u2069"),
        ("£3.50 أو 20%", "\u2066£3.50\u2069 أو \u206620%\u2069"),
        ("في Oak Library 2، BT7 أو 5–10", "في Oak Library 2، BT7 أو \u20665–10\u2069"),
        ("https://hope.example/2026/11", "https://hope.example/2026/11"),
        ("Oak Library\n5–10", "Oak Library\n\u20665–10\u2069"),
        ("\u20660808 808 8000\u2069", "\u20660808 808 8000\u2069"),
        ("2026, 10:00", "\u20662026\u2069, \u206610:00\u2069"),
        ("£3–£5", "\u2066£3–£5\u2069"),
        ("بلا", "بلا"),
    ],
)
def test_numbers_are_isolated(given: str, made: str) -> None:
    assert upright(given) == made


@pytest.mark.parametrize(
    ("first", "last", "language", "words"),
    [
        (date(2026, 6, 8), date(2026, 6, 14), "en", "8 to 14 June 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "en", "28 September to 4 October 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "en", "28 December 2026 to 3 January 2027"),
        (date(2025, 6, 8), date(2026, 6, 14), "en", "8 June 2025 to 14 June 2026"),
        (date(2026, 6, 8), date(2026, 6, 8), "en", "8 June 2026"),
        (date(2026, 6, 8), date(2026, 6, 14), "pl", "od 8 do 14 czerwca 2026"),
        (date(2026, 6, 8), date(2026, 6, 14), "ar", "من 8 إلى 14 يونيو 2026"),
        (date(2026, 6, 8), date(2026, 6, 14), "lt", "nuo 2026 m. birželio 8 d. iki birželio 14 d."),
        (date(2026, 6, 8), date(2026, 6, 14), "zh-hans", "2026年6月8日至6月14日"),
        (date(2026, 12, 28), date(2027, 1, 3), "zh-hans", "2026年12月28日至2027年1月3日"),
    ],
)
def test_days_in_words(first: date, last: date, language: str, words: str) -> None:
    assert between(first, last, language) == words


def test_language_without_fixed_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "INTERFACE", {code: name for code, name in INTERFACE.items() if code != "ro"})
    romanian = sample("en", dates="8 iunie")
    with pytest.raises(MissingPhrasesError):
        poster(replace(romanian, language="ro"), Size.A4)
    with pytest.raises(MissingPhrasesError):
        between(date(2026, 6, 8), date(2026, 6, 14), "ro")


@pytest.mark.parametrize("language", INTERFACE)
def test_fixed_words_and_days_of_every_language_can_be_printed(language: str) -> None:
    dates = f"{between(date(2026, 2, 8), date(2026, 2, 14), language)} {between(DECEMBER, JANUARY, language)}"
    plain = replace(sample("en", dates=dates), language=language)
    written = poster_data(plain, Size.A4)
    assert written["phrases"]["name"] == ready(phrases_in(language).name)


def test_fixed_words_can_be_given() -> None:
    words = replace(phrases_in("en"), text_word="Trimiteți acest cuvânt", qr_alt="Cod QR: %(address)s")
    paper = Paper(poster(replace(sample("en"), language="ro", phrases=words), Size.A4))
    assert "Trimiteți acest cuvânt OAKLIBRARY" in paper.text
    assert (paper.language, paper.alternatives()[1]) == ("ro", "Cod QR: messagesofhope.example")


def test_address_is_that_of_the_code_unless_it_is_given() -> None:
    assert sample("en", address="").printed_address == "messagesofhope.example/j/OAKLIBRARY"
    assert sample("en").printed_address == "messagesofhope.example"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"heading": " "}, "heading"),
        ({"sentence": "", "keyword": "", "number": ""}, "sentence, keyword, number"),
        ({"heading": "a" * 301}, "301 characters"),
        ({"url": "sms:07700900123"}, "https"),
        ({"url": "https://"}, "https"),
    ],
)
def test_poster_says_what_it_lacks(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        sample("en", **changes)


def test_other_sheets_say_what_they_lack() -> None:
    with pytest.raises(ValueError, match="headline"):
        PressNote(language="en", headline="", release="now")
    with pytest.raises(ValueError, match="title, days"):
        DaySheet(language="en", title="", days=())
    with pytest.raises(ValueError, match="address"):
        SocialImage(language="en", heading="Hum", address="")
