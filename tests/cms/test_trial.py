"""A test goes to the editor's own phone or mailbox, once it is shown to be theirs, and to nobody else's."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.models import TestAddress
from delivery.models import Nudge, VirtualMessage
from messages.models import Message
from messages.stages import Stage, StageKind
from tests.cms.staff_kit import NOON, NUMBER, staff
from tests.factories import message

pytestmark = pytest.mark.django_db

ADDRESSES, PROVE = "trial_addresses", "trial_prove"


@pytest.fixture(autouse=True)
def noon_on_virtual_phones(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"
    settings.SMS_CHANNEL = "virtual"
    settings.EMAIL_BACKEND = "delivery.channels.virtual.InboxBackend"


@pytest.fixture
def editor() -> Client:
    return staff("view_message", "change_message")


@pytest.fixture
def found() -> Message:
    return message(
        Stage(StageKind.BABY_WEEK, 7), sms="Ring {lifeline.phone}.", trio=("Why.", "Do.", "Done."), email="A letter."
    )


def code_at(address: str) -> str:
    text = VirtualMessage.objects.filter(address=address).latest("pk").text
    found = re.search(r"\d{7}", text)
    assert found
    return found[0]


def prove(client: Client, address: str = NUMBER, kind: str = "sms") -> None:
    client.post(reverse(ADDRESSES), {"address": address})
    client.post(reverse(PROVE), {"kind": kind, "code": code_at(address)})


def send(client: Client, found: Message, what: str) -> str:
    url = reverse("trial_send", args=["message", found.pk])
    return client.post(url, {"what": what}, follow=True).content.decode()


def at(address: str) -> list[tuple[str, str]]:
    """What has arrived there besides codes."""
    arrived = VirtualMessage.objects.filter(address=address).exclude(text__contains="is your code")
    return list(arrived.values_list("subject", "text"))


@pytest.mark.parametrize(
    ("what", "expected"),
    [("sms", "Ring 0808 808 8000."), ("sms_why", "Why."), ("sms_do", "Do."), ("sms_done", "Done.")],
)
def test_text_arrives_on_ones_own_phone(editor: Client, found: Message, what: str, expected: str) -> None:
    prove(editor)
    assert "It should be with you in a moment." in send(editor, found, what)
    assert at(NUMBER) == [("", expected)]


def test_letter_arrives_in_ones_own_mailbox(editor: Client, found: Message) -> None:
    prove(editor, "editor@hope.example", "email")
    send(editor, found, "email")
    [(subject, text)] = at("editor@hope.example")
    assert (subject, text.splitlines()[0]) == ("A subject", "A letter.")


def test_latest_draft_is_what_is_sent(editor: Client, found: Message) -> None:
    prove(editor)
    found.sms = "A newer draft."
    found.save_revision()
    send(editor, found, "sms")
    assert at(NUMBER) == [("", "A newer draft.")]


def test_test_is_no_nudge_and_counts_for_nobody(editor: Client, found: Message) -> None:
    prove(editor)
    send(editor, found, "sms")
    assert not Nudge.objects.exists()


def test_nothing_is_sent_before_an_address_is_proved(editor: Client, found: Message) -> None:
    editor.post(reverse(ADDRESSES), {"address": NUMBER})
    assert "tests go nowhere else" in send(editor, found, "sms")
    assert at(NUMBER) == []


def test_wrong_codes_use_up_the_tries(editor: Client, settings: Settings) -> None:
    settings.CODE_TRIES = 2
    editor.post(reverse(ADDRESSES), {"address": NUMBER})
    right = code_at(NUMBER)
    wrong = "0000000" if right != "0000000" else "1111111"
    for typed in (wrong, wrong, right):
        editor.post(reverse(PROVE), {"kind": "sms", "code": typed})
    assert not TestAddress.objects.exclude(proved_at=None).exists()


def test_code_of_a_colleague_proves_nothing(editor: Client) -> None:
    colleague = staff()
    editor.post(reverse(ADDRESSES), {"address": NUMBER})
    colleague.post(reverse(PROVE), {"kind": "sms", "code": code_at(NUMBER)})
    assert not TestAddress.objects.exclude(proved_at=None).exists()


def test_code_is_good_for_ten_minutes(editor: Client) -> None:
    editor.post(reverse(ADDRESSES), {"address": NUMBER})
    TestAddress.objects.update(ends_at=NOON - timedelta(seconds=1))
    editor.post(reverse(PROVE), {"kind": "sms", "code": code_at(NUMBER)})
    assert not TestAddress.objects.exclude(proved_at=None).exists()


def test_other_address_has_to_be_proved_anew(editor: Client, found: Message) -> None:
    prove(editor)
    editor.post(reverse(ADDRESSES), {"address": "07700 900124"})
    send(editor, found, "sms")
    assert at("+447700900124") == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "This field is required."), ("nobody@", "Enter a valid email address."), ("028 9018 0000", "mobile")],
)
def test_address_that_cannot_be_one_is_refused(editor: Client, typed: str, says: str) -> None:
    assert says in editor.post(reverse(ADDRESSES), {"address": typed}).content.decode()
    assert not TestAddress.objects.exists()


def test_too_many_tests_are_refused(editor: Client, found: Message, settings: Settings) -> None:
    prove(editor)
    settings.BUDGETS = settings.BUDGETS | {"address": (1, timedelta(hours=1))}
    assert "Too many texts have been asked for" in send(editor, found, "sms")
    assert at(NUMBER) == []


def test_words_that_cannot_be_filled_in_are_not_sent(editor: Client, found: Message) -> None:
    prove(editor)
    Message.objects.update(sms="Ring {nobody.phone}.")
    assert "The directory has nothing for {nobody.phone}." in send(editor, found, "sms")


def test_whoever_may_not_see_the_library_may_not_send_its_words(found: Message) -> None:
    client = staff("add_subscriber")
    assert client.get(reverse("trial_send", args=["message", found.pk])).status_code == 302


def test_address_is_sealed_in_the_database(editor: Client) -> None:
    prove(editor)
    assert TestAddress.objects.get(user=User.objects.get()).address == NUMBER
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM cms_testaddress")
        assert b"7700900" not in bytes(cursor.fetchone()[0])


def test_edit_page_leads_to_the_test(editor: Client, found: Message) -> None:
    page = editor.get(f"/admin/snippets/library/message/edit/{found.pk}/").content.decode()
    assert reverse("trial_send", args=["message", found.pk]) in page
