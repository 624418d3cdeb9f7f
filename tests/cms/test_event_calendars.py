"""Events as calendars read them: parsed again, they say what the pages say."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from campaigns import events
from campaigns.models import Event
from tests.campaigns.event_kit import BEGINS, HOUR, NOW, areas, event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.event_kit.clock"
    settings.PUBLIC_URL = "https://hope.example"


def read(client: Client, path: str) -> tuple[Calendar, list[Any]]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = Calendar.from_ical(answer.content)
    assert isinstance(found, Calendar)
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75  # bytes, as the standard has it
    return found, [entry for entry in found.walk("VEVENT") if not entry.errors]


def test_file_holds_one_event_in_local_hours(client: Client) -> None:
    made = event(about="We sing, and\nrub feet; slowly.", host="Ann", booking_url="https://book.example/", revision=3)
    found, [entry] = read(client, f"/whats-on/{made.pk}.ics")
    assert {name: str(entry[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "SEQUENCE", "URL")} == {
        "UID": f"event-{made.pk}@hope.example",
        "SUMMARY": "Baby massage",
        "LOCATION": "Oak Hall, 1 High Street",
        "STATUS": "CONFIRMED",
        "SEQUENCE": "3",
        "URL": f"https://hope.example/whats-on/{made.pk}/",
    }
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (BEGINS, BEGINS + HOUR)
    assert (entry["DTSTART"].params["TZID"], entry["DTEND"].params["TZID"]) == ("Europe/London", "Europe/London")
    assert (entry["LAST-MODIFIED"].dt, entry["DTSTAMP"].dt) == (NOW, NOW)
    assert str(entry["DESCRIPTION"]) == (
        "We sing, and\nrub feet; slowly.\n\nRun by Ann.\n\nBook: https://book.example/\n\n"
        f"https://hope.example/whats-on/{made.pk}/"
    )
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/London"]
    assert (str(found["METHOD"]), str(found["VERSION"])) == ("PUBLISH", "2.0")


def test_change_keeps_the_uid_and_raises_the_sequence(client: Client) -> None:
    made = event()
    _, [before] = read(client, f"/whats-on/{made.pk}.ics")
    made.starts_at -= HOUR
    events.save(made, NOW + HOUR)
    _, [after] = read(client, f"/whats-on/{made.pk}.ics")
    assert (after["UID"], after["SEQUENCE"], after["LAST-MODIFIED"].dt) == (before["UID"], 1, NOW + HOUR)
    assert after["DTSTART"].dt == BEGINS - HOUR


def test_feed_says_what_was_cancelled_long_ago(client: Client) -> None:
    event(cancelled_at=NOW - timedelta(days=9), revision=1)
    _, [entry] = read(client, "/whats-on.ics")
    assert (entry["STATUS"], str(entry["SUMMARY"]), entry["SEQUENCE"]) == ("CANCELLED", "Cancelled: Baby massage", 1)


def test_feed_is_of_an_area_and_in_the_pages_language(client: Client) -> None:
    places = areas()
    made = event(sure_start=places.colin, pl="Masaż")
    event(title="Talk", starts_at=BEGINS + HOUR, is_online=True, where="https://join.example")
    event(title="Other", sure_start=places.oak)
    event(title="Training", who=Event.Who.PRACTITIONERS)
    found, entries = read(client, f"/pl/whats-on.ics?near=sure-start-{places.colin.pk}")
    assert [str(x["SUMMARY"]) for x in entries] == ["Masaż", "Talk"]
    assert [x["SUMMARY"].params["LANGUAGE"] for x in entries] == ["pl", "en"]
    assert str(entries[0]["URL"]) == f"https://hope.example/pl/whats-on/{made.pk}/"
    assert "Test Colin Sure Start" in str(found["X-WR-CALNAME"])
    assert "https://join.example" in str(entries[1]["LOCATION"])


def test_page_offers_the_feed_of_what_it_shows(client: Client) -> None:
    places = areas()
    page = client.get(f"/pl/whats-on/?near=trust-{places.trust.pk}&online=on").content.decode()
    query = f"hope.example/pl/whats-on.ics?near=trust-{places.trust.pk}&amp;online=on"
    assert (f'href="webcal://{query}"' in page, f">https://{query}<" in page) == (True, True)


def test_empty_feed_is_a_calendar(client: Client) -> None:
    found, entries = read(client, "/whats-on.ics?near=nonsense")
    assert (str(found["X-WR-CALNAME"]), entries) == ("What is on", [])
