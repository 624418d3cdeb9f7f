"""The pages on which staff act for a parent, in a browser: no barrier in what is ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.models import StaffAct

pytestmark = pytest.mark.django_db

# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer) -> Page:
    User.objects.create_superuser("ann", password="a word for tests", first_name="Ann", last_name="Example")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill("a word for tests")
    page.get_by_role("button", name="Sign in").click()
    return page


def test_sign_up_page_has_no_barriers(signed_in: Page) -> None:
    signed_in.get_by_role("link", name="Sign a parent up").click()
    expect(signed_in.get_by_label("Your name or job")).to_have_value("Ann Example")
    assert violations(signed_in) == []
    signed_in.get_by_role("button", name="Ask the parent to confirm").click()
    expect(signed_in.get_by_text("Give a mobile number or an e-mail address.")).to_be_visible()
    assert violations(signed_in) == []


def test_stop_page_has_no_barriers(signed_in: Page) -> None:
    signed_in.get_by_role("link", name="A baby has died, or stop").click()
    expect(signed_in.get_by_role("group", name="What has happened")).to_be_visible()
    assert violations(signed_in) == []
    signed_in.get_by_label("The parent's mobile number or e-mail address").fill("07700 900123")
    signed_in.get_by_label("A baby has died").check()
    signed_in.get_by_label("The parent has asked me to do this").check()
    signed_in.get_by_role("button", name="Stop the messages now").click()
    expect(signed_in.get_by_text("If we knew this number or address, its messages have stopped.")).to_be_visible()
    assert violations(signed_in) == []
    assert StaffAct.objects.get().act == "loss"
