"""Help us improve this translation: who is asked, what is kept of it, for how long, and which staff read it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms import roles
from languages import table
from portal import chores, suggesting
from portal.models import Suggestion
from tests.cms.role_kit import colleague
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-11-21 10:10")
LINK = re.compile(r'<a href="([^"]*/translation/[^"]*)">')
POLISH = table.TABLE["pl"]


def asked_on(path: str) -> list[str]:
    return LINK.findall(Client().get(path).content.decode())


def suggest(client: Client, language: str = "pl", **fields: str) -> int:
    told = {"words": "Krótkie słowa", "better": "Lepsze słowa", "page": "help-now"} | fields
    return client.post(f"/{language}/translation/", told).status_code


def kept() -> list[tuple[str, str, str, str]]:
    return [(x.language, x.page, x.words, x.better) for x in Suggestion.objects.all()]


@pytest.mark.parametrize("code", [code for code in table.INTERFACE if code != "en"])
def test_every_draft_language_asks_for_help_in_itself(code: str) -> None:
    assert asked_on(f"/{code}/help/") == [f"/{code}/translation/?page=help-now"]


def test_english_asks_for_none() -> None:
    assert asked_on("/help/") == []


def test_reviewed_language_asks_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(table.TABLE, "pl", replace(POLISH, reviewed="Ann Example, 2026-11-21"))
    assert asked_on("/pl/help/") == []
    assert suggest(Client()) == 302
    assert kept() == []


@pytest.mark.parametrize(
    ("path", "page"),
    [("stop/aToken/", "stop"), ("m/aToken/", "preferences-open"), ("i/aKey/", "invited")],
)
def test_link_says_on_which_page_and_no_more(path: str, page: str) -> None:
    assert asked_on(f"/pl/{path}") == [f"/pl/translation/?page={page}"]


def test_page_that_is_not_there_asks_too() -> None:
    assert asked_on("/pl/no-such-page/?token=1") == ["/pl/translation/?page=wagtail_serve"]


def test_words_are_kept_in_their_language_without_numbers_and_addresses() -> None:
    client = Client()
    page = client.get("/pl/translation/?page=stop")
    assert '<input type="hidden" name="page" value="stop"' in page.content.decode()
    told = {
        "words": "Zadzwoń +44 7700 900 123 albo 07700900123, 9 czerwca",
        "better": "a.b@hope.example https://hope.example/m/aToken",
    }
    assert suggest(client, page="stop", **told) == 302
    assert kept() == [("pl", "stop", "Zadzwoń […] albo […], 9 czerwca", "[…] […]")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("hope.example/pl/m/aToken, tak", "[…] tak"),
        ("Ours.example/whatever?x=aToken", "[…]"),
        ("zob. /stop/aToken/why/", "zob. […]"),
        ("calendar i/lub stop", "calendar i/lub stop"),
    ],
)
def test_addresses_without_a_beginning_are_blanked(settings: Settings, text: str, kept: str) -> None:
    settings.PUBLIC_URL = "https://ours.example"
    assert suggesting.blanked(text) == kept


@pytest.mark.parametrize("page", ["/pl/stop/aToken/", "aToken", "", "x" * 900])
def test_only_the_name_of_a_page_is_kept(page: str) -> None:
    assert suggest(Client(), page=page, better="") == 302
    assert kept() == [("pl", "", "Krótkie słowa", "")]


def test_path_of_a_page_names_nobody() -> None:
    assert suggesting.path_of("stop", POLISH) == "/pl/stop/…/"


@pytest.mark.parametrize("fields", [{"words": " "}, {"better": "a" * 501}])
def test_mistakes_are_told_and_nothing_is_kept(fields: dict[str, str]) -> None:
    assert suggest(Client(), **fields) == 200
    assert kept() == []


def test_one_visitor_sends_few_in_an_hour() -> None:
    most = project.BUDGETS["suggestion"][0]
    assert [suggest(Client()) for _ in range(most + 1)] == [302] * most + [429]
    assert len(kept()) == most


def test_suggestions_are_erased_after_their_time_as_the_privacy_page_says(settings: Settings) -> None:
    settings.KEEP_SUGGESTIONS = timedelta(days=9)
    for days in (8, 10):
        suggesting.keep(POLISH, "stop", f"{days} dni", "", NOW - timedelta(days=days))
    chores.forget(NOW)
    assert kept() == [("pl", "stop", "8 dni", "")]
    assert "about a translation, with no name: 9 days." in " ".join(Client().get("/privacy/").content.decode().split())


def test_staff_read_their_own_languages_and_mark_what_is_done() -> None:
    for code in ("pl", "ar"):
        suggesting.keep(table.TABLE[code], "stop", f"words in {code}", "better", NOW)
    polish, arabic = Suggestion.objects.order_by("-language")
    of_all, translator = colleague(roles.READ_ONLY), colleague(roles.TRANSLATOR, "pl")

    def read(client: Client) -> list[str]:
        return re.findall(r"words in \w+", client.get(reverse("suggestions")).content.decode())

    def settles(client: Client, one: Suggestion) -> int:
        return client.post(reverse("suggestion_done", args=[one.pk])).status_code

    assert (read(of_all), read(translator)) == (["words in ar", "words in pl"], ["words in pl"])
    assert [settles(translator, arabic), settles(translator, polish), settles(translator, polish)] == [404, 302, 404]
    settles(of_all, arabic)
    assert (read(of_all), read(translator)) == (["words in ar"], [])
