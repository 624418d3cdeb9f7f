"""The spreadsheets' pages in a browser: a file sent, looked at and imported, and no barrier in what is ours."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messages.models import Message
from tests.cms.staff_kit import staff
from tests.messages.sheets_kit import HEADINGS, KEY, message, one, text

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


def test_file_is_sent_looked_at_and_imported(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    message(sms="Smile at me.", email="Hello.")
    client = staff("change_message", "add_message", "import_message")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server.url)}
    page.context.add_cookies([cookie])  # type: ignore[list-item] # a cookie
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_bytes(text([*HEADINGS, "theme"], [*KEY, "cats"]))
    good.write_bytes(one("sms", "Sing to me."))

    page.goto(f"{live_server.url}{reverse('sheets')}")
    assert violations(page) == []
    page.get_by_label("Your file").set_input_files(bad)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_text("Nothing can be imported yet.")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Your file").set_input_files(good)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.locator("ins", has_text="Sing to")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Import this change as a draft").first.click()
    expect(page.get_by_text("One row of good.csv was saved as a draft.")).to_be_visible()
    assert Message.objects.get().get_latest_revision_as_object().sms == "Sing to me."
