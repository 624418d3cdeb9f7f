"""The pages of a campaign's mailings in a browser: checks while typing, putting in, live progress, no barrier."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns import writing
from campaigns.models import Mailing
from delivery.models import Nudge, Reason, Status, Urgency
from tests.cms.mailing_kit import NOON, approve, mailing, officer, parents, week
from tests.cms.role_kit import signed_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

OURS = {"include": [["main .nice-padding"]]}
LETTER = "Good morning.\n\n> Hum a tune\n\n- in the bath\n- on a walk\n\nThat is plenty for today."


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.mailing_kit.noon"


@pytest.fixture
def writer() -> User:
    return officer()


@pytest.fixture
def made(writer: User) -> Mailing:
    found = mailing(week(), writer, subject="A tune", preheader="For today", email=LETTER)
    parents(12)
    parents(6, language="pl", fallback="none")
    writing.write(found, "pl", {"sms": "Zanuc melodie."}, writer)
    return found


@pytest.fixture
def page(page: Page, live_server: LiveServer, writer: User) -> Page:
    """Of somebody signed in."""
    cookie = signed_in(writer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": str(live_server.url)}])
    return page


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


def go(page: Page, live_server: LiveServer, name: str, *args: object) -> None:
    page.goto(f"{live_server.url}{reverse(name, args=args)}")


def nudges(of: Mailing, status: Status, number: int, reason: str = "") -> None:
    same = {"message": of.message, "channel": "sms", "urgency": Urgency.REGIONAL, "due_at": NOON, "expires_at": NOON}
    for journey in parents(number):
        Nudge.objects.create(journey=journey, status=status, reason=reason, **same)


def test_pages_have_no_barriers(page: Page, live_server: LiveServer, made: Mailing) -> None:
    for name, args in (
        ("campaign_mailing_add", (made.campaign_id,)),
        ("campaign_mailing", (made.pk,)),
        ("campaign_mailing_words", (made.pk, "en")),
        ("campaign_mailing_words", (made.pk, "ar")),
        ("campaign_sending", (made.campaign_id,)),
    ):
        go(page, live_server, name, *args)
        assert violations(page) == [], name


def test_checks_and_what_is_put_in_come_while_one_types(page: Page, live_server: LiveServer, made: Mailing) -> None:
    go(page, live_server, "campaign_mailing_words", made.pk, "en")
    page.get_by_label("Text message", exact=True).fill("You’re near. ")
    expect(page.locator('[data-live="field-sms"]')).to_contain_text("right single quotation mark")
    page.get_by_text("Put in an event, a short link or a service").click()
    page.get_by_role("button", name="Put in {lifeline.phone}").click()
    expect(page.get_by_label("Text message", exact=True)).to_have_value("You’re near. {lifeline.phone}")
    expect(page.get_by_role("button", name="Check without saving")).to_be_hidden()


def test_progress_moves_by_itself(page: Page, live_server: LiveServer, made: Mailing, writer: User) -> None:
    approve(made.campaign, writer)
    nudges(made, Status.QUEUED, 6)
    nudges(made, Status.DELIVERED, 4)
    page.clock.install()
    go(page, live_server, "campaign_sending", made.campaign_id)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "4")
    assert violations(page) == []
    Nudge.objects.filter(status=Status.QUEUED).update(status=Status.CANCELLED, reason=Reason.CAP)
    page.clock.run_for(4000)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "10")
    expect(page.locator("[data-progress-says]")).to_have_text("100% is done; the campaign is approved.")
    page.get_by_role("button", name="Pause it now").click()
    expect(page.get_by_role("button", name="Go on with it")).to_be_visible()
