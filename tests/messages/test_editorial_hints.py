"""Hints on the shape of a text, on typed numbers, and on what is missing; in every language but where it says so."""

from typing import Any

import pytest

from messages.editorial import check as check_words
from messages.models import Theme
from tests.messages.editorial_kit import GOOD, LETTER, SERVICES, TODAY, check, english, found, polish

WORDS_20 = "One two three four five six seven eight nine ten " * 2
TRIO = {"sms_why": "Why.", "sms_do": "Do.", "sms_done": "Done."}


def shape(field: str, text: str, **more: Any) -> list[tuple[str, str]]:
    """Rule and excerpt of what is found in one field."""
    return [(rule, excerpt) for rule, place, excerpt in found(english(**more | {field: text})) if place == field]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("sms", "Hello!", [("exclamation", "!")]),
        ("subject", "Hello!", [("exclamation", "!")]),
        ("sms", "Hello.", []),
        ("sms", WORDS_20.strip() + ".", []),
        ("sms", WORDS_20 + "more.", [("long-sentence", WORDS_20 + "more.")]),
        ("sms", WORDS_20.strip() + ". More.", []),
        ("sms", WORDS_20.strip() + ": more.", []),  # a colon or semicolon lets a reader breathe
        ("sms", WORDS_20.strip() + "\nMore", []),
        ("sms", WORDS_20 + "{lifeline.phone}", [("long-sentence", WORDS_20 + "0")]),  # a number is a word
        ("email", "One word. " * 19 + "End.", [("letter-length", "")]),
        ("email", "One word. " * 20, []),
        ("email", "One word. " * 110, []),
        ("email", "One word. " * 111, [("letter-length", "")]),
        ("email", LETTER + "\n\n> Hum.", []),
        ("email", LETTER + "\n\n> Hum.\n\n> Sing.", [("one-action", "Sing.")]),
        ("web", LETTER + "\n\n> Hum.\n\n> Sing.", [("one-action", "Sing.")]),
        ("action", "Hum. Sing.", [("one-action", ". S")]),
        ("action", "Hum and then sing.", [("one-action", "and then")]),
        ("action", "Say: 'I am here. I am staying.'", []),
        ("action", "Copy a sound, then wait.", []),
        ("sms", "Left \u2066then right\u2069.", [("direction-mark", "")]),
    ],
)
def test_shape_of_a_text(field: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [one for one in shape(field, text) if one[0] != "dear-characters"] == expected


@pytest.mark.parametrize(("track", "hinted"), [("carer", False), ("care", True), ("after_loss", True)])
def test_picture_where_a_baby_has_died(track: str, *, hinted: bool) -> None:
    rules = {rule for rule, *_ in found(english(track, email=LETTER + "🌈"))}
    assert ("emoji" in rules) is hinted


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Don’t", "’"),
        ("One – two", "–"),
        ("Wait…", "…"),
        ("a\u00a0b", "\u00a0"),
        ("Don't", None),
        ("Żaba’s", None),  # dear whatever the apostrophe
        ("€ 5", None),
    ],
)
def test_typographers_mark_that_makes_a_text_dear(text: str, excerpt: str | None) -> None:
    assert shape("sms", text) == ([("dear-characters", excerpt)] if excerpt else [])


def test_hint_on_a_dear_text_says_what_it_costs() -> None:
    [finding] = check(english(sms="a" * 100 + "’"))
    assert finding.says == "“’”: for these characters a network takes 2 segments instead of 1."


HARD = "Considerable sensitivity concerning communicative opportunities facilitates reciprocal relationships. " * 5


