"""The flow of work in a browser: words are sent back, approved, and taken back; no barrier in what is ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms import roles
from messages.models import Approval, Message
from tests.cms.role_kit import colleague, draft, member, url

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}
FOOTER = "footer [aria-label='Actions'], footer .w-dropdown__toggle"


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


def browser_of(browser: Browser, live_server: LiveServer, role: str) -> Page:
    """A window of somebody with this role."""
    context = browser.new_context(base_url=str(live_server.url))
    session = colleague(role).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server.url)}])
    return context.new_page()


def chooses(page: Page, message: Message, what: str) -> None:
    """Open the editor and press a button of its menu."""
    page.goto(url(message, "edit"))
    page.locator(FOOTER).first.click()
    page.locator("footer").get_by_text(what, exact=True).click()


def test_words_are_sent_back_approved_and_taken_back(browser: Browser, live_server: LiveServer) -> None:
    message = draft()
    message.save_revision(user=member(roles.AUTHOR))
    writer = browser_of(browser, live_server, roles.AUTHOR)
    reader = browser_of(browser, live_server, roles.APPROVER)
    chooses(writer, message, "Submit to Clinical review")
    expect(writer.get_by_text("has been submitted for moderation")).to_be_visible()

    chooses(reader, message, "Send back with a comment")
    reader.get_by_label("What would you like changed, and why?").fill("Say which song.")
    reader.get_by_role("button", name="Send back with a comment").last.click()
    expect(reader.get_by_text("The words are back with their writer")).to_be_visible()

    writer.goto(url(message, "edit"))
    expect(writer.get_by_text("Ann Example would like these words changed: Say which song.")).to_be_visible()
    writer.get_by_role("textbox", name="Text message").fill("Sing any song.")
    writer.locator(FOOTER).first.click()
    writer.locator("footer").get_by_text("Resubmit to Clinical approval").click()
    expect(writer.get_by_text("has been submitted for moderation")).to_be_visible()

    chooses(reader, message, "Approve and Publish")
    expect(reader.get_by_text("The words are approved")).to_be_visible()
    message.refresh_from_db()
    assert (message.sms, message.live, message.approved_by) == ("Sing any song.", True, "Ann Example")

    reader.goto(reverse("library_approvals"))
    assert violations(reader) == []
    reader.get_by_role("link", name="Take back").click()
    expect(reader.get_by_label("Why do you take it back?")).to_be_visible()
    assert violations(reader) == []
    reader.get_by_role("button", name="Take back the approval").click()
    expect(reader.get_by_text("Please give a reason")).to_be_visible()
    assert violations(reader) == []
    reader.get_by_label("Why do you take it back?").fill("The advice has changed.")
    reader.get_by_role("button", name="Take back the approval").click()
    expect(reader.get_by_text("The approval is taken back.")).to_be_visible()
    assert list(Approval.objects.values_list("taken_back", flat=True)) == [False, True]


def test_due_report_has_no_barriers(browser: Browser, live_server: LiveServer) -> None:
    Message.objects.filter(pk=draft().pk).update(live=True, review_on="2020-01-01")
    reader = browser_of(browser, live_server, roles.READ_ONLY)
    reader.goto(reverse("library_due"))
    expect(reader.get_by_text("Its day has come.")).to_be_visible()
    assert violations(reader) == []
