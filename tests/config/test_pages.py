"""Pages that the web server keeps for a moment: the same to everybody, nothing of anybody, and soon gone."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from config.pages import Pages
from messages.letters import blocks_of
from messages.models import Message
from messages.stages import Stage, StageKind
from tests.factories import approved, message, translation

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.django_db


@dataclass
class Site:
    """The site behind what is kept; counts how often it is asked."""

    handler: WSGIHandler = field(default_factory=WSGIHandler)
    asked: int = 0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.asked += 1
        return self.handler(environ, start_response)


@dataclass
class Visitors:
    """Whoever opens pages; `site` is asked for what is not kept."""

    site: Site = field(default_factory=Site)

    def __post_init__(self) -> None:
        self.pages = Pages(self.site)

    def open(self, path: str, method: str = "get", **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of the answer."""
        told: list[Any] = []
        request = getattr(RequestFactory(), method)(path, headers={"Host": "localhost", **headers})
        body = self.pages(request.environ, lambda *args: told.append(args))  # type: ignore[arg-type]
        text = b"".join(body).decode()
        status, sent = told[0][:2]
        return int(status.split()[0]), dict(sent), text


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """As Django's own test client does, the connection of the test is not closed at the end of a request."""
    caches["pages"].clear()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    caches["pages"].clear()


@pytest.fixture
def visitors() -> Visitors:
    return Visitors()


@pytest.fixture
def seven() -> Message:
    found = message(Stage(StageKind.BABY_WEEK, 7), email="Hello from week seven.")
    approved(found)
    return found


def test_a_class_of_parents_opens_a_page_that_is_made_once(visitors: Visitors, seven: Message) -> None:
    path = f"/week-by-week/{seven.pk}/"
    answers = [visitors.open(path) for _ in range(30)]
    assert {text for _, _, text in answers} == {answers[0][2]}
    assert "Hello from week seven." in answers[0][2]
    assert visitors.site.asked == 1
    assert [answers[1][1][name] for name in ("Age", "Content-Security-Policy")] == [
        "0",
        answers[0][1]["Content-Security-Policy"],
    ]


def test_what_staff_take_back_is_gone_within_a_minute(
    visitors: Visitors, seven: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, begun = f"/week-by-week/{seven.pk}/", time.time()
    monkeypatch.setattr(time, "time", lambda: begun)
    visitors.open(path)
    Message.objects.update(live=False)
    monkeypatch.setattr(time, "time", lambda: begun + settings.KEEP_PAGES - 1)
    status, headers, _ = visitors.open(path)
    assert (status, headers["Age"], settings.KEEP_PAGES) == (200, "59", 60)  # nobody keeps it for longer than we do
    monkeypatch.setattr(time, "time", lambda: begun + settings.KEEP_PAGES + 1)
    assert visitors.open(path)[0] == 404


def test_everybody_reads_their_own_language(visitors: Visitors, seven: Message) -> None:
    polish = translation(seven, "pl")
    polish.email = blocks_of("Dzień dobry.")
    polish.save()
    approved(polish)
    for _ in range(2):
        assert "Hello from week seven." in visitors.open(f"/week-by-week/{seven.pk}/")[2]
        assert "Dzień dobry." in visitors.open(f"/pl/week-by-week/{seven.pk}/")[2]


def test_who_brings_a_cookie_gets_a_page_of_their_own(visitors: Visitors) -> None:
    for _ in range(2):
        visitors.open("/week-by-week/", Cookie="sessionid=somebody")
    assert visitors.site.asked == 2
    assert "Age" not in visitors.open("/week-by-week/")[1]


@pytest.mark.parametrize(
    ("path", "method"),
    [("/join/", "get"), ("/join/baby/", "get"), ("/week-by-week/", "head"), ("/week-by-week/999999/", "get"),
     ("/health/", "get"), ("/admin/login/", "get")],
)  # fmt: skip
def test_what_is_somebodys_or_not_there_is_asked_for_each_time(visitors: Visitors, path: str, method: str) -> None:
    for _ in range(2):
        assert "Age" not in visitors.open(path, method)[1]
    assert visitors.site.asked == 2


def test_what_was_asked_for_in_another_way_is_another_page(visitors: Visitors) -> None:
    ways: list[tuple[str, dict[str, str]]] = [
        ("/whats-on/", {}),
        ("/whats-on/?q=Belfast", {}),
        ("/whats-on/", {"Accept-Language": "pl"}),
        ("/whats-on/", {"X-Forwarded-Proto": "https"}),
    ]
    for path, headers in ways * 2:
        visitors.open(path, **headers)
    assert visitors.site.asked == len(ways)


def test_a_cookie_that_is_set_is_nobody_elses() -> None:
    answers = [("Set-Cookie", "csrftoken=secret"), ("Vary", "Cookie"), ("Vary", "*")]
    for name, value in answers:
        headers = [("Content-Type", "text/html"), ("Content-Length", "2"), ("Cache-Control", "public, s-maxage=60")]

        def site(_environ: "WSGIEnvironment", start: "StartResponse", extra: Any = (name, value)) -> Iterable[bytes]:
            start("200 OK", [*headers, extra])  # noqa: B023 - called within the loop
            return [b"ok"]

        visitors = Visitors(site)  # type: ignore[arg-type]
        for _ in range(2):
            assert "Age" not in visitors.open("/week-by-week/")[1]
