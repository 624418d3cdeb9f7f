"""Braille-ready files: what a display or an embosser is given. These tests need liblouis (tests/liblouis.py)."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from languages.table import LANGUAGES
from messages.formats import braille
from messages.formats.braille import TABLES, BrailleError, NotInBrailleError, can_write, cells
from messages.formats.brf import ACROSS, ASCII, DOWN, brf
from tests.campaigns.paper_kit import ALPHABETS
from tests.liblouis import HELP
from tests.messages.format_kit import whole

# A word or two of each language, and its cells as its readers know them.
WORDS = {
    "en": ("It’s like “this” – and 12", "⠠⠭⠄⠎⠀⠇⠀⠦⠹⠴⠀⠠⠤⠀⠯⠀⠼⠁⠃"),
    "pl": ("żółć 12", "⠯⠬⠣⠩⠀⠼⠁⠃"),
    "ar": ("طفل 12", "⠾⠋⠇⠀⠼⠁⠃"),
    "lt": ("ūkį", "⠳⠅⠪"),
    "bg": ("лице", "⠇⠊⠉⠑"),
    "pt": ("não só", "⠝⠜⠕⠀⠎⠬"),
    "sk": ("dieťa", "⠙⠊⠑⠳⠁"),
    "ga": ("é", "⠿"),
    "uk": ("їжак і ґава", "⠹⠚⠁⠅⠀⠽⠀⠻⠁⠺⠁"),
    "zh-hans": ("你的脸", "⠝⠙⠀⠇⠩⠄"),
    "hu": ("tűz", "⠞⠾⠣"),
    "lv": ("bērns", "⠃⠱⠗⠝⠎"),
    "ru": ("игрушка", "⠊⠛⠗⠥⠱⠅⠁"),
}
LETTERS = {
    "pl": ALPHABETS["Polish"],
    "lt": ALPHABETS["Lithuanian"],
    "lv": ALPHABETS["Latvian"],
    "ga": "áéíóú ÁÉÍÓÚ",
    "hu": ALPHABETS["Hungarian"],
    "sk": ALPHABETS["Slovak"],
    "pt": ALPHABETS["Portuguese"],
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ar": ALPHABETS["Arabic"],
}
MARKS = "“a” ‘b’ „c” «d» e… f – g — h’s"
FILE = """\
            ,A FACE IS A TOY

  ,BABIES L FACES4 ,R+ #JHJH"HJH"HJJJ4
  ,MAKE A FACE4
,SMILE
,WAIT1 & SEE :AT YR BABY DOES NEXT ) XS
  [N SMALL FACE

               ,:Y X "WS

  ,X HELPS4
"""


@pytest.fixture(autouse=True)
def _needs_liblouis() -> None:
    assert braille.program(), HELP


def test_languages_with_a_table_are_written_as_their_readers_know_them() -> None:
    assert {code: cells([text], code)[0] for code, (text, _) in WORDS.items()} == {
        code: made for code, (_, made) in WORDS.items()
    }
    assert WORDS.keys() == TABLES.keys()
    assert [code for code in LANGUAGES if code not in TABLES] == ["ro", "tet", "so"]


@pytest.mark.parametrize("language", TABLES)
def test_every_letter_and_mark_of_a_language_has_cells(language: str) -> None:
    assert can_write([LETTERS.get(language, ""), MARKS], language)


def test_file_has_lines_of_whole_words_and_ascii_only() -> None:
    assert brf(whole()) == (FILE.replace("\n", "\r\n") + "\f").encode("ascii")


def test_pages_end_with_a_form_feed_and_no_line_is_too_long() -> None:
    pages = brf(whole(pieces=[("paragraph", f"{'Word ' * 200}{'x' * 90}")])).decode("ascii").split("\f")
    lines = [page.split("\r\n") for page in pages]
    assert [len(page) - 1 for page in lines] == [DOWN, len(lines[1]) - 1, 0]
    assert (max(len(line) for page in lines for line in page), pages[-1]) == (ACROSS, "")


def test_characters_are_those_of_liblouis() -> None:
    """Its own list of North American Braille ASCII, cell by cell."""
    listed: dict[int, str] = {}
    prefix = Path(braille.program() or "").parents[1]
    for line in (prefix / "share/liblouis/tables/en-us-brf.dis").read_text(encoding="utf-8").splitlines():
        if line.startswith("display "):
            _, character, dots = line.split()[:3]
            cell = 0 if dots == "0" else sum(1 << int(dot) - 1 for dot in dots)
            listed.setdefault(cell, {"\\s": " ", "\\\\": "\\"}.get(character, character))
    assert "".join(listed[cell] for cell in range(64)) == ASCII


def test_isolates_and_soft_hyphens_leave_no_cells() -> None:
    assert cells(["ring \u2066999\u2069 or\u00ad der"], "en") == cells(["ring 999 or der"], "en")


@pytest.mark.parametrize(
    ("language", "text", "letters"),
    [("en", "Well done 😊", "😊"), ("hu", "£5", "£"), ("pl", "你", "你"), ("pl", "Dobrze 😊", "😊")],
)
def test_what_a_table_does_not_know_is_named_and_never_written_as_a_code(
    language: str, text: str, letters: str
) -> None:
    with pytest.raises(NotInBrailleError) as raised:
        cells([text], language)
    assert (raised.value.letters, can_write([text], language)) == (letters, False)


def test_without_the_program_or_a_table_there_is_no_braille(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_write(["a"], "so")
    with pytest.raises(BrailleError):
        cells(["a"], "so")
    monkeypatch.setenv("PATH", "/nowhere")
    assert not can_write(["a"], "en")
    with pytest.raises(BrailleError):
        cells(["a"], "en")


def test_program_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "en", "no-such-table.ctb")
    with pytest.raises(BrailleError, match="gave 0 lines for 1"):
        cells(["a"], "en")


@pytest.mark.parametrize("language", ["zh-hans", "ru"])
def test_program_is_asked_about_all_letters_of_a_message_at_once(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    run = subprocess.run

    def counted(*args: Any, **options: Any) -> Any:
        runs.append(args)
        return run(*args, **options)

    monkeypatch.setattr(braille, "_known", {})
    monkeypatch.setattr(subprocess, "run", counted)
    assert can_write([WORDS[language][0], WORDS[language][0] * 2, "“…”"], language)
    assert len(runs) == 1


@pytest.mark.parametrize(("language", "word"), [("ru", "слово"), ("pl", "A1B2")])
def test_long_paragraph_is_written_to_its_end(language: str, word: str) -> None:
    one, other = cells([word, "a"], language)
    assert cells([" ".join([word] * 600), "a"], language) == ["\u2800".join([one] * 600), other]
    assert not can_write([word * 600], language)
