"""The editor's screens: prefilled, with the English beside, their history, and what may not be deleted."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Revision

from messages.models import Approval, Message, Translation, approve
from tests.cms.editor_kit import GOOD, WEEK_7, editor, letter, posted, url, written
from tests.factories import JOINED, message, translation, utc

pytestmark = pytest.mark.django_db


def text_of(page: bytes) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.decode()).split())


@pytest.fixture
def client() -> Client:
    return editor()


def test_map_prefills_a_new_message(client: Client) -> None:
    answer = client.get(f"{url('add')}?kind=baby_week&number=8&track=father_partner&theme=play")
    form = answer.context["form"]
    known = {name: form[name].value() for name in ("kind", "number", "track", "theme")}
    assert known == {"kind": "baby_week", "number": 8, "track": "father_partner", "theme": "play"}
    assert form["review_on"].value() is not None


def test_nonsense_prefills_nothing(client: Client) -> None:
    form = client.get(f"{url('add')}?kind=year&number=one&track=aunt").context["form"]
    assert [form[name].value() for name in ("kind", "number", "track")] == ["", None, ""]


def test_translation_is_begun_from_its_message_with_the_english_beside(client: Client) -> None:
    words = message(WEEK_7, sms="Hum a tune.", email="A letter.\n\n- one\n- two")
    asked = f"{url('add', of='translation')}?message={words.pk}&language=ar"
    answer = client.get(asked)
    page = answer.content.decode()
    assert [answer.context["form"].fields[name].widget.attrs["dir"] for name in ("topic", "sms")] == ["rtl", "rtl"]
    english = re.findall(r'<div class="hope-english__text" lang="en" dir="ltr">(.*?)</div>', page, re.DOTALL)
    said = [text_of(one.encode()) for one in english]
    assert said[2] == "Hum a tune."
    assert "A letter. one two" in said
    client.post(asked, posted(sms="مرحبا"))
    made = Translation.objects.get()
    assert (made.message, made.language, made.sms, made.live) == (words, "ar", "مرحبا", False)


@pytest.mark.parametrize("query", ["", "?language=pl", "?message=999999&language=pl", "?message={pk}&language=en"])
def test_translation_of_nothing_sends_to_the_messages(client: Client, query: str) -> None:
    asked = url("add", of="translation") + query.format(pk=written().pk)
    assert client.get(asked).headers["Location"] == url("list")


def test_translation_begun_already_is_opened(client: Client) -> None:
    found = translation(written(), "pl")
    asked = f"{url('add', of='translation')}?message={found.message_id}&language=pl"
    assert client.get(asked).headers["Location"] == url("edit", found)


def test_languages_are_opened_or_begun_from_the_message(client: Client) -> None:
    words = written()
    found = translation(words, "pl")
    page = client.get(url("edit", words)).content.decode()
    assert f'href="{url("edit", found)}"' in page
    assert f'href="{url("add", of="translation")}?message={words.pk}&amp;language=ar"' in page
    assert f'href="{url("edit", words)}"' in client.get(url("edit", found)).content.decode()


def test_page_tells_who_approved_which_words(client: Client) -> None:
    words = written()
    client.post(url("edit", words), posted(sms="Newer words."))
    page = text_of(client.get(url("edit", words)).content)
    assert "Nobody has approved exactly these words." in page
    assert "Dr Approver approved the words that are published" in page
    assert "You are looking at newer words than those." in page
    newest = Message.objects.get().get_latest_revision_as_object()
    user = User.objects.get()
    approve(newest, user, utc("2026-06-01 11:00"))
    page = text_of(client.get(url("edit", words)).content)
    assert "Approved by Una Example, 1 Jun 2026, 12:00." in page
    approve(newest, user, utc("2026-06-02 11:00"), taken_back=True)
    assert "Una Example took the approval back exactly these words" in text_of(client.get(url("edit", words)).content)
    assert Approval.objects.count() == 3


@pytest.mark.parametrize("of", ["message", "translation"])
def test_two_versions_are_compared_letter_included(client: Client, of: str) -> None:
    english = message(WEEK_7, email="The first letter.")
    words = english if of == "message" else translation(english, "pl")
    for sms, paragraph in (("First words.", "One way."), ("Second words.", "Another way.")):
        client.post(url("edit", words), posted(sms=sms, subject="A subject", **letter("email", paragraph)))
    first, second = Revision.objects.order_by("pk").values_list("pk", flat=True)
    compare = f"{url('history', words)}revisions/compare/{first}...{second}/"
    answer = client.get(compare)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'First<span class="deletion"' not in page  # words are compared, not letters
    assert [word in page for word in ("First", "Second", "One", "Another")] == [True] * 4
    assert client.get(url("history", words)).status_code == 200


def test_earlier_version_is_brought_back(client: Client) -> None:
    words = written()
    for sms in ("First words.", "Second words."):
        client.post(url("edit", words), posted(sms=sms))
    first = words.revisions.order_by("pk").first()
    assert first is not None
    revert = f"{url('history', words)}revisions/{first.pk}/revert/"
    assert "First words." in client.get(revert).content.decode()
    client.post(revert, posted(sms="First words."))
    assert Message.objects.get().get_latest_revision_as_object().sms == "First words."


@pytest.mark.parametrize("of", ["message", "translation"])
def test_locked_words_are_kept_until_unlocked(client: Client, of: str) -> None:
    english = written()
    words = english if of == "message" else translation(english, "pl")
    client.post(url("lock", words))
    other = editor()
    other.post(url("edit", words), posted(sms="From somebody else."))
    assert words.revisions.count() == 0
    other.post(url("unlock", words))
    other.post(url("edit", words), posted(sms="From somebody else."))
    assert words.revisions.count() == 1


def test_words_are_published_on_their_day(client: Client) -> None:
    words = written()
    client.post(url("edit", words), posted(sms="Later words."))
    approve(Message.objects.get().get_latest_revision_as_object(), User.objects.get(), JOINED)
    later = {"go_live_at": "2099-01-01 10:00", "action-publish": "1"}
    client.post(url("edit", words), posted(sms="Later words.", **later))
    words.refresh_from_db()
    assert (words.sms, words.scheduled_revision is not None) == (GOOD, True)
    client.post(f"{url('history', words)}revisions/{words.scheduled_revision.pk}/unschedule/")
    assert Message.objects.get().scheduled_revision is None
