"""Every public page: what the urlconf has, and a way to each of it."""

from collections.abc import Iterator
from unittest import mock

from django.urls import URLPattern, URLResolver, reverse

from campaigns.models import Event
from config import urls
from directory.models import Service
from messages.models import Message
from portal import feed
from tests import factories
from tests.languages import own_pages, signing_up
from tests.languages.visits import Book
from tests.languages.world import BORN, World

# Nobody of the public reads what these answer: programs do, staff do, or it is a demo.
FOR_NOBODY = {
    "health": "a container's health check",
    "twilio-call": "the provider's webhook",
    "twilio-inbound": "the provider's webhook",
    "twilio-status": "the provider's webhook",
    **dict.fromkeys(("phones", "phone", "inbox", "letter", "move-clock"), "virtual phones of a demo"),
    "go/<str:code>/": "the same as without its slash",
    "preferences-data-file": "names for programs, to take along; the page beside it says the same in words",
    "image": "a picture",
    "wagtailcore_authenticate_with_password": "no page of ours has a password",
    "wagtailcore_login": "no page of ours is for members",
}


def names() -> set[str]:
    """The names of every address that is not of the admin."""
    return set(_names(urls.urlpatterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            if not str(one.pattern).startswith("admin/"):
                yield one.name or str(one.pattern)
        elif not str(one.pattern).startswith("admin/"):
            yield from _names(one.url_patterns)


def walk(book: Book, world: World, language: str) -> None:
    """Open everything. `language` is a code of the table."""
    _for_everybody(book, world)
    _improving(book)
    _broken(book)
    signing_up.walk(book, language)
    own_pages.walk(book, language)


def _for_everybody(book: Book, world: World) -> None:
    browser = book.browser()
    plain = ("wagtail_serve", "help-now", "privacy", "words", "accessibility", "read", "whats-on", "whats-on-feed")
    for name in plain:
        browser.opens(name, *([""] if name == "wagtail_serve" else []))
    for query in ("?near=nowhere&who=staff", f"?near=sure-start-{world.event.sure_start_id}&online=on", "?who=fathers"):
        browser.opens("whats-on", query=query)
        browser.opens("whats-on-feed", query=query)
    for pk in Event.objects.values_list("pk", flat=True):
        browser.opens("event", pk)
        browser.opens("event-file", pk)
    for pk in Message.objects.values_list("pk", flat=True):
        browser.opens("read-message", pk)
    for name in ("read-easy", "read-large", "read-braille"):
        browser.opens(name, world.message.pk)
    browser.opens("read-aloud", world.message.pk, "mp3")
    for campaign in (world.week, world.copy, world.loss):
        browser.opens("campaign", campaign.slug)
        browser.sends("campaign-helpful", campaign.slug, helpful="yes")
    browser.opens("go", world.link.code)
    browser.opens("go", "nothing")
    journey = factories.journey(factories.baby(BORN))
    browser.get(feed.calendar_url(journey.subscriber_id).removeprefix("http://localhost:8000"))


def _improving(book: Book) -> None:
    browser = book.browser()
    browser.opens("translation", query="?page=help-now")
    browser.tries("translation", wrong=[{"words": "5" * 600, "better": "5" * 600}])
    for _ in range(9):
        browser.sends("translation", words="These", better="Those")


def _broken(book: Book) -> None:
    browser = book.browser()
    browser.get(reverse("help-now") + "nothing/")
    strict = type(browser)(book, enforce_csrf_checks=True, raise_request_exception=False)
    strict.post(reverse("join"))
    with mock.patch.object(Service.objects, "filter", side_effect=ValueError):
        strict.get(reverse("help-now"))
