"""Drafts of translations in the starter library: whole, and sent to nobody before a person approves them."""

import re

import pytest
from pytest_django import Settings

from languages.table import LANGUAGES
from messages import editorial, starter
from messages.models import Approval, Message, Translation
from messages.sms import measure
from messages.stages import StageKind
from messages.words import TRIO
from subscribers.hours import local_day
from tests.factories import utc

NOW = utc("2026-11-21 09:00")
FIRST = ("ar", "ga", "lt", "pl", "pt", "ro")
ENGLISH = {(row["kind"], row["number"], row["track"]): row for row in starter.rows()}
DRAFTS = list(starter.drafts())
PLACEHOLDER = re.compile(r"\{[^}]*\}")
FIELDS = ("topic", "action", "why", "sms", *TRIO, "subject", "preheader", "email")


def test_first_cut_has_every_week_of_both_tracks() -> None:
    weeks = [(StageKind.PREGNANCY_WEEK, n) for n in range(12, 41)] + [(StageKind.BABY_WEEK, n) for n in range(27)]
    wanted = {(code, *week, track) for code in FIRST for week in weeks for track in ("carer", "father_partner")}
    found = [(code, row["kind"], row["number"], row["track"]) for code, row in DRAFTS]
    assert (set(found), len(found)) == (wanted, len(wanted))


@pytest.mark.parametrize("language", FIRST)
def test_draft_keeps_what_the_english_has(language: str) -> None:
    wrong = [
        (row["kind"], row["number"], row["track"], name)
        for code, row in DRAFTS
        if code == language
        for name in FIELDS
        if not keeps(row[name], ENGLISH[row["kind"], row["number"], row["track"]][name])
    ]
    assert wrong == []


def keeps(ours: str, theirs: str) -> bool:
    """Something is said, it is not the English, and it names the same helplines."""
    same_names = sorted(PLACEHOLDER.findall(ours)) == sorted(PLACEHOLDER.findall(theirs))
    return bool(ours.strip()) and ours.strip() != theirs.strip() and same_names


@pytest.mark.django_db
def test_loaded_drafts_are_sent_to_nobody_and_hold_to_the_hard_rules(settings: Settings) -> None:
    starter.load(NOW, approved_by="Dr Approver")
    assert (starter.load_drafts(NOW), starter.load_drafts(NOW)) == (len(DRAFTS), 0)
    assert not Translation.objects.sendable().exists()
    settings.DEMO = True  # where what nobody has approved may be looked at
    assert not Translation.objects.sendable().exists()
    assert not Approval.objects.exclude(language="en").exists()
    services, today = editorial.services(), local_day(NOW)
    blocks = [
        (str(row), block.field, block.rule)
        for row in Translation.objects.select_related("message")
        for block in editorial.blocking(editorial.check(row, today=today, services=services))
    ]
    assert blocks == []


@pytest.mark.django_db
def test_message_that_staff_changed_gets_no_draft_of_its_old_words() -> None:
    starter.load(NOW)
    changed = Message.objects.get(kind=StageKind.BABY_WEEK, number=6, track="carer")
    changed.sms = "Other words."
    changed.save()
    starter.load_drafts(NOW)
    assert not changed.translations.exists()


@pytest.mark.parametrize("language", FIRST)
def test_text_is_billed_in_the_alphabet_of_the_table_or_less(language: str) -> None:
    names = {measure(row["sms"]).encoding for code, row in DRAFTS if code == language}
    assert LANGUAGES[language].alphabet.name in names
