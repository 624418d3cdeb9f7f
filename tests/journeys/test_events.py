"""An event's life in a browser: a lead adds it, a parent finds it and takes it along, the lead cancels it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Event
from delivery.models import Nudge, Status, Urgency
from messages.stages import Stage, StageKind
from tests import factories
from tests.campaigns.event_kit import Areas, areas, event
from tests.cms.event_kit import browser_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
OURS = {"include": [["main .nice-padding"]]}  # Wagtail's own menu and header are Wagtail's to mend
NEXT_WEEK = timezone.now().replace(hour=10, minute=30, second=0, microsecond=0) + timedelta(days=8)  # by the real clock
PHONE, DESK = ViewportSize(width=375, height=800), ViewportSize(width=1280, height=900)


@pytest.fixture
def places() -> Areas:
    return areas()


@pytest.fixture
def lead(page: Page, live_server: LiveServer, places: Areas) -> Page:
    """The desk of a lead of Test Colin."""
    session = browser_of(places.colin).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server.url)}])
    page.set_viewport_size(DESK)
    return page


@pytest.fixture
def parent(browser: Browser) -> Iterator[Page]:
    """A parent's phone."""
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    yield context.new_page()
    context.close()


def barriers(page: Page, context: Any = None) -> list[str]:
    found = Axe().run(page, context=context).response["violations"]
    return [each["id"] for each in found] + ([] if context else _sideways(page))


def _sideways(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px sideways"] if over else []


def add(lead: Page, live_server: LiveServer) -> Event:
    lead.goto(f"{live_server.url}{reverse('events')}")
    assert barriers(lead, OURS) == []
    lead.get_by_role("link", name="Add an event").click()
    expect(lead.get_by_role("button", name="Save the event")).to_be_visible()
    assert barriers(lead, OURS) == []
    lead.get_by_role("button", name="Save the event").click()
    expect(lead.get_by_text("Nothing has been changed yet.")).to_be_visible()
    assert barriers(lead, OURS) == []
    lead.locator("#id_title").fill("Baby massage")
    lead.get_by_label("Begins").fill(f"{NEXT_WEEK:%Y-%m-%d}T10:30")
    lead.get_by_label("Ends").fill(f"{NEXT_WEEK:%Y-%m-%d}T11:30")
    lead.locator("#id_where").fill("Oak Hall, 1 High Street")
    lead.locator("summary", has_text="Polish").click()
    lead.locator("#id_text-pl-title").fill("Masaż niemowląt")
    lead.get_by_role("button", name="Save the event").click()
    expect(lead.get_by_text("The event is saved.")).to_be_visible()
    assert barriers(lead, OURS) == []
    return Event.objects.get()


def find(parent: Page, live_server: LiveServer, tmp_path: Path) -> None:
    """On a phone, in Polish: near them, and into the calendar."""
    parent.goto(f"{live_server.url}/pl/")
    parent.locator("main a[href='/pl/whats-on/']").click()
    parent.wait_for_url("**/pl/whats-on/")
    assert barriers(parent) == []
    parent.locator("select[name=near]").select_option(label="Test Colin Sure Start")
    parent.locator("form.whats-on-ask button").click()
    parent.get_by_role("link", name="Masaż niemowląt").click()
    parent.wait_for_url("**/pl/whats-on/*/")
    assert barriers(parent) == []
    with parent.expect_download() as download:
        parent.locator("a[href$='.ics']").click()
    file = tmp_path / "event.ics"
    download.value.save_as(file)
    [entry] = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert (str(entry["SUMMARY"]), entry["SEQUENCE"], entry["STATUS"]) == ("Masaż niemowląt", 0, "CONFIRMED")


def told(made: Event) -> None:
    """A parent who was sent a text that names the event."""
    message = factories.message(Stage(StageKind.BABY_WEEK, 6), sms=f"{{event-{made.pk}.line}}")
    journey = factories.journey(factories.baby(date(2026, 4, 1)))
    Nudge.objects.create(
        journey=journey,
        message=message,
        channel="sms",
        urgency=Urgency.LOCAL,
        due_at=NEXT_WEEK,
        expires_at=NEXT_WEEK,
        status=Status.DELIVERED,
    )


def test_event_is_added_found_taken_along_and_cancelled(
    lead: Page, parent: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    made = add(lead, live_server)
    find(parent, live_server, tmp_path)
    told(made)
    lead.get_by_role("link", name="Cancel it").click()
    expect(lead.get_by_text("Fewer than 5 parents were told of it")).to_be_visible()
    assert barriers(lead, OURS) == []
    lead.get_by_label("Yes, cancel this event.").check()
    lead.get_by_role("button", name="Cancel this event").click()
    expect(lead.get_by_text("Whoever was told of it is being told.")).to_be_visible()
    parent.goto(f"{live_server.url}/whats-on/{made.pk}/")
    expect(parent.get_by_role("heading", name="This event is cancelled")).to_be_visible()
    assert barriers(parent) == []
    news = Nudge.objects.get(key__startswith="news:")
    assert news.text.startswith("Sorry, this will not take place: Baby massage, ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_arabic_pages_run_from_right_to_left(parent: Page, live_server: LiveServer, places: Areas, scheme: Any) -> None:
    made = event(
        starts_at=NEXT_WEEK,
        sure_start=places.colin,
        ar="تدليك الرضع",
        about="We rub tiny feet.",
        languages=["en", "ar"],
    )
    event(
        starts_at=NEXT_WEEK,
        title="Talk",
        is_online=True,
        where="https://join.example/a-long-address-of-a-meeting/0123456789012345",
    )
    event(starts_at=NEXT_WEEK, title="Off", cancelled_at=timezone.now())
    parent.emulate_media(color_scheme=scheme)
    for path in ("/ar/whats-on/", f"/ar/whats-on/{made.pk}/"):
        parent.goto(f"{live_server.url}{path}")
        assert (parent.locator("html").get_attribute("dir"), barriers(parent)) == ("rtl", [])
        assert parent.get_by_text("تدليك الرضع").first.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_list_works_with_a_keyboard_and_without_scripts(
    browser: Browser, live_server: LiveServer, places: Areas
) -> None:
    event(starts_at=NEXT_WEEK, title="Mine", sure_start=places.colin)
    event(starts_at=NEXT_WEEK, title="Other", sure_start=places.oak)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/whats-on/")
    page.locator("select[name=near]").focus()
    page.keyboard.type("Test Colin")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mine")).to_be_visible()
    expect(page.get_by_role("link", name="Other")).to_have_count(0)
    context.close()
