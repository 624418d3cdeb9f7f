"""Campaigns at their desks, in a browser: an officer begins, another approves; a lead makes the local copy."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign, State
from subscribers.hours import local_day
from tests.cms.desk_kit import area, lead, officer, regional
from tests.cms.role_kit import signed_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own menu and header around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}
SignIn = Callable[[User], Page]


@pytest.fixture
def sign_in(browser: Browser, live_server: LiveServer) -> SignIn:
    """A browser of its own for each of the staff."""

    def opened(user: User) -> Page:
        context = browser.new_context(base_url=str(live_server.url))
        session = signed_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server.url)}])
        return context.new_page()

    return opened


def barriers(page: Page) -> list[str]:
    page.locator("main .nice-padding").wait_for()
    return [found["id"] for found in Axe().run(page, context=OURS).response["violations"]]


def press(page: Page, name: str) -> None:
    """A button, on a page that everybody can use."""
    assert barriers(page) == []
    page.get_by_role("button", name=name, exact=True).click()


def to_come(days: int) -> date:
    """The server goes by the real clock."""
    return local_day(timezone.now()) + timedelta(days=days)


def test_from_last_years_to_a_local_copy(sign_in: SignIn) -> None:
    last = to_come(-360)
    regional(title="The week last year", starts_on=last, ends_on=last + timedelta(days=6))
    oak = area()
    ann, ben, lea = sign_in(officer()), sign_in(officer("Ben Example")), sign_in(lead(oak))

    ann.goto(reverse("campaigns"))
    ann.get_by_role("link", name="Begin a campaign").click()
    ann.get_by_role("link", name="Start from last year’s").click()
    expect(ann.get_by_label("Search by title")).to_be_visible()
    assert barriers(ann) == []
    ann.get_by_role("link", name="The week last year").click()
    ann.get_by_label("Title").fill("The week")
    ann.get_by_label("First day").fill(to_come(20).isoformat())
    ann.get_by_label("Last day").fill(to_come(26).isoformat())
    press(ann, "Make the draft")
    expect(ann.get_by_text("It is all here, as a draft on its new dates.")).to_be_visible()
    ann.get_by_role("link", name="Change", exact=True).click()
    expect(ann.get_by_text("nobody", exact=True)).to_be_visible()
    ann.get_by_label("Last day").fill(to_come(25).isoformat())
    press(ann, "Save the draft")
    press(ann, "Submit for approval")
    expect(ann.get_by_text("You submitted it, so a colleague approves it")).to_be_visible()

    ben.goto(reverse("wagtailadmin_home"))
    waiting = ben.get_by_role("region", name="Campaigns that wait for your approval")
    waiting.get_by_role("link", name="The week").click()
    press(ben, "Approve")
    expect(ben.get_by_text("It is approved.")).to_be_visible()

    lea.goto(reverse("campaign_add"))
    assert barriers(lea) == []
    lea.get_by_role("link", name="Make our copy of The week").click()
    press(lea, "Make the copy")
    lea.get_by_role("link", name="Write the topics").click()
    lea.get_by_role("textbox", name="Topic of").nth(1).fill("Swinging at Oak")
    press(lea, "Save and go back to the campaign")
    topics = lea.get_by_role("region", name="Topics, day by day")
    expect(topics.get_by_role("listitem").nth(0)).to_contain_text("Singing from the region")
    expect(topics.get_by_role("listitem").nth(1)).to_contain_text("Swinging at Oak own")
    press(lea, "Submit for approval")
    expect(lea.get_by_text("Somebody of the regional team looks at it")).to_be_visible()

    ben.goto(reverse("campaigns"))
    ben.get_by_role("row", name="waits for you to approve").get_by_role("link").click()
    press(ben, "Approve")
    expect(ben.get_by_text("It is approved.")).to_be_visible()
    assert barriers(ben) == []
    parent, copy = Campaign.objects.get(title="The week", inherits=None), Campaign.objects.get(sure_start=oak)
    assert (parent.state, copy.state, parent.ends_on) == (State.APPROVED, State.APPROVED, to_come(25))
    assert list(copy.topics.values_list("title", flat=True)) == ["Swinging at Oak"]


def test_paused_in_two_clicks_and_counted_while_typing(sign_in: SignIn) -> None:
    running = regional(starts_on=to_come(-1), ends_on=to_come(3))
    Campaign.objects.update(state=State.RUNNING)
    ann = sign_in(officer())
    ann.goto(reverse("campaign_hub", args=[running.pk]))
    ann.get_by_role("link", name="Pause", exact=True).click()
    press(ann, "Pause")
    expect(ann.get_by_text("It is paused. Nothing more of it is sent.")).to_be_visible()
    ann.goto(reverse("campaign_new"))
    assert barriers(ann) == []
    with ann.expect_response("**/campaigns/count/"):
        ann.get_by_label("Owner").select_option("the whole region")
    expect(ann.get_by_text("nobody", exact=True)).to_be_visible()
