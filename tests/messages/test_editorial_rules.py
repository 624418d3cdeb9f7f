"""What blocks: few rules, and hard ones."""

from datetime import timedelta
from typing import Any

import pytest

from messages import editorial
from messages.editorial import Severity
from messages.models import OF_HEALTH, Message, Theme
from tests.messages.editorial_kit import GOOD, LETTER, SERVICES, TODAY, blocked, check, english, found, polish

BLANK: dict[str, Any] = {"sms": "", "subject": "", "preheader": "", "email": ""}
TRIO = {"sms_why": "Why.", "sms_do": "Do.", "sms_done": "Done."}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, []),
        (BLANK, [("nothing-written", "sms", "")]),
        (BLANK | {"sms": "  \n"}, [("nothing-written", "sms", "")]),
        (BLANK | {"web": "A page is no sending."}, [("nothing-written", "sms", "")]),
        (BLANK | {"sms": "One song."}, []),
        (BLANK | TRIO, []),
        ({"sms": ""}, []),
        ({"subject": ""}, [("no-subject", "subject", "")]),
        ({"subject": "", "preheader": ""}, [("no-subject", "subject", "")]),
        ({"email": ""}, [("empty-letter", "email", "")]),
        ({"email": "", "subject": ""}, [("empty-letter", "email", "")]),
        ({"email": "", "subject": "", "preheader": ""}, []),
        (TRIO, []),
        (TRIO | {"sms_why": ""}, [("incomplete-trio", "sms_why", "")]),
        (
            TRIO | {"sms_do": "", "sms_done": " "},
            [("incomplete-trio", "sms_do", ""), ("incomplete-trio", "sms_done", "")],
        ),
    ],
)
def test_something_is_written_and_whole(texts: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert blocked(english(**texts)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring {lifeline.phone}.", None),
        ("See {lifeline.url} of {lifeline.name}.", None),
        ("See {page.url}.", None),
        ("Ring {nobody.phone}.", ("unknown-placeholder", "{nobody.phone}")),
        ("Ring {page.phone}.", ("unknown-placeholder", "{page.phone}")),
        ("Open {lifeline.hours}.", ("unknown-placeholder", "{lifeline.hours}")),
        ("Ring {lifeline}.", ("unknown-placeholder", "{lifeline}")),
        ("Ring {lifeline.pk}.", ("unknown-placeholder", "{lifeline.pk}")),
        ("Ring {Lifeline.phone}.", ("unknown-placeholder", "{Lifeline.phone}")),
        ("Ring { lifeline.phone }.", ("unknown-placeholder", "{ lifeline.phone }")),
        ("Ring {}.", ("unknown-placeholder", "{}")),
        ("Ring {lifeline.phone.", ("unknown-placeholder", "{")),
        ("Ring lifeline.phone}.", ("unknown-placeholder", "}")),
        ("Ring {old.phone}.", ("stale-service", "{old.phone}")),
    ],
)
@pytest.mark.parametrize("field", ["sms", "subject", "preheader", "email", "web", "why"])
def test_placeholder(field: str, text: str, expected: tuple[str, str] | None) -> None:
    texts = {field: text}
    assert blocked(english(**texts)) == ([(expected[0], field, expected[1])] if expected else [])


@pytest.mark.parametrize("field", ["topic", "action"])
def test_placeholder_where_nothing_is_filled_in(field: str) -> None:
    assert blocked(english(**{field: "Ring {lifeline.phone}."})) == [("unknown-placeholder", field, "{lifeline.phone}")]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (("helpline", "lifeline"), []),
        # a number it has not: one finding, not two
        (("helpline", "nobody"), [("unknown-placeholder", "email", "{nobody.name}")]),
        (("helpline", "page"), [("unknown-placeholder", "email", "{page.phone}")]),
        (("helpline", "old"), [("stale-service", "email", "{old.name}")]),
    ],
)
def test_helpline_block(block: tuple[str, str], expected: list[tuple[str, str, str]]) -> None:
    words = english()
    words.email = [*GOOD["email"], block]
    assert blocked(words) == expected


@pytest.mark.parametrize(("days", "stale"), [(-1, False), (0, False), (1, True)])
def test_service_is_stale_after_its_day(days: int, *, stale: bool) -> None:
    words = english(sms="Ring {lifeline.phone}.")
    findings = editorial.check(words, today=TODAY + timedelta(days=days), services=SERVICES)
    assert [finding.rule for finding in editorial.blocking(findings)] == (["stale-service"] if stale else [])


