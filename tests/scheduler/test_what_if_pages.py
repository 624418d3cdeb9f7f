"""The pages that ask "what if": who may, what is wrong with what they ask, and what comes back."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from messages.models import Message
from messages.stages import Stage, StageKind
from tests import factories
from tests.cms.staff_kit import staff
from tests.factories import utc

pytestmark = pytest.mark.django_db

PAGES = ("what_if", "what_if_message", "what_if_ahead")
ASKED = {
    "due_date": "",
    "birth_date": "2026-06-01",
    "first": "2026-06-01",
    "last": "2026-07-01",
    "role": "mother",
    "language": "pl",
    "fallback": "en",
    "channel": "sms",
    "frequency": "1",
    "slot": "morning",
}


def noon() -> datetime:
    """The clock of these tests."""
    return utc("2026-06-01 11:00")


@pytest.fixture(autouse=True)
def _at_noon(settings: Settings) -> None:
    settings.CLOCK = f"{__name__}.noon"
    cache.clear()


@pytest.fixture
def client() -> Client:
    """Somebody who may read the library and nothing else."""
    return staff("view_message")


def page(client: Client, name: str = "what_if", **asked: str) -> str:
    return client.get(reverse(name), asked).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_those_who_may_see_the_library(name: str, client: Client) -> None:
    assert client.get(reverse(name)).status_code == 200
    assert staff("view_place").get(reverse(name)).status_code == 302
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"birth_date": ""}, "Give the due date or the birth date."),
        ({"due_date": "2026-09-01"}, "Give one of the two: the due date, or the birth date."),
        ({"birth_date": "1 June"}, "This is not a date. Write it like 2027-03-14."),
        ({"birth_date": "2026-06-02"}, "This is after they join. For a baby on the way give the due date instead."),
        ({"birth_date": "2020-06-02"}, "We write until the third birthday. Please check the year."),
        ({"birth_date": "", "due_date": "2028-06-02"}, "this is not within a pregnancy"),
        ({"last": "2026-05-31"}, "This is before they join. Give a later day."),
        ({"last": "2027-08-02"}, "A calendar shows at most 14 months. Give an earlier day."),
        ({"first": "1999-06-01"}, "This is far from today. Please check the year."),
        ({"born_on": "2026-06-20"}, "Only with a due date: this baby is here already."),
        ({"birth_date": "", "due_date": "2026-06-20", "born_on": "2027-06-20"}, "Give a day within the calendar"),
        ({"birth_date": "", "due_date": "2026-06-20", "gestation_weeks": "30"}, "Only with a birth date."),
        ({"gestation_weeks": "3"}, "greater than or equal to 22"),
        ({"language": "xx"}, "xx is not one of the available choices"),
        ({"specials": "carer"}, "carer is not one of the available choices"),
    ],
)
def test_bad_input_gets_words(asked: dict[str, str], sentence: str, client: Client) -> None:
    answer = page(client, **ASKED | asked)
    assert sentence in answer
    assert "There is no calendar yet." in answer
    assert page(client, **ASKED | asked | {"format": "csv"}).lstrip().startswith("<!doctype html>")


def test_calendar_shows_words_cost_and_gaps(client: Client) -> None:
    factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there", sms_pl="Witaj w życiu")
    factories.message(Stage(StageKind.BABY_WEEK, 1), sms="Only <b>English</b>")
    answer = page(client, **ASKED)
    for words in ("Witaj w życiu", "Only &lt;b&gt;English&lt;/b&gt;", "not in their language yet", "1 segment, 4p"):
        assert words in answer
    assert "Nothing is written for this stage yet" in answer
    assert "A birth is never assumed. Nobody" not in answer
    assert "A birth is never assumed. Nobody" in page(client, **ASKED | {"birth_date": "", "due_date": "2026-06-20"})


def test_unapproved_words_are_marked(client: Client) -> None:
    factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there")
    Message.objects.update(approved_by="")
    assert "Hello there" not in page(client, **ASKED)
    answer = page(client, **ASKED | {"with_unapproved": "on"})
    assert "Hello there" in answer
    assert "is-unapproved" in answer.partition('class="what-if-months"')[2]


def test_csv_has_a_line_for_each_sending(client: Client) -> None:
    factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there", sms_pl="Witaj, życie")
    answer = client.get(reverse("what_if"), ASKED | {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert rows[1:] == [
        ["2026-06-01", "10:00", "sms", "Baby, week 0", "baby_week 0", "", "Polish", "yes", "1", "4", "", "Witaj, życie"]
    ]
    assert len(rows[0]) == len(rows[1])


def test_one_message_shows_counts_and_never_a_small_one(client: Client) -> None:
    message = factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there")
    for n in range(6):
        factories.journey(factories.baby(date(2026, 6, 8)), language="pl" if n == 0 else "en")
    answer = page(client, "what_if_message", message=str(message.pk))
    assert "£0.24" in answer
    for n in range(3):
        factories.journey(factories.baby(date(2026, 6, 9 + n)))
    answer = page(client, "what_if_message", message=str(message.pk))
    assert "fewer than 5" in answer
    assert "no longer in the library" in page(client, "what_if_message", message="999999")


def test_library_ahead_is_counted_with_few_queries_and_kept(client: Client) -> None:
    factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there")
    for _ in range(6):
        factories.journey(factories.baby(date(2026, 6, 8)))
    assert "£0.24" in page(client, "what_if_ahead")
    with CaptureQueriesContext(connection) as captured:
        page(client, "what_if_ahead")
    assert not any("subscribers_child" in query["sql"] for query in captured)


def test_message_leads_to_its_forecast() -> None:
    message = factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there")
    editor = staff("view_message", "change_message")
    way = f"{reverse('what_if_message')}?message={message.pk}"
    assert way in editor.get(reverse("wagtailsnippets_library_message:list")).content.decode()
    assert way in editor.get(reverse("wagtailsnippets_library_message:edit", args=[message.pk])).content.decode()