@pytest.mark.parametrize(
    ("text", "hinted"), [(LETTER, False), (HARD, True), ("Communicative opportunities facilitate.", False)]
)
def test_reading_age(text: str, *, hinted: bool) -> None:
    rules = {rule for rule, field, _excerpt in found(english(email=text)) if field == "email"}
    assert ("reading-age" in rules) is hinted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 0808 808 8000.", ("typed-number", "0808 808 8000")),
        ("Ring +44 7700 900123.", ("typed-number", "+44 7700 900123")),
        ("Ring 028-9000-0000.", ("typed-number", "028-9000-0000")),
        ("Ring (028) 9000 0000.", ("typed-number", "(028) 9000 0000")),
        ("Ring 111.", ("typed-number", "111")),
        ("Ring ٠٨٠٨٨٠٨.", ("typed-number", "٠٨٠٨٨٠٨")),
        ("Ring 999, 101 or 112.", None),
        ("Weeks 37-42.", None),
        ("In 2026.", None),
        ("Over 100 groups.", None),
        ("Mix 150 ml.", None),
        ("At 10:30, for 15 minutes.", None),
        ("Ring {lifeline.phone}.", None),
        ("See www.page.example now.", ("typed-address", "www.page.example")),
        ("See https://page.example/a now.", ("typed-address", "https://page.example/a")),
        ("See nidirect.gov.uk.", ("typed-address", "nidirect.gov.uk.")),
        ("Write to help@page.example.", ("typed-address", "help@page.example")),
        ("See {page.url}.", None),
        ("Sing.Dance.", None),
    ],
)
def test_typed_number_or_address(text: str, expected: tuple[str, str] | None) -> None:
    wanted = [expected] if expected else []
    assert [one for one in shape("email", LETTER + text) if one[0].startswith("typed")] == wanted
    translated = polish(english(email=LETTER + text), email=LETTER + text)
    assert [(rule, excerpt) for rule, _field, excerpt in found(translated) if rule.startswith("typed")] == wanted


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("0808 808 8000", "Write {lifeline.phone}."),
        ("0808-8088000", "Write {lifeline.phone}."),
        ("https://page.example", "Write {page.url}."),
        ("0808 808 8001", "Enter it in the directory, and use its placeholder."),
    ],
)
def test_typed_number_that_the_directory_knows(text: str, placeholder: str) -> None:
    assert [finding.instead for finding in check(english(sms=text))] == [placeholder]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"sms": ""}, [("no-text-message", "sms", "")]),
        ({"subject": "", "preheader": "", "email": ""}, [("no-e-mail", "email", "")]),
        ({"preheader": ""}, [("no-preheader", "preheader", "")]),
        ({"web": ""}, []),
        (TRIO, []),
    ],
)
def test_channel_without_words(texts: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert found(english(**texts)) == expected


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ({}, {"sms": ""}, [("not-translated", "sms", "")]),
        ({}, {"preheader": ""}, [("not-translated", "preheader", "")]),
        ({}, {"subject": "", "preheader": "", "email": ""}, ["subject", "preheader", "email"]),
        ({"sms": ""}, {"sms": ""}, []),
        (TRIO, {}, ["sms_why", "sms_do", "sms_done"]),
        (
            {},
            {"sms": GOOD["sms"]},
            [("still-english", "sms", "Hum one song."), ("still-english", "sms", "Your voice is known.")],
        ),
        ({}, {"sms": "Zanuć. YOUR VOICE IS KNOWN."}, [("still-english", "sms", "YOUR VOICE IS KNOWN.")]),
        ({}, {"topic": "One song"}, []),  # two words may be a name
        ({}, {"action": "Hum one song."}, [("still-english", "action", "Hum one song.")]),
        ({"sms": "{lifeline.name}: {lifeline.phone}"}, {"sms": "{lifeline.name}: {lifeline.phone}"}, []),
    ],
)
def test_translation_beside_its_english(theirs: dict[str, Any], ours: dict[str, Any], expected: list[Any]) -> None:
    """A bare field in the third column is one that is not translated."""
    wanted = [one if isinstance(one, tuple) else ("not-translated", one, "") for one in expected]
    assert found(polish(english(**theirs), **ours)) == wanted


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Cześć!", {"exclamation"}),
        ("你好！", {"exclamation"}),
        ("słowo " * 21, {"long-sentence"}),
        ("słowo " * 20, set()),
        ("听" * 40 + "。" + "听" * 40 + "。", set()),
        ("听" * 42 + "。", {"long-sentence"}),
        ("كلمة " * 21 + "؟", {"long-sentence"}),
        ("كلمة " * 11 + "؟ " + "كلمة " * 11, set()),
    ],
)
def test_what_holds_in_every_language(text: str, rules: set[str]) -> None:
    assert {rule for rule, *_ in found(polish(sms=text))} == rules


def test_every_hint_is_in_whole_words() -> None:
    """Nothing is left unfilled, and each says what and what instead."""
    words = english(sms="Hello’s! " + "word " * 21 + "0808 808 8000", email="> One.\n\n> Two.", preheader="")
    words.theme = Theme.HEALTH
    findings = check_words(words, today=TODAY, services=SERVICES)
    assert len(findings) >= 6
    for finding in findings:
        assert "%(" not in finding.says + finding.instead
        assert min(len(finding.says), len(finding.instead)) > 5
