"""How an event is told in a language, and in the words of a message."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns import events
from campaigns.event_words import about
from languages.spoken import long_day
from languages.table import LANGUAGES
from messages.placeholders import UnknownPlaceholderError, fill, known_services
from tests.campaigns.event_kit import BEGINS, HOUR, NOW, areas, event

pytestmark = pytest.mark.django_db


def a_moment_after() -> Any:
    """The clock, when it is over."""
    return BEGINS + HOUR


def before() -> Any:
    return NOW


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = f"{__name__}.before"
    settings.PUBLIC_URL = "https://hope.example"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Baby massage, Tue 9 June 10:30, Test Colin Sure Start"),
        ("pl", "Masaż niemowląt, wt., 9 czerwca 10:30, Test Colin Sure Start"),
        ("ar", "تدليك الرضع، الثلاثاء، 9 يونيو 10:30، Test Colin Sure Start"),
        ("ga", "Baby massage, Máirt, 9 Meitheamh 10:30, Test Colin Sure Start"),
        ("zh-hans", "Baby massage，6月9日周二 10:30，Test Colin Sure Start"),
        ("tet", "Baby massage, terça, 9 de junho 10:30, Test Colin Sure Start"),
    ],
)
def test_line_says_what_when_and_where_in_a_language(language: str, line: str) -> None:
    made = event(sure_start=areas().colin, pl="Masaż  niemowląt\n", ar="تدليك الرضع")
    assert about(made, language).line == line


@pytest.mark.parametrize(
    ("details", "where"),
    [
        ({}, "Oak Hall"),
        ({"is_online": True}, "online"),
        ({"where": ""}, ""),
        (
            {"where": "The very long name of a community centre in the country"},
            "The very long name of a community cen...",
        ),
    ],
)
def test_line_of_a_regional_event_says_where_in_few_words(details: dict[str, Any], where: str) -> None:
    assert about(event(**details), "en").line == f"Baby massage, Tue 9 June 10:30, {where}".rstrip(", ")


def test_every_language_has_a_way_of_writing_days() -> None:
    days = {code: long_day(BEGINS, code) for code in LANGUAGES}
    assert (days["en"], days["pl"]) == ("Tuesday 9 June 2026", "wtorek, 9 czerwca 2026")
    assert all("9" in day and "2026" in day for day in days.values())


def test_what_is_not_translated_is_in_english_and_says_so() -> None:
    made = event(about="We sing.", pl="Masaż")
    told = about(made, "pl")
    assert (told.title, told.language, told.about, told.about_language) == ("Masaż", "pl", "We sing.", "en")
    told = about(made, "lt")
    assert (told.title, told.language, told.about, told.about_language) == ("Baby massage", "en", "We sing.", "en")


def filled(body: str, language: str = "en") -> str:
    return fill(body, known_services(), language).strip()


def test_message_names_an_event_by_its_number() -> None:
    made = event(pl="Masaż")
    assert filled(f"Near you: {{event-{made.pk}.line}}") == "Near you: Baby massage, Tue 9 June 10:30, Oak Hall"
    assert filled(f"{{event-{made.pk}.url}}") == f"https://hope.example/whats-on/{made.pk}/"
    assert filled(f"{{event-{made.pk}.url}}", "pl") == f"https://hope.example/pl/whats-on/{made.pk}/"


@pytest.mark.parametrize("details", [{"cancelled_at": NOW}, {"is_published": False}])
def test_message_says_nothing_of_what_is_cancelled_or_hidden(details: dict[str, Any]) -> None:
    made = event(**details)
    assert filled(f"Hello. {{event-{made.pk}.line}} {{event-{made.pk}.url}}") == "Hello."


def test_message_says_nothing_of_what_is_over(settings: Settings) -> None:
    made = event()
    settings.CLOCK = f"{__name__}.a_moment_after"
    assert filled(f"Hello. {{event-{made.pk}.line}}") == "Hello."


@pytest.mark.parametrize("code", ["event-0.line", "event-x.line", "event-².line", "event-.line"])
def test_message_cannot_name_an_event_that_is_not_there(code: str) -> None:
    with pytest.raises(UnknownPlaceholderError):
        filled(f"{{{code}}}")


def test_message_cannot_ask_for_a_detail_that_events_do_not_have() -> None:
    with pytest.raises(UnknownPlaceholderError):
        filled(f"{{event-{event().pk}.phone}}")


def test_one_event_is_looked_up_with_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = event(sure_start=areas().colin, pl="Masaż")
    with django_assert_num_queries(2):
        found = events.find(str(made.pk))
        assert found is not None
        assert found.detail("line", "pl") == "Masaż, wt., 9 czerwca 10:30, Test Colin Sure Start"
