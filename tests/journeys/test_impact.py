"""Second thoughts, in a browser: a recall by two people, and the pause that every page speaks of."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.impact.pages import impact_url, recall_url
from delivery.models import Halt, Nudge, Recall, Status
from messages.models import Message
from subscribers.hours import local_day
from tests.cms.impact_kit import EDITING, approve_as_typed, person, waiting

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WHY = "The number in it is wrong."
# Wagtail's own menu, header and dialogues around our content are Wagtail's to mend.
OURS = {"include": [["main .nice-padding"]]}
BANNER = {"include": [[".halt-banner"]]}
SignIn = Callable[[Client], Page]


@pytest.fixture
def sign_in(browser: Browser, live_server: LiveServer) -> SignIn:
    """A browser of its own for each of the staff."""

    def opened(client: Client) -> Page:
        context = browser.new_context(base_url=str(live_server.url))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server.url)}
        context.add_cookies([cookie])  # type: ignore[list-item] # a dict is what it takes
        return context.new_page()

    return opened


def barriers(page: Page, where: dict[str, list[list[str]]]) -> list[str]:
    return [found["id"] for found in Axe().run(page, context=where).response["violations"]]


def waiting_today(parents: int) -> Message:
    """The server goes by the real clock."""
    return waiting(parents, day=local_day(timezone.now()))


def begun() -> Message:
    """A message that one parent has had, and that waits for another."""
    message = waiting_today(2)
    first = Nudge.objects.order_by("pk").values_list("pk", flat=True)[0]
    Nudge.objects.filter(pk=first).update(status=Status.SENT, submitted_at=timezone.now())
    return message


def test_recall_by_two_people(sign_in: SignIn) -> None:
    message = begun()
    ann = sign_in(person("recall_message", *EDITING, name="ann")[1])
    ben = sign_in(person("recall_message", name="ben")[1])
    ann.goto(impact_url("unpublish", message))
    assert barriers(ann, OURS) == []
    ann.get_by_label("Do not send them").check()
    ann.get_by_role("button", name="Unpublish").click()
    expect(ann.get_by_text("so a second person has to decide")).to_be_visible()
    assert barriers(ann, OURS) == []
    ann.get_by_label("Why is it to be withdrawn?").fill(WHY)
    ann.get_by_role("button", name="Recall it now").click()
    expect(ann.get_by_text("You asked for it, so somebody else has to decide.")).to_be_visible()
    expect(ann.get_by_role("button", name="Withdraw for good")).to_have_count(0)
    ben.goto(reverse("recalls"))
    expect(ben.get_by_text(WHY)).to_be_visible()
    assert barriers(ben, OURS) == []
    ben.get_by_role("button", name="Withdraw for good").click()
    expect(ben.get_by_text("It is withdrawn. Fewer than 5 waiting messages were cancelled.")).to_be_visible()
    assert barriers(ben, OURS) == []
    assert Recall.objects.values_list("asked_by__username", "decided_by__username").get() == ("ann", "ben")


def test_changed_words_ask_before_they_are_published(sign_in: SignIn) -> None:
    message = waiting_today(5)
    page = sign_in(person(*EDITING, "view_translation")[1])
    page.goto(reverse("wagtailsnippets_library_message:edit", args=[message.pk]))
    approve_as_typed(message, {"sms": "Changed words"})
    page.get_by_role("textbox", name="Text message").fill("Changed words")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Your changes are saved as a draft.")).to_be_visible()
    assert barriers(page, OURS) == []
    page.get_by_label("Let them go as they are.").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is published.")).to_be_visible()
    assert Message.objects.get().sms == "Changed words"
    assert Nudge.objects.filter(keeps_words=True, text="Hello").count() == 5


def test_pause_is_spoken_of_on_every_page(sign_in: SignIn) -> None:
    message = waiting_today(1)
    page = sign_in(person("halt_everything", "recall_message", *EDITING, name="ann")[1])
    page.goto(reverse("halt"))
    assert barriers(page, OURS) == []
    page.get_by_label("Why does everything have to stop?").fill(WHY)
    page.get_by_role("button", name="Stop everything now").click()
    for address in (
        reverse("halt"),
        reverse("recalls"),
        reverse("wagtailsnippets_library_message:list"),
        reverse("wagtailsnippets_library_message:edit", args=[message.pk]),
        recall_url(message),
    ):
        page.goto(address)
        expect(page.get_by_role("region", name="Everything stands still.")).to_contain_text(WHY)
        assert barriers(page, BANNER) == []
    page.get_by_role("link", name="Let messages go again").click()
    expect(page.get_by_role("heading", name="Messages stand still")).to_be_visible()
    assert barriers(page, OURS) == []
    page.get_by_role("button", name="Let messages go again").click()
    expect(page.get_by_text("Messages are going")).to_be_visible()
    expect(page.get_by_text("Everything stands still.")).to_have_count(0)
    assert Halt.objects.get().ended_at is not None
