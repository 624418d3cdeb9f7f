"""What is seen in words while they are typed: who may ask, that nothing is stored, and that it costs the same."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.editor.audience import Audience, audience_of
from cms.editor.reading import money
from messages.models import Message, Translation
from subscribers.models import Following, Journey, Track
from tests.cms.editor_kit import GOOD, WRITER, WRONG, editor, letter, posted, url, written
from tests.factories import baby, expecting, journey, translation

pytestmark = pytest.mark.django_db

BORN = date(2026, 5, 1)


def parents(number: int, **details: Any) -> None:
    for _ in range(number):
        journey(baby(BORN), **details)


def test_answer_has_a_part_for_each_text_and_names_what_is_dear() -> None:
    answer = editor().post(url("look_on_edit", written()), posted(sms="You’re near. Ring {nobody.phone}."))
    page = answer.content.decode()
    fields = ("sms", "sms_why", "sms_do", "sms_done", "email", "web")
    assert [field for field in fields if f'data-live="field-{field}"' in page] == list(fields)
    assert "A segment holds 70 characters, and not 160, because of: ’ (right single quotation mark)." in page
    assert "1 thing to mend" in page
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_looking_stores_nothing() -> None:
    words = written()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        editor().post(url("look_on_edit", words), posted(sms=WRONG, **letter("email", "Another letter.")))
    words.refresh_from_db()
    assert (words.sms, words.email_text, words.revisions.count()) == (GOOD, "", 0)
    assert [one["sql"] for one in queries if "library_" in one["sql"] and not one["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("of", ["message", "translation"])
@pytest.mark.parametrize(
    ("permissions", "status"), [(WRITER, 200), (("view_message", "view_translation"), 302), (("access_admin",), 302)]
)
def test_only_who_writes_may_look(of: str, permissions: tuple[str, ...], status: int) -> None:
    message = written()
    words = message if of == "message" else translation(message, "pl")
    assert editor(*permissions).post(url("look_on_edit", words), posted()).status_code == status


def test_looking_needs_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = editor().cookies
    assert client.post(url("look_on_add"), posted()).status_code == 403
    assert editor().get(url("look_on_add")).status_code == 405


def test_words_not_yet_anywhere_are_looked_at_too() -> None:
    page = editor().post(url("look_on_add"), posted(kind="", number="", theme="", topic="")).content.decode()
    assert "2 things to mend" in page
    message = written()
    asked = f"{url('look_on_add', of='translation')}?message={message.pk}&language=ar"
    assert "GSM-7" in editor().post(asked, posted()).content.decode()
    assert (Message.objects.count(), Translation.objects.count()) == (1, 0)


def test_translation_of_nothing_is_not_looked_at() -> None:
    assert editor().post(url("look_on_add", of="translation"), posted()).status_code == 302


@pytest.mark.parametrize("of", ["look_on_edit", "edit", "list"])
def test_queries_are_the_same_at_one_and_three_languages(of: str) -> None:
    words, client = written(), editor()
    counts = []
    for codes in (("pl",), ("ar", "ga")):
        for code in codes:
            translation(words, code)
            parents(2, language=code)
        client.get(url("edit", words))
        with CaptureQueriesContext(connection) as queries:
            asked = url("list") if of == "list" else url(of, words)
            answer = client.post(asked, posted()) if of == "look_on_edit" else client.get(asked)
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("number", "said", "at_most"), [(0, "fewer than 5 parents", 5), (4, "fewer than 5 parents", 5), (5, "5 parents", 5)]
)
def test_small_numbers_are_never_told(number: int, said: str, at_most: int) -> None:
    assert (Audience(number).in_words, Audience(number).at_most) == (said, at_most)


def test_audience_is_who_hears_by_text_on_this_track_in_this_language() -> None:
    words = written()
    parents(1)
    parents(1, channel="both")
    parents(1, channel="email")
    parents(1, language="pl")
    parents(1, role="father")
    parents(1, state=Journey.State.PAUSED)
    Following.objects.create(journey=journey(expecting(BORN), role="father"), track=Track.YOUNG, since=BORN)
    assert audience_of(words).journeys == 2
    assert audience_of(translation(words, "pl")).journeys == 1
    words.track = Track.YOUNG
    assert audience_of(words).journeys == 1
    words.track = Track.CARE
    assert audience_of(words).journeys == 0


@pytest.mark.parametrize(
    ("pence", "said"), [("4", "4p"), ("4.5", "4.5p"), ("40", "40p"), ("100", "£1.00"), ("123456", "£1,234.56")]
)
def test_sums_are_said_as_people_say_them(pence: str, said: str) -> None:
    assert money(Decimal(pence)) == said


def test_costs_for_all_of_a_small_number_tell_no_more_than_the_most() -> None:
    words = written()
    parents(2)
    page = editor().post(url("look_on_edit", words), posted()).content.decode()
    assert "fewer than 5 parents" in page
    assert "under 20p" in " ".join(page.split())


def test_check_without_a_script_shows_it_and_keeps_what_was_typed() -> None:
    words = written()
    answer = editor().post(url("edit", words), posted(sms=WRONG, **{"action-check": "1"}))
    page = answer.content.decode()
    words.refresh_from_db()
    assert (words.sms, words.revisions.count()) == (GOOD, 0)
    assert WRONG in page
    assert "1 thing to mend" in page
