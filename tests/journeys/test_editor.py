"""An editor at work in a browser: sees the dear character, heeds a hint, saves a draft; nothing stands in the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messages.models import Message, Remark
from tests.cms.editor_kit import editor, url, written
from tests.factories import translation

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own fields, headings and blocks are Wagtail's to mend; these are ours.
OURS = {
    "include": [[part] for part in (".hope-summary", ".hope-live", ".hope-look", ".hope-facts", ".hope-languages")],
}
SIZES = [(320, 700), (1280, 900)]


def violations(page: Page, *more: str) -> list[str]:
    context = {"include": [*OURS["include"], *([part] for part in more)]}
    return [found["id"] for found in Axe().run(page, context=context).response["violations"]]


@pytest.fixture(params=SIZES, ids=["phone", "desk"])
def signed_in(page: Page, live_server: LiveServer, request: pytest.FixtureRequest) -> Page:
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    cookie = editor().cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": str(live_server.url)}])
    return page


def test_editor_types_sees_heeds_and_saves(signed_in: Page, live_server: LiveServer) -> None:
    words, page = written(), signed_in
    page.goto(f"{live_server.url}{url('edit', words)}")
    text = page.get_by_role("textbox", name="Text message")
    seen = page.locator('[data-live="field-sms"]')
    expect(seen).to_contain_text("1 segment")

    text.fill("Don’t worry, mum. Ring {nobody.phone}.")
    expect(seen).to_contain_text("because of: ’ (right single quotation mark)")
    expect(seen).to_contain_text("The directory has nothing for this placeholder")
    expect(page.locator('[data-live="summary"]')).to_contain_text("1 thing to mend")
    expect(page.locator("[data-live-status]")).to_contain_text("1 thing to mend")
    expect(seen.locator(".hope-finding--hint").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    text.fill("Hum a tune that you like. Your baby knows your voice, and it is enough.")
    expect(seen.locator(".hope-finding")).to_have_count(0)
    expect(seen).to_contain_text("GSM-7")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("updated.")).to_be_visible()
    assert Message.objects.get().get_latest_revision_as_object().sms.endswith("it is enough.")
    assert Message.objects.get().sms == words.sms


def test_comment_leaves_what_is_typed_as_it_is(signed_in: Page, live_server: LiveServer) -> None:
    words, page = written(), signed_in
    page.goto(f"{live_server.url}{url('edit', words)}")
    page.get_by_role("textbox", name="Text message").fill("Not yet saved.")
    page.get_by_role("button", name="Toggle comments").click()
    page.get_by_label("Write a comment").fill("Is this right for twins?")
    page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_text("Is this right for twins?")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text message")).to_have_value("Not yet saved.")
    assert violations(page, ".hope-remarks") == []
    page.get_by_role("button", name="Settle: Is this right for twins?").click()
    expect(page.get_by_text("No open comments.")).to_be_visible()
    assert Remark.objects.get().settled_at is not None


def test_translation_has_the_english_beside_and_no_barriers(signed_in: Page, live_server: LiveServer) -> None:
    words, page = translation(written(), "ar"), signed_in
    page.goto(f"{live_server.url}{url('edit', words)}")
    expect(page.locator(".hope-english__text").filter(has_text="Your baby knows your voice")).to_be_visible()
    text = page.get_by_role("textbox", name="Text message")
    text.fill("مرحبا")
    expect(page.locator('[data-live="field-sms"]')).to_contain_text("That is as it should be.")
    assert text.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert violations(page, ".hope-english") == []
