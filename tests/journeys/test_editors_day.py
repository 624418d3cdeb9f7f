"""An editor's day, as three people of the staff live it: a gap is found, filled, reviewed, seen, and taken back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms import roles
from messages.models import Message
from messages.stages import Stage, StageKind
from subscribers.hours import local_day
from tests import factories
from tests.cms.role_kit import url
from tests.journeys.test_review_pages import browser_of, chooses

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SAVED = re.compile(r"(created|updated)\.")  # the latter when the editor has saved by itself before
BABY = StageKind.BABY_WEEK
WORDS = "Hum one slow tune. Pause, and see what your baby does. Any tune of yours will do."


def begins_the_missing_one(page: Page) -> None:
    """From the map to a form that knows its place."""
    page.goto(reverse("library_map"))
    page.locator(f'a[href*="kind={BABY}"][href*="number=7"][href*="track=carer"]').first.click()
    expect(page.get_by_label("Week or month")).to_have_value("7")


def writes(page: Page) -> None:
    """Hints come while typing, and are heeded; nothing is lost by saving a draft."""
    page.get_by_label("Theme").select_option("sing")
    page.get_by_role("textbox", name="Topic").fill("Hum a tune")
    page.get_by_role("textbox", name="No-cost action").fill("Hum one slow tune and pause.")
    page.get_by_role("textbox", name="Why it works").first.fill("Babies know the voices that they hear every day.")
    text = page.get_by_role("textbox", name="Text message")
    seen = page.locator('[data-live="field-sms"]')
    text.fill("Don’t forget, mum: you must hum in the garden.")
    expect(seen).to_contain_text("right single quotation mark")
    expect(seen.locator(".hope-finding--hint").first).to_be_visible()
    text.fill(WORDS)
    expect(seen.locator(".hope-finding")).to_have_count(0)
    page.get_by_label("Source", exact=True).fill("A library of songs")
    page.get_by_label("Due for review on").fill((local_day(timezone.now()) + timedelta(days=300)).isoformat())
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text(SAVED).first).to_be_visible()


def previews(page: Page, message: Message) -> None:
    """As on a phone, in the editor's own side panel."""
    page.goto(url(message, "edit"))
    page.get_by_role("button", name="Toggle preview").click()
    phone = page.frame_locator("#w-preview-iframe")
    expect(phone.get_by_text(WORDS).first).to_be_visible()


def test_gap_is_found_filled_reviewed_seen_and_taken_back(browser: Browser, live_server: LiveServer) -> None:
    factories.message(Stage(BABY, 6))
    author, approver, publisher = (
        browser_of(browser, live_server, role) for role in (roles.AUTHOR, roles.APPROVER, roles.PUBLISHER)
    )
    begins_the_missing_one(author)
    writes(author)
    message = Message.objects.get(number=7)
    assert (message.live, message.sms) == (False, WORDS)
    previews(author, message)
    chooses(author, message, "Submit to Clinical review")
    expect(author.get_by_text("has been submitted for moderation")).to_be_visible()

    approver.goto(reverse("wagtailadmin_home"))
    expect(approver.get_by_text("Hum a tune").first).to_be_visible()
    approver.get_by_role("button", name="Actions").last.click()
    approver.get_by_role("button", name="Approve", exact=True).click()
    expect(approver.get_by_text("The words are approved")).to_be_visible()
    message.refresh_from_db()
    assert (message.live, message.approved_by) == (True, "Ann Example")

    author.goto(reverse("library_map"))
    cell = author.locator(f'a[href="{url(message, "edit")}"], a[href="{url(message, "inspect")}"]').first
    expect(cell).to_have_class("hope-map__cell is-approved")

    born = local_day(timezone.now()) - timedelta(weeks=6)
    author.goto(reverse("what_if"))
    author.get_by_label("Or birth date").fill(born.isoformat())
    author.get_by_role("button", name="Show the calendar").click()
    chip = author.get_by_role("button", name="Baby, week 7")
    chip.click()
    expect(author.get_by_text(WORDS).first).to_be_visible()

    publisher.goto(reverse("recall_ask", args=["message", message.pk]))
    publisher.get_by_label("Why is it to be withdrawn?").fill("We have a better tune.")
    publisher.get_by_role("button", name="Recall it now").click()
    expect(publisher.get_by_text("It is withdrawn.").first).to_be_visible()
    message.refresh_from_db()
    assert not message.live
    author.goto(reverse("library_map"))
    expect(author.locator(f'a[href="{url(message, "edit")}"]').first).to_have_class("hope-map__cell is-unpublished")
