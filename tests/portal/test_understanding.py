"""What a text means: STOP is heard however it is written, and never in a text that says something else."""

import signal
import tomllib
import unicodedata
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.languages import LANGUAGES
from portal import understanding
from portal.understanding import simplify, understand

TABLE = tomllib.loads(Path(understanding.__file__).with_name("words.toml").read_text(encoding="utf-8"))
WORDS = [(kind, word) for kind in ("stop", "start", "help", "yes") for words in TABLE[kind].values() for word in words]
STOPS = [(language, word) for language, words in TABLE["stop"].items() for word in words]
STOP_WORDS = st.sampled_from([word for _, word in STOPS])
MARKS = ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u2066", "\u2069", "\ufeff"]
TRIMMINGS = [
    ".",
    "!",
    "!!!",
    ",",
    "…",
    "?",
    " ",
    "\n",
    "\u00a0",
    "🛑",
    "✋🏽",
    "🙏",
    "👨‍👩‍👧",
    "❤️",
    "😡",
    "-",
    "*",
    '"',
    "'",
    "”",
]
GIVE_UP = 2  # seconds after which a text is taken to get no answer at all; one takes well below a millisecond


def give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def kind(text: str) -> str:
    """The kind of a text; a text that is turned over and over fails its test and does not hold up the run."""
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, GIVE_UP)
    try:
        return understand(text).kind
    except TimeoutError:
        return "no answer"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_table_has_a_stop_in_every_language() -> None:
    assert set(TABLE["stop"]) == set(LANGUAGES)


def test_table_has_a_yes_in_every_language() -> None:
    assert set(TABLE["yes"]) == set(LANGUAGES)


