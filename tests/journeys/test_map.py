"""The map of the library in a browser: no barrier, the keyboard's ways, and the way from a gap to its first words."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.users.models import UserProfile

from messages.models import Message
from messages.stages import Stage, StageKind
from tests import factories
from tests.cms.staff_kit import staff

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

OURS = {"include": [["main .nice-padding"]]}  # what is around it is Wagtail's to mend


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, context=OURS).response["violations"]
    return [(x["id"], x["nodes"][0]["html"]) for x in found]


@pytest.fixture
def editor(page: Page, live_server: LiveServer) -> Page:
    """Somebody who writes messages, before a library with something of everything."""
    for number in range(8):
        factories.message(Stage(StageKind.BABY_WEEK, number), sms="Hello", sms_pl="Witaj")
    Message.objects.filter(number=1).update(approved_by="")
    Message.objects.filter(number=2).update(has_unpublished_changes=True)
    Message.objects.filter(number=3).update(held_at=factories.JOINED)
    Message.objects.filter(number=4).update(live=False)
    Message.objects.filter(number=5).update(review_on=factories.JOINED.date())
    client = staff("view_message", "add_message", "change_message", "add_translation", "change_translation")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server.url)}]
    )
    return page


def open_map(page: Page, live_server: LiveServer, query: str = "") -> None:
    page.goto(f"{live_server.url}{reverse('library_map')}?{query}")
    expect(page.get_by_role("heading", name="First year")).to_be_visible()


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=re.compile(f"^{name}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "language=pl&way=sms&gaps=on"])
def test_map_has_no_barriers(editor: Page, live_server: LiveServer, scheme: str, query: str) -> None:
    profile = UserProfile.get_for_user(User.objects.get())
    profile.theme = scheme
    profile.save()
    open_map(editor, live_server, query)
    assert violations(editor) == []


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_only_a_band_scrolls_sideways_and_its_tracks_stay(editor: Page, live_server: LiveServer, width: int) -> None:
    editor.set_viewport_size({"width": width, "height": 800})
    open_map(editor, live_server)
    assert editor.evaluate("document.documentElement.scrollWidth") == width
    band = editor.locator(".is-pregnancy .hope-map__scroll")
    name = band.get_by_role("rowheader", name="Carer")
    before = name.bounding_box()
    scrolled = band.evaluate("band => { band.scrollLeft = 200; return band.scrollLeft }")
    assert scrolled == (0 if width == 1280 else 200)
    assert name.bounding_box() == before


def test_arrow_keys_go_from_cell_to_cell(editor: Page, live_server: LiveServer) -> None:
    open_map(editor, live_server)
    cell(editor, "Week 0, carer").focus()
    for key, arrived in [
        ("ArrowRight", "Week 1, carer: draft"),
        ("ArrowDown", "Week 1, father or partner: missing"),
        ("End", "Week 26, father or partner"),
        ("ArrowDown", "Week 52, carer"),
        ("ArrowUp", "Week 25, father or partner"),
        ("Home", "Week 0, father or partner"),
        ("ArrowLeft", "Week 0, father or partner"),
        ("ArrowUp", "Week 0, carer: approved"),
        ("ArrowUp", "Week 4 of pregnancy, father or partner"),
    ]:
        editor.keyboard.press(key)
        expect(cell(editor, arrived)).to_be_focused()
    tip = cell(editor, "Week 4 of pregnancy, father").locator(".hope-map__tip")
    expect(tip).to_have_css("position", "fixed")
    editor.keyboard.press("Escape")
    expect(tip).to_have_css("opacity", "0")
    editor.keyboard.press("Tab")
    expect(cell(editor, "Week 0, carer")).to_be_focused()


def test_topic_stands_beside_its_cell_on_hover(editor: Page, live_server: LiveServer) -> None:
    open_map(editor, live_server)
    held = cell(editor, "Week 3, carer: held back")
    held.hover()
    topic = held.locator("q")
    expect(topic).to_have_text("baby_week 3")
    here, there = held.bounding_box(), topic.bounding_box()
    assert here
    assert there
    assert abs(there["y"] - here["y"]) < 100


def test_gap_is_found_chosen_and_begun(editor: Page, live_server: LiveServer) -> None:
    open_map(editor, live_server)
    editor.get_by_label("Language", exact=True).select_option("pl")
    editor.get_by_label("How it is sent").select_option("email")
    editor.get_by_label("Only gaps").check()
    editor.get_by_role("button", name="Show", exact=True).click()
    expect(editor.get_by_role("heading", name="Polish: 0 of")).to_be_visible()
    expect(cell(editor, "Week 0, carer: missing")).to_be_visible()
    editor.get_by_role("region", name="What may be sent, by language").get_by_role("link", name="English").click()
    expect(editor.get_by_role("heading", name="English: 0 of")).to_be_visible()
    editor.get_by_role("link", name="Show everything").click()
    editor.get_by_role("link", name="Next gap: Week 4 of pregnancy, carer").click()
    expect(editor).to_have_url(re.compile(r"/add/\?kind=pregnancy_week&number=4&track=carer$"))
