"""The main job as somebody new sees it: `make demo`, phones that ring, and a STOP that holds."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.servers import free_port

pytestmark = pytest.mark.xdist_group("demo")  # on several cores they share one demo all the same

OF_THE_WEEK = "It is Infant Mental Health Awareness Week"
WEEK_21 = "Record a voice note for your baby"  # the next of the stage's messages for this father

START_LIMIT = 120  # seconds for a slow machine
STOP_LIMIT = 30


@dataclass(frozen=True, kw_only=True)
class Demo:
    url: str
    user: str
    password: str
    process: subprocess.Popen[str]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """The demo's own command, as a process; it is ended as Ctrl-C or a service manager would."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", "--port", str(free_port())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines: Queue[str] = Queue()
    reader = Thread(target=_read, args=(process, lines))
    reader.start()
    said = ""
    try:
        while not (ready := re.search(r"^ready (\S+)$", said, re.MULTILINE)):
            said += lines.get(timeout=START_LIMIT)
        login = re.search(r"as (\S+), password (\S+)", said)
        assert login is not None
        yield Demo(url=ready[1], user=login[1], password=login[2], process=process)
    except Empty:
        pytest.fail(f"the demo did not become ready: {said}")
    finally:
        process.send_signal(signal.SIGTERM)
        ended = process.wait(STOP_LIMIT)
        reader.join()
        while not lines.empty():
            said += lines.get()
        assert ended == 0, said


def _read(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    with process.stdout as said:
        for line in said:
            lines.put(line)


def violations(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def next_days(page: Page, demo: Demo, number: int) -> None:
    page.goto(f"{demo.url}/phones/")
    for _ in range(number):
        page.get_by_role("button", name="Go to the next day").click()


def test_awareness_week_has_its_banner_and_its_page(page: Page, demo: Demo) -> None:
    page.goto(demo.url)
    page.locator(".campaign-banner a").click()
    expect(page.get_by_role("heading", name="Infant Mental Health Awareness Week")).to_be_visible()
    expect(page.locator(".campaign-today h2")).to_have_text("A small hello")
    assert violations(page) == []


def test_nudges_arrive_for_mothers_and_fathers_at_different_stages(page: Page, demo: Demo) -> None:
    page.goto(demo.url)  # the address that `ready` names
    page.get_by_role("link", name="Demo: phones and inboxes").click()
    for role in ("Mother,", "Father,", "Foster carer,", "Kinship carer,"):
        card = page.locator(".card", has=page.get_by_text(role)).first
        expect(card.locator(".bubble")).not_to_be_empty()
    assert violations(page) == []


def test_stop_is_answered_and_the_phone_stays_silent(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/phones/1/")
    page.get_by_label("Your text").fill("stop, please!")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You will get no more messages")).to_be_visible()
    assert violations(page) == []
    texts = page.locator(".bubble").count()

    next_days(page, demo, 1)
    page.goto(f"{demo.url}/phones/2/")
    expect(page.locator(".bubble").last).to_contain_text(OF_THE_WEEK)
    next_days(page, demo, 6)
    page.goto(f"{demo.url}/phones/2/")
    expect(page.locator(".bubble").last).to_contain_text(WEEK_21)

    page.goto(f"{demo.url}/phones/1/")
    assert page.locator(".bubble").count() == texts


def test_email_shows_in_the_inbox_and_its_link_stops(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/phones/")
    page.get_by_role("link", name="Open the inbox").first.click()
    letter = page.frame_locator("iframe").first
    link = letter.get_by_role("link", name="Stop all messages").get_attribute("href")
    assert link is not None
    page.goto(link)
    assert violations(page) == []
    page.get_by_role("button", name="Stop all messages").click()
    expect(page.get_by_role("heading", name="You have stopped all messages")).to_be_visible()


def test_staff_sign_in_and_find_the_library(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/admin/")
    page.get_by_label("Username").fill(demo.user)
    page.get_by_label("Password").fill(demo.password)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{demo.url}/admin/snippets/library/message/")
    expect(page.get_by_text("Welcome, and mixed feelings are allowed").first).to_be_visible()
