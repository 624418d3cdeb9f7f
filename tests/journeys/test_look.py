"""The look as people meet it: on a small phone, in the dark, in Arabic, with a keyboard, without scripts."""

import gzip
import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Event
from directory.models import SureStart, Trust
from languages import table
from messages.stages import Stage, StageKind
from tests.campaigns.event_kit import event
from tests.factories import message

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.urls("tests.journeys.look_urls"),
]
LANGUAGES = [("en-gb", "English"), ("pl", "Polish"), ("ar", "Arabic"), ("uk", "Ukrainian"), ("zh-hans", "Chinese")]
WIDTHS = (320, 1280)
WEIGHT = 150_000  # bytes of a first visit, fonts and all
TARGET = 48  # px
TARGETS = ".hope-name, summary, .hope-way, .govuk-button, .govuk-back-link, .hope-tongues a, .hope-foot a, .hope-call"
ANSWERS = ".govuk-input, .govuk-textarea, .govuk-select, .govuk-radios__item, .govuk-checkboxes__item"
AWAY = "https://www.bbc.co.uk/weather"


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    """Five languages, and a text for the front page."""
    settings.LANGUAGES = LANGUAGES
    six_weeks = Stage(StageKind.BABY_WEEK, 6)
    message(six_weeks, sms="Smile and wait. Ring 0808 808 8000.", sms_ar="ابتسم وانتظر. 0808 808 8000")


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the page's own policy, or a script, complained about. A picture that is not drawn yet is no complaint."""
    found: list[str] = []

    def keep(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and "404" not in said.text:
            found.append(said.text)

    page.on("console", keep)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def _show_mistakes(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("main button[type=submit]").click()
    page.locator("[data-errors]").wait_for()


@pytest.mark.parametrize(("scheme", "language"), list(product(("light", "dark"), ("", "ar/"))))
@pytest.mark.usefixtures("complaints")
def test_pages_have_no_barrier_and_do_not_scroll_sideways(
    page: Page, live_server: LiveServer, scheme: str, language: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}
    for width, path in product(WIDTHS, ("", "pieces/", "question/", "every-field/")):
        page.set_viewport_size({"width": width, "height": 800})
        url = f"{live_server.url}/{language}{path}"
        if path.endswith("field/"):
            _show_mistakes(page, url)
        else:
            page.goto(url)
        found[width, path] = (
            [violation["id"] for violation in Axe().run(page).response["violations"]],
            page.evaluate("document.documentElement.scrollWidth") - width,
        )
    assert found == dict.fromkeys(found, ([], 0))


def _weight(answer: Response) -> int:
    """Bytes over the air: whitenoise keeps sheets, scripts and drawings packed, which the tests' server does not."""
    body = answer.body()
    return len(gzip.compress(body)) if answer.url.endswith((".css", ".js", ".svg")) else len(body)


@pytest.mark.parametrize("language", ["", "ar/", "uk/"])
def test_first_visit_is_light(page: Page, live_server: LiveServer, language: str) -> None:
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(f"{live_server.url}/{language}", wait_until="networkidle")
    fonts = [answer.url.rpartition("/")[2] for answer in answers if answer.url.endswith("woff2")]
    assert {"noto-latin-400.woff2", "noto-latin-700.woff2"} <= set(fonts)
    assert ("noto-arabic-400.woff2" in fonts) is (language == "ar/")
    assert sum(_weight(answer) for answer in answers if answer.ok) < WEIGHT


@pytest.mark.parametrize("path", ["", "pieces/", "every-field/"])
def test_what_can_be_tapped_is_large_enough_for_a_thumb(page: Page, live_server: LiveServer, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/{path}")
    page.locator("summary").click()
    boxes = {box.inner_text() or str(box): box.bounding_box() for box in page.locator(f"{TARGETS}, {ANSWERS}").all()}
    assert len(boxes) > len(LANGUAGES)
    assert {words: box for words, box in boxes.items() if not box or min(box["height"], box["width"]) < TARGET} == {}


def test_ways_out_stay_in_view_on_a_phone(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/every-field/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".hope-ways").get_by_role("link", name="Help now")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Leave this page quickly")).to_be_in_viewport(ratio=1)
    expect(page.locator(".hope-foot li").last).to_be_in_viewport(ratio=1)
    last = page.locator(".hope-foot li").last.bounding_box()
    ways = page.locator(".hope-ways").bounding_box()
    assert last is not None
    assert ways is not None
    assert last["y"] + last["height"] <= ways["y"]


def test_low_window_is_left_for_reading(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 x 1024 at 400 %
    page.goto(f"{live_server.url}/every-field/")
    page.evaluate("scrollTo(0, 600)")
    expect(page.locator(".hope-ways")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_summary_of_mistakes_gets_the_focus_and_hands_it_on(page: Page, live_server: LiveServer) -> None:
    _show_mistakes(page, f"{live_server.url}/every-field/")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.get_by_role("link", name="Choose who you are to the baby").click()
    expect(page.get_by_label("Mother")).to_be_focused()
    page.get_by_role("link", name="Type your number, all 11 digits of it").click()
    number = page.get_by_label("What is your mobile number?")
    expect(number).to_be_focused()
    expect(number).to_have_accessible_description(
        "For example 07700 900123. We never show it to anybody. "
        "Please look again: Type your number, all 11 digits of it"
    )
    group = page.get_by_role("group", name="Who are you to the baby?")
    expect(group).to_have_accessible_description(
        "Choose what is nearest. Please look again: Choose who you are to the baby"
    )


def test_whole_card_of_a_choice_can_be_tapped(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/question/")
    card = page.locator(".govuk-radios__item", has_text="Father or partner")
    box = card.bounding_box()
    assert box is not None
    card.click(position={"x": box["width"] - 8, "y": 12})
    expect(page.get_by_label("Father or partner")).to_be_checked()


def _answer_for_elsewhere(route: Route) -> None:
    route.fulfill(body="weather", content_type="text/html")


@pytest.mark.parametrize("way", ["click", "keys"])
def test_leaving_quickly_leaves_no_way_back(page: Page, live_server: LiveServer, way: str) -> None:
    page.route(AWAY, _answer_for_elsewhere)
    page.goto(f"{live_server.url}/pieces/")
    page.goto(f"{live_server.url}/question/")
    if way == "click":
        page.get_by_role("link", name="Leave this page quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url == f"{live_server.url}/pieces/"


def test_two_presses_and_another_key_do_not_leave(page: Page, live_server: LiveServer) -> None:
    page.route(AWAY, _answer_for_elsewhere)
    page.goto(f"{live_server.url}/question/")
    for key in ("Shift", "Shift", "a", "Shift"):
        page.keyboard.press(key)
    page.get_by_label("Mother").check(force=True)
    assert page.url == f"{live_server.url}/question/"


def test_leaving_and_languages_work_without_scripts(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.route(AWAY, _answer_for_elsewhere)
    page.goto(f"{live_server.url}/question/?from=poster")
    page.locator("summary").click()
    page.get_by_role("link", name="العربية").click()
    assert page.url == f"{live_server.url}/ar/question/?from=poster"
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("[data-leave]").click()
    page.wait_for_url(AWAY)
    page.close()


def _colours(sheet: str, start: str) -> dict[str, str]:
    block = sheet[sheet.index(start) :]
    return dict(re.findall(r"--hope-([\w-]+):\s*(#[0-9a-f]{3,6})", block[: block.index("}")]))


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: str, other: str) -> float:
    """The contrast of two colours by WCAG, its last digit cut off rather than rounded up."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return int((light + 0.05) / (dark + 0.05) * 10) / 10


@pytest.mark.parametrize("sheet", ["hope.css", "hope.rtl.css"])
def test_every_pair_of_colours_has_the_contrast_that_the_page_of_the_look_says(sheet: str) -> None:
    css = (project.BASE_DIR / "static" / "css" / sheet).read_text()
    light = _colours(css, ":root{color-scheme")
    dark = light | _colours(css, "@media screen and (prefers-color-scheme: dark)")
    said = (project.BASE_DIR / "docs" / "look.md").read_text()
    colours = {name: (one, other) for name, one, other in re.findall(r"\| ([\w-]+) \| `(#\w+)` \| `(#\w+)` \|", said)}
    assert colours == {name: (light[name], dark[name]) for name in light}
    rows = re.findall(r"^\| ([\w-]+) \| ([\w, -]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", said, re.MULTILINE)
    assert len(rows) > 10
    for words, grounds, least, *ratios in rows:
        lowest = [min(_ratio(c[words], c[ground]) for ground in grounds.split(", ")) for c in (light, dark)]
        assert lowest == [float(ratio) for ratio in ratios], words
        assert min(lowest) >= float(least), words


@pytest.fixture
def on_the_air(settings: Settings) -> Event:
    """The site as it is, in every language, with an event whose address is one long word."""
    settings.LANGUAGES = [(language.django, language.autonym) for language in table.TABLE.values()]
    place = SureStart.objects.create(name="Ballynahinch and Drumaness", trust=Trust.objects.all()[0])
    return event(sure_start=place, where="https://meeting.example/what-babies-tell-us-about-looks-and-yawns")


@pytest.mark.urls("config.urls")
@pytest.mark.parametrize(("language", "width"), [("ar", 375), ("ar", 320), ("pl", 320), ("tet", 320), ("lt", 320)])
def test_public_pages_fit_a_phone_in_long_languages_and_from_right_to_left(
    page: Page, live_server: LiveServer, on_the_air: Event, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    paths = ("", "help/", "words/", "privacy/", "mine/ask/", "translation/", "whats-on/", "no-such-page/", "join/")
    direction = "rtl" if language == "ar" else "ltr"
    found = {}
    for path in (f"whats-on/{on_the_air.pk}/", *paths, "join/baby/"):
        if path == "join/baby/":
            page.locator("main button[type=submit]").click()
        else:
            page.goto(f"{live_server.url}/{language}/{path}")
        said = page.locator("html")
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[path] = (page.url.endswith(path), said.get_attribute("lang"), said.get_attribute("dir"), wide)
    assert found == dict.fromkeys(found, (True, language, direction, width))
    if (language, width) in {("ar", 375), ("tet", 320)}:
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []


def test_steps_run_against_the_clock_from_right_to_left(page: Page, live_server: LiveServer) -> None:
    turned = {}
    for language in ("", "ar/"):
        page.goto(f"{live_server.url}/{language}question/")
        arrow, ring = page.locator(".govuk-back-link svg"), page.locator(".hope-ring")
        turned[language] = (
            arrow.evaluate("one => getComputedStyle(one).transform"),
            ring.evaluate("one => [getComputedStyle(one).rotate, getComputedStyle(one).scale]"),
        )
    assert turned == {
        "": ("none", ["-90deg", "none"]),
        "ar/": ("matrix(-1, 0, 0, 1, 0, 0)", ["-90deg", "1 -1"]),
    }
