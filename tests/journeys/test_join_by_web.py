"""Signing up on the web as a parent does it: a small phone, a keyboard, no help, and no barrier on any page."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from directory.models import SureStart
from messages.stages import Stage, StageKind
from subscribers.models import Journey
from tests import factories
from tests.portal.sign_up.parent import E164, LOWER, code_sent, link_sent

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SMALL = ViewportSize(width=375, height=700)
NARROW = ViewportSize(width=320, height=600)
FARTHEST = 60  # presses of Tab to anything on a page


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    """A real service, with words for some weeks, and one district that two Sure Starts share."""
    settings.DEMO = False
    for week in range(20, 40):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, week))
    SureStart.objects.filter(name__in=("South Belfast", "Colin")).update(districts="BT9")


class Keys:
    """Somebody with a keyboard and no mouse, on a small phone. Each page they meet is looked over."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_viewport_size(SMALL)

    def reach(self, name: str) -> None:
        """Press Tab until the focus is on what has this name."""
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate(FOCUSED):
                return
        pytest.fail(f"{name!r} cannot be reached by keyboard on {self.page.url}")

    def press(self, name: str) -> None:
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, group: str, label: str) -> None:
        """Go to a group of radio buttons, and with the arrows to one of them."""
        choice = self.page.get_by_role("group", name=group).get_by_label(label, exact=True)
        self.reach(group)
        self.page.keyboard.press("Space")
        for _ in range(FARTHEST):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{label!r} cannot be chosen by keyboard")

    def write(self, label: str, text: str) -> None:
        self.reach(label)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def go_on(self, button: str = "Next") -> None:
        self.press(button)

    def looks(self, heading: str) -> None:
        """The page with this heading has no barrier, and is not wider than a phone."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        assert [violation["id"] for violation in Axe().run(self.page).response["violations"]] == []
        for size in (NARROW, SMALL):
            self.page.set_viewport_size(size)
            assert self.page.evaluate("document.documentElement.scrollWidth") == size["width"]

    def is_told(self, mistake: str, heading: str) -> None:
        """The page says what is wrong, and takes the focus there."""
        expect(self.page.locator("[data-errors]")).to_be_focused()
        expect(self.page.locator("[data-errors]")).to_contain_text(mistake)
        self.looks(heading)


# What a screen reader would call the element with the focus, with the name of its group.
FOCUSED = r"""() => {
  const on = document.activeElement, words = (one) => one ? one.innerText : "";
  const labels = on.labels ? [...on.labels].map(words).join(" ") : "";
  const group = on.type === "radio" ? words(on.closest("fieldset").querySelector("legend")) : "";
  return [group, labels, on.type === "radio" ? "" : words(on)].join(" | ").replace(/\s+/g, " ");
}"""


def _tells_about_the_baby(page: Page, keys: Keys) -> None:
    keys.looks("Is your baby here yet?")
    keys.go_on()
    keys.is_told("Please choose Not yet or Yes.", "Is your baby here yet?")
    keys.choose("Is your baby here yet?", "Not yet")
    keys.go_on()

    keys.looks("When is your baby due?")
    keys.write("When is your baby due?", "in a while")
    keys.go_on()
    keys.is_told("We could not make out the date.", "When is your baby due?")
    expect(page.get_by_label("When is your baby due?")).to_have_value("in a while")
    keys.write("When is your baby due?", "20 weeks")
    keys.go_on()

    keys.looks("Who are you to the baby?")
    keys.choose("Who are you to the baby?", "Grandparent")
    keys.go_on()


def _says_how(page: Page, keys: Keys) -> None:
    keys.looks("In which language would you like your messages?")
    expect(page.get_by_label("English", exact=True)).to_be_checked()
    expect(page.get_by_role("group", name="When a message is not in your language yet")).to_be_hidden()
    keys.choose("In which language would you like your messages?", "Polski Polish")
    keys.looks("In which language would you like your messages?")
    keys.choose("When a message is not in your language yet", "Do not send it")
    keys.go_on()

    keys.looks("How may we send them?")
    expect(page.get_by_label("E-mail address")).to_be_hidden()
    keys.choose("How may we send them?", "By text and e-mail")
    keys.write("Mobile number", "028 9012 3456")
    keys.write("E-mail address", "parent@")
    keys.go_on()
    keys.is_told("That is a landline.", "How may we send them?")
    keys.write("Mobile number", "07700 900123")
    keys.write("E-mail address", "Parent@Hope.example")
    keys.go_on()


def _says_when_and_where(page: Page, keys: Keys) -> None:
    keys.looks("When is a good time for a message?")
    keys.choose("When is a good time for a message?", "Afternoon, about 14:00")
    keys.go_on()

    keys.looks("Where do you live?")
    keys.write("First part of your postcode", "bt9 6ab")
    keys.go_on()
    expect(page.locator("[data-errors]")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("BT9 belongs to more than one Sure Start.")
    keys.looks("Where do you live?")
    keys.reach("Your Sure Start or Trust")
    page.keyboard.type("South B")
    keys.go_on()


def _agrees(page: Page, keys: Keys) -> None:
    keys.looks("Is this right?")
    expect(page.get_by_text(re.compile("you wrote: .?20 weeks"))).to_be_visible()
    expect(page.get_by_text("South Belfast Sure Start")).to_be_visible()
    keys.press(": You are")  # the change link says so to who cannot see which line it is in
    keys.choose("Who are you to the baby?", "Father")
    keys.go_on()
    keys.go_on("I agree, send me the code")

    keys.looks("We have texted you a code")
    keys.write("Your code", "1")
    keys.go_on("Begin my messages")
    keys.is_told("That is not the code that we sent last.", "We have texted you a code")
    keys.press("Send another code")
    keys.write("Your code", code_sent(E164))
    keys.go_on("Begin my messages")


def test_parent_signs_up_by_keyboard_on_a_small_phone(page: Page, live_server: LiveServer) -> None:
    keys = Keys(page)
    page.goto(live_server.url + reverse("join"))
    keys.looks("Small messages, for you and your baby")
    keys.press("Start")
    _tells_about_the_baby(page, keys)
    _says_how(page, keys)
    _says_when_and_where(page, keys)
    _agrees(page, keys)
    keys.looks("You are signed up")
    expect(page.get_by_text("We have sent a link to your e-mail address too.")).to_be_visible()
    fields = ("role", "language", "fallback", "channel", "slot", "sure_start__name")
    assert Journey.objects.values_list(*fields).get() == ("father", "pl", "none", "both", "afternoon", "South Belfast")

    page.goto(live_server.url + link_sent(LOWER))
    keys.looks("Would you like these messages?")
    keys.press("Yes, send me these messages")
    keys.looks("You are signed up")
    page.goto(live_server.url + link_sent(LOWER))
    keys.looks("This link does not work any more")


def test_parent_of_a_baby_born_early_signs_up_by_email(page: Page, live_server: LiveServer) -> None:
    keys = Keys(page)
    page.goto(live_server.url + reverse("join"))
    keys.press("Start")
    keys.choose("Is your baby here yet?", "Yes")
    keys.go_on()
    keys.looks("When was your baby born?")
    keys.write("When was your baby born?", "6 weeks old")
    keys.go_on()
    keys.looks("Did your baby come early?")
    expect(page.get_by_label("How many weeks pregnant")).to_be_hidden()
    keys.choose("Did your baby come early?", "Yes, before 37 weeks")
    keys.write("How many weeks pregnant, when your baby was born?", "50")
    keys.go_on()
    keys.is_told("Please give the weeks as a number from 22 to 36.", "Did your baby come early?")
    keys.write("How many weeks pregnant, when your baby was born?", "32")
    keys.go_on()
    keys.choose("Who are you to the baby?", "Mother")
    keys.go_on()
    keys.go_on()
    keys.choose("How may we send them?", "By e-mail")
    expect(page.get_by_label("Mobile number")).to_be_hidden()
    keys.write("E-mail address", "parent@hope.example")
    keys.go_on()
    keys.choose("When is a good time for a message?", "Morning, about 10:00")
    keys.go_on()
    keys.go_on()
    keys.go_on("I agree, send me the link")
    keys.looks("We have sent you a link")
    page.goto(live_server.url + link_sent(LOWER))
    keys.press("Yes, send me these messages")
    expect(page.get_by_text("Every e-mail has a link that stops everything.")).to_be_visible()
    assert Journey.objects.get().child.gestation_weeks == 32


def test_words_of_loss_where_a_date_is_asked_are_met_with_care(page: Page, live_server: LiveServer) -> None:
    keys = Keys(page)
    page.goto(live_server.url + reverse("join"))
    keys.press("Start")
    keys.choose("Is your baby here yet?", "Yes")
    keys.go_on()
    keys.write("When was your baby born?", "she died")
    keys.go_on()
    keys.looks("We are so sorry that things are hard")
    expect(page.get_by_role("link", name=re.compile("0808 808 8000"))).to_be_visible()


def test_sign_up_needs_no_scripts(page: Page, live_server: LiveServer) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(live_server.url + reverse("join"))
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Not yet").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("When is your baby due?")).to_be_visible()