@pytest.mark.parametrize(("expected", "word"), WORDS)
def test_word_of_the_table_is_its_kind(expected: str, word: str) -> None:
    forms = [word, word.upper(), word.capitalize(), word.title(), f" {word} ", f"{word}\n", f"“{word}”"]
    forms += [unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert {kind(form) for form in forms} == {expected}


@pytest.mark.parametrize("word", [word for _, word in STOPS])
def test_stop_with_trimmings_in_every_language(word: str) -> None:
    forms = [f"{word}{trimming}" for trimming in TRIMMINGS] + [f"{trimming}{word}" for trimming in TRIMMINGS]
    assert {form: kind(form) for form in forms if kind(form) != "stop"} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", ["{0} {1}", "{1} {0}", "{1}, {0}!", "{0} {1} {0}"])
def test_stop_with_a_courtesy_in_every_language(language: str, pattern: str) -> None:
    courtesies = TABLE["courtesies"].get(language, []) + TABLE["courtesies"]["en"]
    forms = [pattern.format(courtesy, word) for courtesy in courtesies for word in TABLE["stop"][language]]
    forms += [form.upper() for form in forms]
    assert next((form for form in forms if kind(form) != "stop"), None) is None


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP",
        "Stop",
        "sToP",
        "STOP.",
        "Stop!!!",
        "stop?",
        "...stop...",
        '"STOP"',
        "*STOP*",
        "_STOP_",
        "(stop)",
        "stop\n",
        "\tstop",
        " s\u200btop ",
        "STOP\ufe0f",
        "ＳＴＯＰ",
        "𝗦𝗧𝗢𝗣",
        "STOP 🛑",
        "🛑🛑🛑 stop",
        "stop 🙏🏽",
        "stop ✋🏿",
        "stop 👨‍👩‍👧",
        "stop ❤️",
        "stop :-)",
        "please stop",
        "stop please",
        "Stop, please.",
        "Hi, please stop now, thanks!",
        "hello stop",
        "stop thank you",
        "Sorry, stop",
        "stop now",
        "stop all",
        "STOPALL",
        "Stop  All",
        "opt-out",
        "opt out",
        "unsubscribe",
        "end",
        "quit",
        "cancel",
        "Cancel please",
        "stop it",
        "Stop texting me!",
        "No more messages, thank you",
        "remove me",
        "leave me alone",
        "\u200estop\u200e",
        "\u200f\u202bتوقف\u202c",
        "توقّف",  # with a mark on a letter
        "من فضلك توقف",
        "\u2067إيقاف\u2069",
        "СТОП",
        "стоп, пожалуйста",
        "Край!",
        "Будь ласка, стоп",
        "PRZESTAŃ",
        "przestan",
        "Proszę przestań.",
        "Koniec.",
        "LEÁLLÍTÁS",
        "Apturēt, lūdzu",
        "停止",
        "停止。",
        "退订！",
        "请停止",
        "请停止，谢谢",
        "停止 谢谢",
        "stop le do thoil",
        "Stad, go raibh maith agat",
        "Para, favór ida",
        "Jooji fadlan",
    ],
)
def test_stop_however_written(text: str) -> None:
    assert kind(text) == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "stopped bleeding",
        "I have stopped bleeding",
        "can't stop crying",
        "cant stop crying",
        "not the end",
        "stop it hurts",
        "don't stop",
        "Don’t stop",
        "dont stop",
        "do not stop",
        "please don't stop",
        "I want to start",
        "help me stop",
        "how do I stop",
        "baby will not stop crying",
        "make it stop",
        "the movements stop",
        "bus stop",
        "stopp",
        "nonstop",
        "the end of my tether",
        "cancel my appointment",
        "I quit smoking",
        "no",
        "no thanks",
        "please",
        "thank you",
        "hi",
        "now",
        "",
        " ",
        "🙏",
        "...",
        "не стоп",
        "край на деня",
        "لا توقف",
        "不要停止",
        "nie koniec",
    ],
)
def test_text_that_says_something_else_is_not_stop(text: str) -> None:
    assert kind(text) != "stop"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("START", "start"),
        ("start please", "start"),
        ("Un-stop", "unknown"),
        ("UNSTOP", "start"),
        ("I want to start", "unknown"),
        ("HELP", "help"),
        ("help!", "help"),
        ("?", "help"),
        (" ? ", "help"),
        ("Who is this?", "help"),
        ("who are you??", "help"),
        ("help me", "unknown"),
        ("I need help, he hits me", "unknown"),
        ("Yes", "yes"),
        ("YES!", "yes"),
        ("yes please", "yes"),
        ("Yes, thank you", "yes"),
        ("yes 👍🏽", "yes"),
        ("Tak!", "yes"),
        ("ÁNO", "yes"),
        ("да", "yes"),
        ("是", "yes"),
        ("نعم", "yes"),
        ("yes but not now", "unknown"),
        ("no", "unknown"),
        ("yesterday", "unknown"),
        ("", "unknown"),
        ("hello", "unknown"),
        ("thank you", "unknown"),
        ("the baby came last night", "unknown"),
        ("0", "unknown"),
    ],
)
def test_other_meanings(text: str, expected: str) -> None:
    assert kind(text) == expected


@given(STOP_WORDS, st.lists(st.tuples(st.integers(0, 30), st.sampled_from(MARKS)), max_size=12))
def test_stop_with_marks_that_nobody_sees(word: str, marks: list[tuple[int, str]]) -> None:
    for place, mark in marks:
        word = word[:place] + mark + word[place:]
    assert kind(word) == "stop"


@given(STOP_WORDS, st.lists(st.sampled_from(TRIMMINGS)), st.lists(st.sampled_from(TRIMMINGS)))
def test_stop_between_any_trimmings(word: str, before: list[str], after: list[str]) -> None:
    assert kind("".join([*before, word, *after])) == "stop"


@given(STOP_WORDS, st.sampled_from(["baby", "bleeding", "crying", "not", "boli", "لا", "не"]))
def test_stop_word_among_others_is_not_stop(word: str, other: str) -> None:
    assert kind(f"{other} {word}") == kind(f"{word} {other}") == kind(f"{other}{word}") == "unknown"


@given(st.text())
def test_any_text_has_a_meaning(text: str) -> None:
    assert kind(text) in {"stop", "start", "help", "yes", "unknown"}


@given(st.text())
def test_simplified_text_stays_the_same(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)