@pytest.mark.parametrize(
    ("field", "text", "blocks"),
    [
        ("sms", "a" * 306, False),
        ("sms", "a" * 307, True),
        ("sms", "ż" * 335, False),
        ("sms", "ż" * 336, True),
        # 13 characters stand for the placeholder, however long that is
        ("sms", "a" * 293 + "{lifeline.phone}", False),
        ("sms", "a" * 294 + "{lifeline.phone}", True),
        ("sms_why", "a" * 160, False),
        ("sms_why", "a" * 161, True),
        ("sms_do", "ż" * 201, False),
        ("sms_do", "ż" * 202, True),
        ("sms_done", "a" * 161, True),
        ("email", "a" * 2000, False),
    ],
)
def test_text_within_its_segments(field: str, text: str, *, blocks: bool) -> None:
    words = english(**TRIO | {field: text})
    assert blocked(words) == ([("too-long", field, "")] if blocks else [])


def test_isolates_of_a_right_to_left_language_count() -> None:
    """They are sent with the number, so they are measured with it: 320 letters, 13 of the number, 2 marks are 335."""
    fits, over = ("ب" * letters + "{lifeline.phone}" for letters in (320, 321))
    for text, expected in [(fits, []), (over, [("too-long", "sms", "")])]:
        words = polish(english(sms="{lifeline.phone}"), sms=text)
        words.language = "ar"
        assert blocked(words) == expected


def test_too_long_names_the_letters_that_make_it_so() -> None:
    [finding] = editorial.blocking(check(english(sms="ż" * 336)))
    assert "6 segments" in finding.says
    assert "ż" in finding.instead


@pytest.mark.parametrize("theme", Theme.values)
def test_health_theme_needs_a_source(theme: str) -> None:
    words = english()
    words.theme, words.source = theme, " "
    assert blocked(words) == ([("no-source", "source", "")] if theme in OF_HEALTH else [])


@pytest.mark.parametrize(
    ("field", "text", "claim"),
    [
        ("sms", "It lowers the chance of colds.", "lowers the chance"),
        ("email", LETTER + "It reduces stress.", "reduces"),
        ("why", "Research shows that it helps.", "Research shows"),
        ("why", "A risk for some.", "risk"),
        ("web", "It prevents colds.", "prevents"),
        ("sms_do", "It protects against colds.", "protects against"),
        ("sms", "Risky words? A researcher said so. Reduction of salt.", ""),
        ("sms", "Songs show that you care.", ""),
    ],
)
def test_claim_needs_a_source(field: str, text: str, claim: str) -> None:
    words = english(**TRIO | {field: text})
    assert blocked(words) == []
    words.source = ""
    assert blocked(words) == ([("no-source", "source", claim)] if claim else [])


def test_translation_leans_on_the_source_of_its_english() -> None:
    of = english()
    of.theme, of.source = Theme.HEALTH, ""
    assert blocked(polish(of)) == []


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ("{lifeline.phone}", "{lifeline.phone}", []),
        ("{lifeline.phone} {lifeline.name}", "{lifeline.name} {lifeline.phone}", []),
        ("{lifeline.phone}", "{lifeline.phone} {lifeline.phone}", []),
        ("{lifeline.phone}", "Zadzwoń", [("placeholders-differ", "sms", "")]),
        ("{lifeline.phone}", "{lifeline.url}", [("placeholders-differ", "sms", "{lifeline.url}")]),
        ("Ring", "{lifeline.phone}", [("placeholders-differ", "sms", "{lifeline.phone}")]),
        ("{lifeline.phone}", "", []),  # nothing is sent, so nothing is wrong
        ("", "{lifeline.phone}", []),
    ],
)
def test_translation_names_the_same_numbers(theirs: str, ours: str, expected: list[tuple[str, str, str]]) -> None:
    assert blocked(polish(english(sms=theirs), sms=ours)) == expected


def test_placeholder_that_nobody_knows_blocks_a_translation_too() -> None:
    assert blocked(polish(english(sms="{nobody.phone}"), sms="{nobody.phone}")) == [
        ("unknown-placeholder", "sms", "{nobody.phone}")
    ]


def test_blocks_come_first_and_are_told_apart() -> None:
    findings = check(english(sms="You must ring {nobody.phone}!"))
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("unknown-placeholder", Severity.BLOCK),
        ("exclamation", Severity.HINT),
        ("must", Severity.HINT),
    ]
    assert editorial.blocking(findings) == findings[:1]


def test_check_leaves_the_words_as_they_are() -> None:
    words = english(sms="  You must. ")
    before = {name: getattr(words, name) for name in ("sms", "email_text", "version", "approved_by")}
    found(words)
    assert {name: getattr(words, name) for name in before} == before


@pytest.mark.django_db
def test_services_are_those_of_the_directory() -> None:
    known = editorial.services()
    assert {code: service.code for code, service in known.items()} == {code: code for code in known}
    assert "lifeline" in known
    assert isinstance(Message(), Message)
