"""Out and in again changes nothing, whatever the words are; the file that is made from the same library is the same."""

from typing import Any

import pytest
from wagtail.models import Revision

from messages import starter
from messages.letters import blocks_of
from messages.models import Message, Translation
from messages.sheets.applying import apply
from messages.sheets.cells import harmed, neutral
from messages.sheets.columns import COLUMNS, TOLD
from messages.sheets.files import open_sheet
from messages.sheets.writing import export
from tests.factories import approved, utc
from tests.messages.sheets_kit import TODAY, message, plan, translation

pytestmark = pytest.mark.django_db

NOW = utc("2026-11-21 09:00")
FORMS = ["xlsx", "csv"]
READ = len(COLUMNS) - len(TOLD)  # the columns before those that say who approved and published what

AWKWARD = {
    "en": {"sms": "=1+1", "action": "-2 is cold", "why": "@home", "topic": "+44", "email": "- one\n- two\n\n> go"},
    "pl": {"sms": "Zażółć gęślą jaźń – „tak”; a, b\nnowa linia", "subject": "'= cytat", "email": "Akapit, jeden."},
    "ar": {"sms": "مرحبا، \u2066{lifeline.phone}\u2069", "topic": "'+", "email": "> جرّب هذا\n\nفقرة"},
    "zh-hans": {"sms": "您好。\u00a0宝宝", "subject": "＝全角", "email": "一\n\n- 二"},
    "uk": {"sms": 'Вітаємо "тут"\t+', "why": "_x0041_ і ще", "email": "{lifeline.name}: {lifeline.phone}"},
    "so": {"sms": "  Salaan  ", "why": "two \u200d joined 👩‍👧", "email": "1\n2"},
}


def library() -> list[Any]:
    """All rows and drafts, as the database holds them."""
    models: tuple[Any, ...] = (Message, Translation, Revision)
    return [list(model.objects.order_by("pk").values()) for model in models]


def awkward() -> None:
    """A library whose words every spreadsheet program would like to spoil."""
    made = message()
    for language, words in AWKWARD.items():
        if language == "en":
            Message.objects.filter(pk=made.pk).update(**{k: v for k, v in words.items() if k != "email"})
        else:
            translation(made, language, **words)
    Translation.objects.filter(language="so").update(sms="  Salaan  \r\n\x0bkow\r")
    found = Message.objects.get()
    found.email = blocks_of(AWKWARD["en"]["email"])
    found.save_revision()


@pytest.mark.parametrize("form", FORMS)
def test_whole_library_out_and_in_changes_nothing(form: str) -> None:
    starter.load(NOW, "Dr Approver")
    for at, found in enumerate(Message.objects.all()):
        for language in ("pl", "ar", "zh-hans")[: at % 4]:
            translation(found, language, **AWKWARD[language])
    draft = Message.objects.all()[7]
    draft.sms = "A draft."
    draft.save_revision()
    before, file = library(), export(form)
    done = apply(file, f"library.{form}", None, TODAY)
    count = Message.objects.count() + Translation.objects.count()
    assert (done.faults, done.rows, done.unchanged) == ([], [], count)
    assert library() == before
    assert export(form) == file


@pytest.mark.parametrize("form", FORMS)
def test_awkward_words_out_and_in_change_nothing(form: str) -> None:
    awkward()
    before, file = library(), export(form)
    done = apply(file, f"library.{form}", None, TODAY)
    assert (done.faults, done.rows, done.unchanged) == ([], [], len(AWKWARD))
    assert library() == before
    assert export(form) == file


@pytest.mark.parametrize("form", FORMS)
def test_a_library_lost_comes_back_from_its_export_as_drafts(form: str) -> None:
    starter.load(NOW)
    translation(Message.objects.all()[0], "ar", **AWKWARD["ar"])
    rows = [list(cells)[:READ] for _line, cells in open_sheet(export(form)).rows]
    file = export(form)
    Message.objects.all().delete()
    done = apply(file, "", None, TODAY)
    assert (done.faults, done.new, done.changed) == ([], len(rows), 0)
    assert [list(cells)[:READ] for _line, cells in open_sheet(export(form)).rows] == rows
    assert set(Message.objects.values_list("live", "has_unpublished_changes")) == {(False, True)}


def test_export_has_the_latest_draft_and_says_so() -> None:
    made = message(sms="Live words.")
    made.sms = "Draft words."
    made.save_revision()
    sheet = open_sheet(export("csv"))
    found = dict(zip(sheet.headings, sheet.rows[0][1], strict=True))
    names = ("sms", "state", "approved_by", "approved_at", "segments")
    assert [found[name] for name in names] == ["Draft words.", "live with draft", "", "", "1"]
    approved(made, "Dr Draft")
    assert b"Dr Draft,2026-01-01T12:00:00+00:00" in export("csv")


def test_export_of_one_language_has_english_only_beside_it() -> None:
    made = message()
    for language in ("pl", "ar"):
        translation(made, language, sms="x")
    rows = open_sheet(export("xlsx", ["en", "ar"])).rows
    assert [cells[3] for _line, cells in rows] == ["en", "ar"]


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "'=1", "''+1", "'", "'quoted'", "plain", "", "＝1", " =1", "\r=1"]
)
def test_neutral_text_is_no_formula_and_comes_back(text: str) -> None:
    safe = neutral(text)
    assert safe[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝")
    assert harmed(safe) == text


def test_export_takes_as_many_queries_for_three_messages_as_for_one(django_assert_num_queries: Any) -> None:
    awkward()
    with django_assert_num_queries(6) as first:
        export("csv")
    for found in list(Message.objects.all()):
        for number in (7, 8):
            found.pk, found.number, found.latest_revision, found._state.adding = None, number, None, True
            found.save()
            found.save_revision()
            translation(found, "pl", sms="x")
    with django_assert_num_queries(len(first)):
        export("csv")
    assert plan(export("csv")).unchanged == len(AWKWARD) + 4
