"""An area's page, its places and their sign-ups, in a browser: no barrier in what is ours, suggestions while typing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from directory.models import SureStart
from tests import factories
from tests.cms.areas_kit import lead
from tests.cms.role_kit import signed_in
from tests.cms.test_my_area import fill

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .hope-area"]]}
WIDTHS = (375, 1280)


def sideways(page: Page) -> int:
    """How much wider than its window the page is, in pixels."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.fixture
def colin() -> SureStart:
    return SureStart.objects.get_or_create(name="Colin")[0]


@pytest.fixture
def at_work(page: Page, live_server: LiveServer, colin: SureStart) -> Page:
    """The browser of a lead of Colin."""
    session = signed_in(lead(colin)).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server.url)}])
    return page


def test_area_and_its_sign_ups_have_no_barriers(at_work: Page, live_server: LiveServer, colin: SureStart) -> None:
    fill(colin, 2)
    fill(None, 1)
    for n, (number, language) in enumerate(((7, "en"), (6, "pl"), (2, "ar"))):
        for _ in range(number):
            child = factories.baby(factories.JOINED.date()) if n else factories.expecting(factories.JOINED.date())
            factories.journey(child, sure_start=colin, language=language, keyword=f"COLLIB{min(n, 1)}")
    for name in ("my_area", "place_sign_ups"):
        for width in WIDTHS:
            at_work.set_viewport_size({"width": width, "height": 900})
            at_work.goto(f"{live_server.url}{reverse(name)}")
            expect(at_work.locator("main .hope-area table").first).to_be_visible()
            found = Axe().run(at_work, context=OURS).response["violations"]
            assert ([x["id"] for x in found], sideways(at_work)) == ([], 0), (name, width)


def test_free_keywords_are_offered_while_somebody_types(at_work: Page, live_server: LiveServer) -> None:
    at_work.goto(f"{live_server.url}{reverse('wagtailsnippets_campaigns_place:add')}")
    at_work.get_by_label("Name").fill("Elm Street Library")
    at_work.get_by_role("button", name="ELMSTREET").click()
    expect(at_work.get_by_role("textbox", name="Keyword")).to_have_value("ELMSTREET")
