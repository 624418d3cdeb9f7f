"""Meters and readability: the numbers beside a field while somebody types."""

from decimal import Decimal

import pytest
from pytest_django import Settings

from messages.editorial import Meter, Readability, meters, readability
from messages.editorial.reading import count_words, syllables
from tests.messages.editorial_kit import SERVICES, english, polish


def test_meters_of_every_text() -> None:
    words = english(sms="Ring {lifeline.phone}.", sms_why="a" * 161, sms_do="ż" * 71, sms_done="")
    assert meters(words, SERVICES) == [
        Meter(field="sms", encoding="GSM-7", units=19, room=141, segments=1, limit=2, dear=(), pence=Decimal(4)),
        Meter(field="sms_why", encoding="GSM-7", units=161, room=145, segments=2, limit=1, dear=(), pence=Decimal(8)),
        Meter(field="sms_do", encoding="UCS-2", units=71, room=63, segments=2, limit=3, dear=("ż",), pence=Decimal(8)),
        Meter(field="sms_done", encoding="GSM-7", units=0, room=160, segments=0, limit=1, dear=(), pence=Decimal(0)),
    ]


def test_price_and_limits_are_settings(settings: Settings) -> None:
    settings.SMS_PENCE = Decimal("3.75")
    settings.SMS_LIMIT = {"GSM-7": 3, "UCS-2": 4}
    settings.TRIO_LIMIT = {"GSM-7": 2, "UCS-2": 2}
    found = meters(english(sms="a" * 161, sms_do="ż"), SERVICES)
    assert [(one.limit, one.pence) for one in found] == [
        (3, Decimal("7.50")),
        (2, Decimal(0)),
        (2, Decimal("3.75")),
        (2, Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("language", "units"),
    [("pl", 13), ("ar", 15)],  # a right-to-left text isolates the number
)
def test_number_is_measured_as_it_is_sent(language: str, units: int) -> None:
    words = polish(sms="{lifeline.phone}")
    words.language = language
    assert meters(words, SERVICES)[0].units == units


def test_placeholder_that_nobody_knows_is_measured_as_it_is_typed() -> None:
    found = meters(english(sms="{nobody.phone}"), SERVICES)[0]
    assert (found.units, found.dear) == (16, ("{", "}"))  # 14 characters, two of which take two


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("a", 1),
        ("baby", 2),
        ("babies", 2),
        ("smile", 1),
        ("smiles", 1),
        ("table", 2),
        ("little", 2),
        ("played", 1),
        ("wanted", 2),
        ("hoped", 1),
        ("house", 1),
        ("houses", 2),
        ("something", 2),
        ("sometimes", 2),
        ("being", 2),
        ("playing", 2),
        ("easier", 3),
        ("quiet", 2),
        ("nation", 2),
        ("people", 2),
        ("don't", 1),
        ("didn't", 2),
        ("baby's", 2),
        ("careful", 2),
        ("moment", 2),
        ("family", 3),
        ("emergency", 4),
        ("understanding", 4),
        ("skin-to-skin", 3),
        ("0808", 1),
        ("you", 1),
    ],
)
def test_syllables(word: str, expected: int) -> None:
    assert syllables(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("One two.", 2),
        ("It's a well-known song", 4),
        ("... - !", 0),
        ("Ring 0808 808 8000", 4),
        ("你好", 1),
        ("你好吗", 2),
        ("SMS 你好", 2),
    ],
)
def test_words(text: str, expected: int) -> None:
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "en", Readability(age=None, longest_sentence=0, words=0)),
        ("Hum one song.", "en", Readability(age=None, longest_sentence=3, words=3)),
        # 30 words of one syllable in sentences of 3: 0.39 * 3 + 11.8 - 15.59 is a grade of -2.6
        ("Hum one song. " * 10, "en", Readability(age=5, longest_sentence=3, words=30)),
        # 10 words and 12 syllables a sentence: 3.9 + 14.16 - 15.59 is a grade of 2.47, and five years
        (
            "The baby can hear your voice when you are singing. " * 4,
            "en",
            Readability(age=7, longest_sentence=10, words=40),
        ),
        ("Zanuć jedną piosenkę. " * 10, "pl", Readability(age=None, longest_sentence=3, words=30)),
        ("Ring {lifeline.phone}. - One two", "en", Readability(age=None, longest_sentence=2, words=4)),
        ("One two:\n- three\n- four five six\n\n> seven", "en", Readability(age=None, longest_sentence=3, words=7)),
    ],
)
def test_readability(text: str, language: str, expected: Readability) -> None:
    assert readability(text, language) == expected
