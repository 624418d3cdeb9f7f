"""What is on: the public pages, in the reader's language, and what they leave out."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaigns.models import Event
from tests.campaigns.event_kit import BEGINS, HOUR, NOW, Areas, areas, event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.event_kit.clock"
    settings.PUBLIC_URL = "https://hope.example"


@pytest.fixture
def places() -> Areas:
    return areas()


def titles(client: Client, query: str = "", path: str = "/whats-on/") -> list[str]:
    days = client.get(path + query).context["days"]
    return [one.words.title for _, shown in days for one in shown]


def test_list_is_by_day_in_the_readers_language(client: Client) -> None:
    event(title="Second", starts_at=BEGINS + HOUR, pl="Drugie")
    event(title="First", starts_at=BEGINS)
    event(title="Next day", starts_at=BEGINS + DAY)
    event(title="Since May", starts_at=NOW - 5 * DAY, ends_at=NOW + HOUR)
    days = {day: [one.words.title for one in shown] for day, shown in client.get("/whats-on/").context["days"]}
    assert days == {
        "Monday 1 June 2026": ["Since May"],
        "Tuesday 9 June 2026": ["First", "Second"],
        "Wednesday 10 June 2026": ["Next day"],
    }
    polish = client.get("/pl/whats-on/")
    assert [day for day, _ in polish.context["days"]][1] == "wtorek, 9 czerwca 2026"
    found = re.findall(r'lang="(..)" dir="ltr">([^<]+)</a>', polish.content.decode())
    assert found == [("en", "Since May"), ("en", "First"), ("pl", "Drugie"), ("en", "Next day")]


def test_list_leaves_out_what_is_hidden_over_or_for_staff(client: Client) -> None:
    event(title="On")
    event(title="Off", cancelled_at=NOW)
    event(title="Hidden", is_published=False)
    event(title="Over", starts_at=NOW - DAY)
    event(title="Training", who="staff")
    assert titles(client) == ["On", "Off"]
    assert titles(client, "?who=staff") == ["Training"]
    page = client.get("/whats-on/").content.decode()
    assert page.count("whats-on-card--off") == 1
    assert "Cancelled" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?near=sure-start-{colin}", ["Colin", "Region", "Online"]),
        ("?near=trust-{trust}", ["Colin", "Region", "Online"]),
        ("?near=sure-start-{oak}", ["Region", "Online", "Oak"]),
        ("?near=sure-start-{oak}&online=on", ["Online"]),
        ("?who=fathers", ["Fathers"]),
        ("?near=sure-start-99999&who=nobody&online=", ["Colin", "Region", "Online", "Oak", "Fathers"]),
        ("?near=region&page=x", ["Colin", "Region", "Online", "Oak", "Fathers"]),
    ],
)
def test_list_is_of_what_is_near(client: Client, places: Areas, query: str, found: list[str]) -> None:
    event(title="Colin", sure_start=places.colin, starts_at=BEGINS)
    event(title="Region", starts_at=BEGINS + DAY)
    event(title="Online", starts_at=BEGINS + 2 * DAY, is_online=True)
    event(title="Oak", sure_start=places.oak, starts_at=BEGINS + 3 * DAY)
    event(title="Fathers", sure_start=places.glen, starts_at=BEGINS + 4 * DAY, who="fathers")
    asked = query.format(colin=places.colin.pk, oak=places.oak.pk, trust=places.trust.pk)
    expected = [*found, "Fathers"] if asked.startswith("?near=trust") else found
    assert titles(client, asked) == expected


def test_empty_list_says_what_to_do(client: Client) -> None:
    assert "There is nothing here just now." in client.get("/whats-on/").content.decode()


def test_long_list_has_pages_that_keep_what_was_asked_for(client: Client) -> None:
    for n in range(41):
        event(title=f"{n}", starts_at=BEGINS + n * HOUR, is_online=True)
    page = client.get("/whats-on/?online=on").content.decode()
    assert 'href="?online=on&amp;page=2"' in page
    assert titles(client, "?online=on&page=2") == ["40"]


def test_many_events_take_as_many_queries_as_few(client: Client, places: Areas) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/pl/whats-on/")
        return len(found)

    event(sure_start=places.colin, pl="Masaż")
    queries()
    few = queries()
    for _ in range(3):
        event(sure_start=places.oak, pl="Masaż", trust=None)
    assert queries() == few


def page_of(client: Client, made: Event, language: str = "") -> str:
    return client.get(f"{language}/whats-on/{made.pk}/").content.decode()


def test_page_tells_everything(client: Client, places: Areas) -> None:
    made = event(
        sure_start=places.colin,
        about="We rub tiny feet.",
        who="fathers",
        languages=["en", "pl"],
        host="Ann Example",
        booking_url="https://book.example/massage",
        access="No steps.",
        pl="Masaż",
    )
    page = page_of(client, made)
    told = (
        *("Baby massage", "Tuesday 9 June 2026", "10:30", "11:30", "Oak Hall, 1 High Street", "We rub tiny feet."),
        *("Fathers and partners", "Polski", "Ann Example", "https://book.example/massage", "No steps."),
        *("Test Colin Sure Start", f"/whats-on/{made.pk}.ics"),
    )
    assert [words for words in told if words not in page] == []
    polish = page_of(client, made, "/pl")
    assert ("Masaż" in polish, re.search(r'class="whats-on-about"\s+lang="en"', polish) is None) == (True, False)


@pytest.mark.parametrize(
    ("details", "says"),
    [
        ({"cancelled_at": NOW - 9 * DAY}, "This event is cancelled"),
        ({"starts_at": NOW - DAY}, "This event is over"),
    ],
)
def test_page_of_what_does_not_take_place_says_so_and_offers_no_booking(
    client: Client, details: dict[str, Any], says: str
) -> None:
    made = event(booking_url="https://book.example/massage", **details)
    page = page_of(client, made)
    assert (says in page, "book.example" in page, ".ics" in page) == (True, False, False)


def test_page_of_what_is_hidden_is_not_there(client: Client) -> None:
    made = event(is_published=False)
    assert [client.get(f"/whats-on/{made.pk}{end}").status_code for end in ("/", ".ics")] == [404, 404]
    assert client.get("/whats-on/0/").status_code == 404


def test_what_staff_typed_is_shown_and_not_run(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    made = event(title=nasty, about=nasty, where=f"https://x.example {nasty}", access=nasty, host=nasty)
    assert "<script>alert" not in page_of(client, made) + client.get("/whats-on/").content.decode()


@pytest.mark.parametrize("path", ["/whats-on/", "/whats-on/{pk}/", "/whats-on/{pk}.ics", "/whats-on.ics"])
def test_answers_may_be_kept_for_a_minute(client: Client, path: str) -> None:
    answer = client.get(path.format(pk=event().pk))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=0, s-maxage=60")
    assert answer.cookies == {}


def test_front_page_and_every_footer_lead_there(client: Client) -> None:
    assert client.get("/").content.decode().count('href="/whats-on/"') == 2
    assert 'href="/pl/whats-on/"' in client.get("/pl/help/").content.decode()
