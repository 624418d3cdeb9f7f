"""The command that checks the whole library: what is live, and the latest drafts."""

import io
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from messages import editorial, starter
from messages.editorial.everything import everything
from messages.letters import blocks_of
from messages.models import Message, Theme, Translation
from messages.stages import Stage, StageKind
from tests.factories import message, utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-11-21 09:00")


def run(*options: str) -> list[str]:
    """What it prints, the error of its end as the last line."""
    out = io.StringIO()
    try:
        call_command("check_library", *options, stdout=out)
    except CommandError as error:
        return [*out.getvalue().splitlines(), f"error: {error}"]
    return out.getvalue().splitlines()


def one(**bodies: str) -> Message:
    return message(Stage(StageKind.BABY_WEEK, 7), **bodies)


def test_empty_library() -> None:
    assert run() == ["0 checked, 0 to mend."]


def test_hints_are_counted_and_on_request_listed() -> None:
    one(sms="You must sing. You MUST sing.")
    counted = ["1 checked, 0 to mend.", "Hints: must 2, no-e-mail 1."]
    assert run() == counted
    *listed, first, second = run("--hints")
    assert [first, second] == counted
    assert [line.split(". ")[0] for line in listed] == [
        "baby_week 7 carer en email: hint no-e-mail",
        "baby_week 7 carer en sms: hint must “must”",
        "baby_week 7 carer en sms: hint must “MUST”",
    ]
    assert run("--blocking-only") == counted[:1]


def test_what_blocks_is_listed_and_ends_with_an_error() -> None:
    one(sms="Ring {nobody.phone}.", sms_pl="Zadzwoń.")
    first, second, *rest = run("--blocking-only")
    assert first.startswith("baby_week 7 carer en sms: block unknown-placeholder “{nobody.phone}”. The directory")
    assert second.startswith("baby_week 7 carer pl sms: block placeholders-differ. The placeholders")
    assert rest == ["2 checked, 2 to mend.", "error: Some words cannot be published as they are."]


@pytest.mark.parametrize(("language", "checked"), [("en", 1), ("pl", 1), ("ar", 0)])
def test_one_language(language: str, checked: int) -> None:
    one(sms="Sing.", sms_pl="Śpiewaj.")
    assert run("--language", language)[0] == f"{checked} checked, 0 to mend."


def test_latest_draft_is_checked_beside_what_is_live() -> None:
    found = one(sms="Sing {lifeline.phone}.")
    for sms in ("An older {draft.phone}.", "The {latest.phone} draft."):
        found.sms, found.subject, found.theme = sms, "A letter", Theme.HEALTH
        found.email = blocks_of("See {this.url}.")
        found.save_revision()
    versions = [(words.sms, words.theme, is_draft) for words, is_draft in everything()]
    assert versions == [
        ("Sing {lifeline.phone}.", Theme.BOND, False),
        ("The {latest.phone} draft.", Theme.HEALTH, True),
    ]
    lines = run("--blocking-only")
    assert [line.split(". ")[0] for line in lines[:2]] == [
        "baby_week 7 carer en (draft) sms: block unknown-placeholder “{latest.phone}”",
        "baby_week 7 carer en (draft) email: block unknown-placeholder “{this.url}”",
    ]
    assert lines[2] == "2 checked, 2 to mend."


def test_draft_that_was_published_is_one() -> None:
    found = one(sms="Sing.")
    found.sms = "Hum."
    found.save_revision().publish()
    assert [(words.sms, is_draft) for words, is_draft in everything()] == [("Hum.", False)]


def test_message_that_is_not_live_is_a_draft() -> None:
    one(sms="Sing.", sms_pl="Śpiewaj.")
    Message.objects.update(live=False)
    assert [(words.language, is_draft) for words, is_draft in everything()] == [("en", True), ("pl", False)]


def test_draft_of_a_translation() -> None:
    one(sms="Sing.", sms_pl="Śpiewaj.")
    polish = Translation.objects.get()
    polish.sms = "Nuć {nobody.phone}."
    polish.save_revision()
    assert [(words.sms, is_draft) for words, is_draft in everything("pl")] == [
        ("Śpiewaj.", False),
        ("Nuć {nobody.phone}.", True),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_library(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(rows):
        made = message(Stage(StageKind.BABY_WEEK, number), sms="Sing.", email="Sing.", sms_pl="Śpiewaj.")
        for words in (made, made.translations.get()):
            words.sms += " More."
            words.save_revision()
    with django_assert_num_queries(3):  # the services, the messages and the translations
        assert run("--hints")[-2] == f"{rows * 4} checked, 0 to mend."


def remaining() -> Counter[str]:
    """What docs/library.md says of the hints that remain, by rule."""
    text = (Path(settings.BASE_DIR) / "docs" / "library.md").read_text(encoding="utf-8")
    table = text.partition("## Hints that remain")[2].split("\n\n")[2]
    cells = [line.strip("|").split("|") for line in table.splitlines()[2:]]
    return Counter({rule.strip(" `"): int(count) for rule, count, *_why in cells})


def test_starter_library_passes_and_its_hints_are_written_down() -> None:
    starter.load(NOW)
    services = editorial.services()
    found = [
        finding
        for words, _is_draft in everything()
        for finding in editorial.check(words, today=NOW.date(), services=services)
    ]
    assert editorial.blocking(found) == []
    assert Counter(finding.rule for finding in found) == remaining()
