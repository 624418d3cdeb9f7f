"""A parent's own page as it is met at night: a small phone, a keyboard or one thumb, no barrier anywhere."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from campaigns import choices
from delivery.tokens import stop_url
from directory.models import Service
from messages.stages import Stage, StageKind
from portal import loss, proofs
from subscribers import pauses
from subscribers.models import Child, Subscriber, Track
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PHONE, SMALLEST = 375, 320
PUBLIC = ("help/", "privacy/", "words/", "accessibility/", "mine/ask/", "mine/", "no-such-page/", "m/no-such-link/")
OWN = ("", "past/", "calendar/", "data/", "pause/", "add/", "stop/", "erase/", "others/", "after-loss/", "campaigns/")
CHOICES = ("channel", "slot", "frequency", "language", "fallback", "sure_start", "trust")


@pytest.fixture
def parent() -> Subscriber:
    """Expecting one child in the 30th week, with another of five months."""
    today = timezone.localdate()
    for week in range(29, 38):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, week))
    for week in range(20, 30):
        factories.message(Stage(StageKind.BABY_WEEK, week))
    for track in (Track.NEONATAL, Track.LOW, Track.FEEDING_BOTTLE):
        factories.message(Stage(StageKind.TRACK_WEEK, 1), track=track)
    person = factories.subscriber(email=True)
    factories.journey(factories.expecting(today + timedelta(weeks=10)), person)
    factories.journey(factories.baby(today - timedelta(weeks=21)), person)
    return person


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 720})
    return page


def enter(phone: Page, live_server: LiveServer, person: Subscriber, language: str = "") -> None:
    """Open the link that went to this person."""
    link = proofs.preferences_link(person.contacts.get(kind="sms"), timezone.now())
    phone.goto(live_server.url + language + link.removeprefix("http://localhost:8000"))


def has_no_barrier(phone: Page) -> None:
    """No fault that a program can find, and nothing to scroll for sideways on the smallest phone."""
    assert [fault["id"] for fault in Axe().run(phone).response["violations"]] == [], phone.url
    phone.set_viewport_size({"width": SMALLEST, "height": 640})
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALLEST, phone.url
    phone.set_viewport_size({"width": PHONE, "height": 720})


def press(phone: Page, role: str, name: str) -> None:
    """By the keyboard."""
    target = phone.get_by_role(role, name=name).first  # type: ignore[arg-type] # a role by its name
    target.focus()
    expect(target).to_be_focused()
    target.press("Enter")


@pytest.mark.parametrize("language", ["", "/ar"])
def test_pages_for_everybody(phone: Page, live_server: LiveServer, language: str) -> None:
    for path in PUBLIC:
        phone.goto(f"{live_server.url}{language}/{path}")
        has_no_barrier(phone)


def test_pages_for_when_something_is_in_the_way(phone: Page, live_server: LiveServer) -> None:
    with mock.patch.object(Service.objects, "filter", side_effect=OperationalError):
        phone.goto(f"{live_server.url}/help/")
    expect(phone.get_by_role("heading", name="Something is broken on our side")).to_be_visible()
    has_no_barrier(phone)
    for name in ("asked", "asked", "asked", "too often"):
        phone.goto(f"{live_server.url}/mine/ask/")
        phone.get_by_label("What is your mobile number or e-mail address?").fill("07700 900987")
        press(phone, "button", "Send me the link")
        title = "Please wait a little" if name == "too often" else "Look at your phone or your e-mail"
        expect(phone.get_by_role("heading", name=title)).to_be_visible()
    has_no_barrier(phone)
    phone.goto(f"{live_server.url}/mine/ask/")
    phone.context.clear_cookies()
    press(phone, "button", "Send me the link")
    expect(phone.get_by_role("heading", name="Please go back and try again")).to_be_visible()
    has_no_barrier(phone)


@pytest.mark.parametrize("language", ["", "/ar"])
def test_every_page_of_one_s_own(phone: Page, live_server: LiveServer, parent: Subscriber, language: str) -> None:
    enter(phone, live_server, parent, language)
    expecting, baby = parent.journeys.order_by("pk")
    own = [f"change/{name}/" for name in CHOICES]
    own += [f"{expecting.pk}/{name}/" for name in ("born", "due", "invite", "loss", "extra")]
    own += [f"{baby.pk}/{name}/" for name in ("early", "extra")]
    for path in (*OWN, *own):
        phone.goto(f"{live_server.url}{language}/mine/{path}")
        has_no_barrier(phone)


def test_special_weeks_and_days_after_a_loss(phone: Page, live_server: LiveServer, parent: Subscriber) -> None:
    enter(phone, live_server, parent)
    expecting, baby = parent.journeys.order_by("pk")
    loss.report_child(parent, expecting.child, timezone.now())
    pauses.resume(parent.journeys.filter(pk=baby.pk), timezone.now())
    press(phone, "link", "Special weeks and days")
    has_no_barrier(phone)
    expect(phone.get_by_label("Mother's Day")).to_be_hidden()
    phone.locator("main summary").press("Enter")
    expect(phone.get_by_label("Mother's Day")).to_be_visible()
    phone.get_by_label("Mother's Day").press("Space")
    phone.get_by_label("I would like to hear from you in that week").press("Space")
    has_no_barrier(phone)
    press(phone, "button", "Save")
    expect(phone.get_by_role("status")).to_contain_text("That is changed.")
    assert choices.choices_of(parent) == {"baby_loss": True, "mothers_day": True}


def test_mistakes_are_explained_and_what_was_typed_stays(
    phone: Page, live_server: LiveServer, parent: Subscriber
) -> None:
    enter(phone, live_server, parent)
    expecting, baby = parent.journeys.order_by("pk")
    for path, field in ((f"{expecting.pk}/born/", "when"), (f"{expecting.pk}/due/", "when"), ("add/", "when")):
        phone.goto(f"{live_server.url}/mine/{path}")
        phone.locator(f"[name={field}]").fill("the day it rained")
        phone.locator(f"[name={field}]").press("Enter")
        expect(phone.locator("[data-errors]")).to_be_focused()
        expect(phone.locator(f"[name={field}]")).to_have_value("the day it rained")
        has_no_barrier(phone)
    for path in ("pause/", f"{baby.pk}/early/", "ask/"):
        phone.goto(f"{live_server.url}/mine/{path}")
        phone.locator("main button[type=submit]").press("Enter")
        expect(phone.locator("[data-errors]")).to_be_focused()
        has_no_barrier(phone)


def test_a_birth_and_a_pause_by_keyboard(phone: Page, live_server: LiveServer, parent: Subscriber) -> None:
    enter(phone, live_server, parent)
    expect(phone).to_have_url(f"{live_server.url}/mine/")  # no token is left in the address
    press(phone, "link", "My baby is here")
    phone.get_by_label("On what day was your baby born?").fill("yesterday")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("a warm welcome to your baby")
    expect(phone.get_by_role("link", name="My baby is here")).to_have_count(0)
    press(phone, "link", "Pause for a while")
    phone.get_by_label("2 weeks", exact=True).focus()
    phone.keyboard.press("Space")
    press(phone, "button", "Pause")
    expect(phone.get_by_role("heading", name="No messages until")).to_be_visible()
    has_no_barrier(phone)
    press(phone, "button", "Go on now")
    expect(phone.get_by_role("status")).to_contain_text("go on from now")


def test_an_invitation_is_shown_to_pass_on(phone: Page, live_server: LiveServer, parent: Subscriber) -> None:
    enter(phone, live_server, parent)
    press(phone, "link", "Invite the other parent")
    press(phone, "button", "Make a link to pass on")
    expect(phone.get_by_label("Your link")).to_have_value(re.compile("^http://localhost:8000/i/"))
    has_no_barrier(phone)


def test_a_loss_is_quiet_and_the_other_child_waits(phone: Page, live_server: LiveServer, parent: Subscriber) -> None:
    enter(phone, live_server, parent)
    press(phone, "link", "Our baby has died")
    has_no_barrier(phone)
    press(phone, "button", "Stop messages about this baby")
    expect(phone.get_by_role("link", name="0808 164 3332")).to_be_visible()
    expect(phone.get_by_role("heading", name="Would you like them to go on?")).to_be_visible()
    assert Child.objects.filter(state="lost", due_date=None).count() == 1
    has_no_barrier(phone)
    press(phone, "button", "Yes, go on")
    expect(phone.get_by_role("status")).to_contain_text("go on")
    expect(phone.get_by_role("heading", name="Born")).to_be_visible()
    has_no_barrier(phone)


@pytest.mark.parametrize("way", ["stop", "loss"])
def test_the_way_out_of_an_email(phone: Page, live_server: LiveServer, parent: Subscriber, way: str) -> None:
    phone.goto(live_server.url + stop_url(parent.pk).removeprefix("http://localhost:8000"))
    has_no_barrier(phone)
    if way == "loss":
        press(phone, "link", "Our baby has died")
        has_no_barrier(phone)
        press(phone, "button", "Stop messages about this baby")
        expect(phone.get_by_role("heading", name="We are so sorry")).to_be_visible()
        has_no_barrier(phone)
        return
    press(phone, "button", "Stop all messages")
    expect(phone.get_by_role("heading", name="You have stopped all messages")).to_be_visible()
    has_no_barrier(phone)
    phone.get_by_label("Too many messages").check()
    press(phone, "button", "Send")
    expect(phone.get_by_text("Thank you.")).to_be_visible()
    has_no_barrier(phone)


def test_closing_stopping_and_erasing(phone: Page, live_server: LiveServer, parent: Subscriber) -> None:
    enter(phone, live_server, parent)
    press(phone, "button", "Close my page")
    expect(phone.get_by_role("heading", name="Your page is closed")).to_be_visible()
    has_no_barrier(phone)
    enter(phone, live_server, parent)
    press(phone, "link", "Stop all messages")
    press(phone, "button", "Stop all messages")
    expect(phone.get_by_role("link", name="Back to your page")).to_be_visible()
    has_no_barrier(phone)
    press(phone, "link", "Back to your page")
    expect(phone.get_by_text("You have stopped all messages.")).to_be_visible()
    has_no_barrier(phone)
    press(phone, "link", "Erase everything about you")
    press(phone, "button", "Erase everything")
    expect(phone.get_by_role("heading", name="Everything is erased")).to_be_visible()
    has_no_barrier(phone)
    assert parent.contacts.count() == 0
