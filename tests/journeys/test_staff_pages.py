"""The pages on which staff act for a parent, in a browser: no barrier in what is ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.models import StaffAct
from tests.cms.staff_kit import staff

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer) -> Page:
    """A page of somebody signed in; the admin's own front page wants pages, which other tests may have removed."""
    client = staff("add_subscriber", "change_subscriber")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server.url)}]
    )
    return page


def test_sign_up_page_has_no_barriers(signed_in: Page, live_server: LiveServer) -> None:
    signed_in.goto(f"{live_server.url}{reverse('staff_sign_up')}")
    expect(signed_in.get_by_label("Your name or job")).to_have_value("Ann Example")
    assert violations(signed_in) == []
    signed_in.get_by_role("button", name="Ask the parent to confirm").click()
    expect(signed_in.get_by_text("Give a mobile number or an e-mail address.")).to_be_visible()
    assert violations(signed_in) == []


def test_stop_page_has_no_barriers(signed_in: Page, live_server: LiveServer) -> None:
    signed_in.goto(f"{live_server.url}{reverse('staff_stop')}")
    expect(signed_in.get_by_role("group", name="What has happened")).to_be_visible()
    assert violations(signed_in) == []
    signed_in.get_by_label("The parent's mobile number or e-mail address").fill("07700 900123")
    signed_in.get_by_label("A baby has died").check()
    signed_in.get_by_label("The parent has asked me to do this").check()
    signed_in.get_by_role("button", name="Stop the messages now").click()
    expect(signed_in.get_by_text("If we knew this number or address, its messages have stopped.")).to_be_visible()
    assert violations(signed_in) == []
    assert StaffAct.objects.get().act == "loss"
