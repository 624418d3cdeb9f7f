"""Previews show words as a parent meets them."""

import pytest
from django.test import RequestFactory

from messages.letters import blocks_of, text_of
from messages.models import AnyWords, Message, Translation
from messages.stages import Stage, StageKind
from tests.factories import message, translation

BABY_WEEK = StageKind.BABY_WEEK


def shown(words: AnyWords, mode: str) -> str:
    response = words.make_preview_request(RequestFactory().get("/"), mode)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def english() -> Message:
    found = message(
        Stage(BABY_WEEK, 7),
        sms="Ring {lifeline.phone}.",
        trio=("A small reason.", "Do this.", "It counts."),
        email="Hello.\n\n> Hold them close.\n\n- one\n- two",
    )
    found.preheader = "A line"
    found.save()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "expected", "times"),
    [
        ("sms", "Ring 0808 808 8000.", 2),  # by day and by night
        ("sms", "1 segment, 19 units of GSM-7", 1),
        ("trio", "It counts.", 2),
        ("trio", "Day 3 of the week", 3),
        ("email", "A line", 2),  # the inbox's line and the letter's own
        ("email", "class=&quot;try&quot;", 1),
        ("plain", "Hold them close.", 1),
        ("plain", "- one\n- two", 1),
        ("web", "Hold them close.", 1),
        ("web", "It helps.", 1),
        ("unheard-of", "Ring 0808 808 8000.", 2),
    ],
)
def test_each_mode_shows_its_words(english: Message, mode: str, expected: str, times: int) -> None:
    assert shown(english, mode).count(expected) == times


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["sms", "trio", "email", "plain", "web"])
def test_words_that_are_not_there_yet_are_no_error(mode: str) -> None:
    assert shown(message(Stage(BABY_WEEK, 7), sms=""), mode)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["sms", "email", "plain", "web"])
def test_arabic_reads_from_the_right(english: Message, mode: str) -> None:
    arabic: Translation = translation(english, "ar")
    arabic.sms, arabic.email = "مرحبا {lifeline.phone}", blocks_of("مرحبا")
    page = shown(arabic, mode)
    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page


@pytest.mark.django_db
def test_placeholder_that_the_directory_does_not_have_is_named(english: Message) -> None:
    english.sms = "Ring {nobody.phone}."
    assert "The directory has nothing for {nobody.phone}. This cannot be sent." in shown(english, "sms")


@pytest.mark.django_db
def test_draft_is_shown_and_not_what_is_published(english: Message) -> None:
    english.sms = "A newer draft."
    english.save_revision()
    draft = Message.objects.get(pk=english.pk).get_latest_revision_as_object()
    assert ("A newer draft." in shown(draft, "sms"), "A newer" in Message.objects.get(pk=english.pk).sms) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One.",
        "One.\n\nTwo.\nStill two.",
        "> Try this.\n\nWhy.",
        "- one\n- two",
        "{lifeline.name}: {lifeline.phone}",
        "Ring {lifeline.name}: {lifeline.phone}",
        "Minus - is no list",
    ],
)
def test_letter_and_its_text_are_the_same(text: str) -> None:
    letter = Message(email=blocks_of(text))
    assert text_of(letter.email) == text


def test_white_space_and_line_ends_are_made_one() -> None:
    assert text_of(Message(email=blocks_of("  One. \r\n\r\n\r\n Two. ")).email) == "One.\n\nTwo."
