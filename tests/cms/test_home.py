"""The front page: a message that may be sent, in the reader's language, or none."""

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.asserts import assertInHTML

from cms.models import HomePage
from messages.models import Message
from messages.stages import Stage, StageKind
from tests.factories import message

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.journeys.look_urls")]
SIX_WEEKS = Stage(StageKind.BABY_WEEK, 6)
EDITORS = "<p>Come to the park on Friday.</p>"


@pytest.fixture(autouse=True)
def languages(settings: Settings) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("pl", "Polish")]


def text_of(client: Client, path: str = "/") -> str | None:
    sample = client.get(path).context["sample"]
    return sample.text if sample else None


def test_sample_is_in_the_language_of_the_page(client: Client) -> None:
    message(SIX_WEEKS, sms="Smile and wait.", sms_pl="Uśmiechnij się.")
    assert [text_of(client, path) for path in ("/", "/pl/")] == ["Smile and wait.", "Uśmiechnij się."]


def test_sample_is_shown_as_a_bubble(client: Client) -> None:
    message(SIX_WEEKS, sms="Smile and wait.")
    bubble = '<p class="hope-text__words" dir="auto" lang="en">Smile and wait.</p>'
    assertInHTML(bubble, client.get("/").content.decode())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"approved_by": ""}, "nobody has approved it"),
        ({"sms": ""}, "it is blank"),
        ({"sms": "Ring {nobody.phone}."}, "it names a service that the directory does not have"),
    ],
)
def test_no_sample_when_it_may_not_be_shown(client: Client, changes: dict[str, str], reason: str) -> None:
    message(SIX_WEEKS, sms="Smile and wait.")
    Message.objects.update(**changes)
    assert text_of(client) is None, reason
    assert "hope-text__words" not in client.get("/").content.decode()


def test_editors_words_are_only_shown_in_their_own_language(client: Client) -> None:
    HomePage.objects.update(body=EDITORS)
    assert [EDITORS in client.get(path).content.decode() for path in ("/", "/pl/")] == [True, False]
