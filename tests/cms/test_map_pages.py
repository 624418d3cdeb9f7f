"""The map's pages: whom they are for, where they lead, and what they ask of the database."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cms.map import reading
from cms.map.selection import Selection
from languages.table import LANGUAGES
from messages.letters import blocks_of
from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from tests import factories
from tests.cms.staff_kit import staff

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
BABY, TRACK, CARE = StageKind.BABY_WEEK, StageKind.TRACK_WEEK, StageKind.CARE_WEEK
TRACKS = ("carer", "father_partner", "neonatal", "low", "young", "kinship", "multiples")
OTHERS = [code for code in LANGUAGES if code != "en"]


def seen(client: Client, **asked: str) -> HttpResponse:
    return client.get(reverse("library_map"), asked)  # type: ignore[return-value] # it is one


@pytest.fixture
def editor() -> Client:
    return staff("view_message", "add_message", "change_message", "add_translation", "change_translation")


@pytest.mark.parametrize(
    ("permission", "may"), [("view_message", True), ("change_message", True), ("change_subscriber", False)]
)
def test_map_is_for_whoever_may_see_the_library(permission: str, *, may: bool) -> None:
    client = staff(permission)
    answers = [client.get(reverse(name)).status_code for name in ("library_map", "library_map_csv")]
    assert answers == ([200, 200] if may else [302, 302])
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (f'<a href="{reverse("library_map")}">' in home) == may  # the summary's
    assert (f'"url": "{reverse("library_map")}"' in home) == may  # the menu's


def test_cells_lead_to_the_words_or_to_their_beginning(editor: Client) -> None:
    message = factories.message(Stage(BABY, 0), sms="Hello", sms_pl="Witaj")
    polish = message.translations.get()
    add = reverse("wagtailsnippets_library_message:add")
    edit = reverse("wagtailsnippets_library_message:edit", args=[message.pk])
    translate = reverse("wagtailsnippets_library_translation:add")
    html = seen(editor).content.decode()
    assert f'href="{edit}"' in html
    assert f'href="{add}?kind=baby_week&amp;number=1&amp;track=carer"' in html
    html = seen(editor, language="pl").content.decode()
    assert f'href="{reverse("wagtailsnippets_library_translation:edit", args=[polish.pk])}"' in html
    assert "The English words come first." in html
    assert f'href="{translate}?message={message.pk}&amp;language=ar"' in seen(editor, language="ar").content.decode()


def test_whoever_may_only_look_is_offered_nothing_to_write() -> None:
    message = factories.message(Stage(BABY, 0))
    html = seen(staff("view_message")).content.decode()
    assert "?kind=" not in html
    assert "Next gap" not in html
    assert f'href="{reverse("wagtailsnippets_library_message:inspect", args=[message.pk])}"' in html


def test_table_for_a_spreadsheet_holds_what_is_selected(editor: Client) -> None:
    message = factories.message(Stage(CARE, 1), track="care", sms="Hello", sms_pl="Witaj")
    Translation.objects.update(topic="=1+1")
    answer = editor.get(reverse("library_map_csv"), {"language": "pl", "group": "care"})
    assert answer["Content-Disposition"] == 'attachment; filename="map-pl.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [len(row) for row in rows] == [14, 14]
    assert rows[1] == [
        "Special tracks and care",
        "week of care after a loss",
        "1",
        "care after the death of a baby",
        "bonding",
        "'=1+1",
        "pl",
        "approved",
        "yes",
        message.review_on.isoformat(),
        "approved",
        "missing",
        "missing",
        "missing",
    ]


def library(size: int, languages: list[str]) -> None:
    """A library of so many approved messages, each in these languages besides English."""
    stages = [(kind, n, track) for kind, last in ((BABY, 53), (TRACK, 27)) for n in range(1, last) for track in TRACKS]
    same = {"action": "Do.", "why": "It helps.", "sms": "Hello", "approved_by": "Dr Approver"}
    letter = blocks_of("A letter.\n\n- one\n- two")
    made = Message.objects.bulk_create(
        Message(kind=k, number=n, track=t, topic="A topic", theme="bond", review_on=TODAY, email=letter, **same)
        for k, n, t in stages[:size]
    )
    Translation.objects.bulk_create(
        Translation(message=message, language=code, topic="A topic", email=letter, **same)
        for message in made
        for code in languages
    )


def queries(client: Client, **asked: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert seen(client, **asked).status_code == 200
    return len(caught)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_map_asks_as_much_of_thirty_messages_as_of_three(
    editor: Client, language: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seen(editor)  # what Django looks up once and keeps
    library(3, OTHERS[:2])
    few = queries(editor, language=language)
    Message.objects.all().delete()
    library(30, OTHERS)
    assert queries(editor, language=language) == few
    with django_assert_num_queries(5):
        english = reading.english()
        reading.translated("pl", english)
        reading.coverage(Selection())


def test_map_of_500_messages_in_20_languages_asks_no_more_and_opens_no_letter(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = queries(editor, language="pl")
    library(500, [*OTHERS, *(f"x{n}" for n in range(20 - len(LANGUAGES)))])
    assert (Message.objects.count(), Translation.objects.count()) == (500, 500 * 19)

    def opened(*_args: Any) -> None:
        raise AssertionError("a letter was opened")

    monkeypatch.setattr("wagtail.fields.StreamField.to_python", opened)
    monkeypatch.setattr("wagtail.fields.StreamField.from_db_value", opened, raising=False)
    answer = seen(editor, language="pl")
    assert b"Polish: 500 of" in answer.content
    assert queries(editor, language="pl") <= few
