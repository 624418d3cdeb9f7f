"""Pages for everybody, and the pages for when something is broken."""

from datetime import timedelta
from typing import Any, NoReturn
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from directory.models import Service
from portal.understanding import listed

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["", "/pl", "/ar"])


def text(content: bytes) -> str:
    return " ".join(content.decode().split())


@LANGUAGES
def test_help_has_large_numbers_to_tap_from_left_to_right(language: str) -> None:
    page = text(Client().get(f"{language}/help/").content)
    for dialled, shown in (
        ("999", "999"),
        ("08088088000", "0808 808 8000"),
        ("116123", "116 123"),
        ("08081643332", "0808 164 3332"),
    ):
        assert f'<a class="hope-call" href="tel:{dialled}">' in page
        assert f'<bdi dir="ltr">{shown}</bdi>' in page


def test_help_follows_the_directory_and_says_when_it_was_checked() -> None:
    Service.objects.filter(code="lifeline").update(phone="0808 000 0000", checked_on="2026-10-02")
    Service.objects.filter(code="sands").delete()
    page = text(Client().get("/help/").content)
    assert "0808 000 0000" in page
    assert "We checked this number on 2 October 2026." in page
    assert "Sands" not in page


@LANGUAGES
@pytest.mark.parametrize("page", ["help", "privacy", "words", "accessibility", "mine/ask"])
def test_page_in_every_language(language: str, page: str) -> None:
    answer = Client().get(f"{language}/{page}/")
    assert answer.status_code == 200
    assert f'dir="{"rtl" if language == "/ar" else "ltr"}"' in answer.content.decode()


def test_privacy_prints_the_periods_that_are_kept_to(settings: Settings) -> None:
    settings.CONFIRM_WITHIN = timedelta(days=3)
    settings.KEEP_INBOUND = timedelta(days=1)
    settings.KEEP_STOPPED = timedelta(days=23)
    settings.KEEP_AFTER_DUE = timedelta(days=61)
    settings.KEEP_AFTER_LOSS = timedelta(days=91)
    settings.KEEP_AFTER_THIRD_BIRTHDAY = timedelta(days=17)
    page = text(Client().get("/privacy/").content)
    assert "A sign-up that you did not finish: 3 days." in page
    assert "Texts that you sent us: 1 day." in page
    assert "after you have stopped: 23 days." in page
    assert "that the baby is here: 61 days after the due date." in page
    assert "when no more messages come: 91 days." in page
    assert "third birthday and 17 days." in page
    assert "version 2026-11" in page


@pytest.mark.parametrize(
    ("operator", "sentence"),
    [
        ("", "It has not put its name here yet."),
        ("A Health Trust", "A Health Trust runs this service and answers for your data."),
    ],
)
def test_privacy_says_who_runs_it_or_that_nobody_has_said(settings: Settings, operator: str, sentence: str) -> None:
    settings.OPERATOR = operator
    assert sentence in text(Client().get("/privacy/").content)


def test_words_are_those_that_are_understood() -> None:
    page = text(Client().get("/words/").content)
    assert "Stop all messages" in page
    for language in ("en", "pl", "ar"):
        assert listed()["stop"][language][0] in page
    assert "off" not in page.split()  # the rough ones are understood, and not shown


def test_no_page_is_kind_and_shows_the_ways_on() -> None:
    answer = Client().get("/no-such-page/")
    page = text(answer.content)
    assert answer.status_code == 404
    assert "You have done nothing wrong." in page
    assert 'href="/help/"' in page


def failing(error: Exception) -> Any:
    def fail(*_args: object, **_kwargs: object) -> NoReturn:
        raise error

    return mock.patch.object(Service.objects, "filter", fail)


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("the database is away"), 503), (ValueError("a mistake of ours"), 500)]
)
def test_what_is_broken_on_our_side_is_said_kindly(error: Exception, status: int) -> None:
    with failing(error):
        answer = Client(raise_request_exception=False).get("/help/")
    page = text(answer.content)
    assert answer.status_code == status
    assert answer.get("Retry-After") == ("60" if status == 503 else None)
    assert "You have done nothing wrong." in page
    assert '<a class="hope-call" href="tel:08088088000">' in page
    assert "mistake" not in page


def test_broken_page_needs_no_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), failing(OperationalError()):
        answer = Client(raise_request_exception=False).get("/ar/help/")
    assert 'dir="rtl"' in text(answer.content)


def test_lost_touch_says_that_nothing_is_lost() -> None:
    answer = Client(enforce_csrf_checks=True).post("/mine/ask/", {"address": "07700 900123"})
    assert answer.status_code == 403
    assert "Nothing is lost: go back one page" in text(answer.content)
