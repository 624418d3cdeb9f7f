"""The pages that ask "what if", in a browser: by keyboard, with their words, and no barrier in what is ours."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messages.stages import Stage, StageKind
from subscribers.hours import local_day
from tests import factories
from tests.cms.staff_kit import staff

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


@pytest.fixture
def reader(page: Page, live_server: LiveServer) -> Page:
    """A page of somebody who may read the library."""
    client = staff("view_message")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server.url)}]
    )
    return page


def test_calendar_opens_the_exact_words_by_keyboard(reader: Page, live_server: LiveServer) -> None:
    factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there", sms_ar="مرحبا بك")
    today = local_day(timezone.now())
    reader.goto(f"{live_server.url}{reverse('what_if')}")
    assert violations(reader) == []
    reader.get_by_label("Or birth date").fill(today.isoformat())
    reader.locator("[name=last]").fill((today + timedelta(days=20)).isoformat())
    reader.locator("[name=language]").select_option("ar")
    reader.get_by_role("button", name="Show the calendar").click()
    chip = reader.get_by_role("button", name="Baby, week 0")
    expect(chip).to_be_visible()
    assert violations(reader) == []
    words = reader.locator("#words-1")
    expect(words).to_be_hidden()
    chip.focus()
    reader.keyboard.press("Enter")
    expect(words.get_by_text("مرحبا بك")).to_be_visible()
    expect(words.locator(".what-if-bubble")).to_have_attribute("dir", "rtl")
    assert violations(reader) == []
    reader.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(reader.get_by_text("Nothing is written for this stage yet").first).to_be_attached()


def test_forecasts_have_no_barriers(reader: Page, live_server: LiveServer) -> None:
    message = factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello there")
    tomorrow = local_day(timezone.now()) + timedelta(days=1)
    for _ in range(6):
        factories.journey(factories.baby(tomorrow))
    reader.goto(f"{live_server.url}{reverse('what_if_message')}")
    reader.get_by_label("Message").select_option(str(message.pk))
    reader.get_by_role("button", name="Count").click()
    expect(reader.get_by_role("heading", name="Baby, week 0: baby_week 0")).to_be_visible()
    expect(reader.get_by_role("cell", name="6", exact=True).first).to_be_visible()
    assert violations(reader) == []
    reader.get_by_role("link", name="The next 30 days").click()
    expect(reader.get_by_role("heading", name="Day by day")).to_be_visible()
    assert violations(reader) == []
