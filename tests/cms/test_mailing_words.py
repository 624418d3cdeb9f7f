"""What a mailing says in a language: written, looked at while typing, approved by somebody else, and tried out."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import running, writing
from campaigns.models import Link, Mailing
from cms import roles
from cms.models import TestAddress
from delivery.models import VirtualMessage
from messages.models import Approval, Message, Translation
from messages.placeholders import FINDERS
from tests.cms.mailing_kit import GOOD, NOON, approve, lead, mailing, officer, page, parents, send, sure_start, week
from tests.cms.mailing_kit import words as typed
from tests.cms.role_kit import member, said, signed_in

pytestmark = pytest.mark.django_db

WORDS, LOOK, APPROVE = "campaign_mailing_words", "campaign_mailing_look", "campaign_mailing_approve"
POLISH = "Zanuc melodie. Dziecko zna twoj glos."
LETTER = "Hello.\r\n\r\n> Hum a tune\r\n\r\n- one\r\n- two"


class Told:
    """An event, as upper rooms tell of it."""

    def detail(self, name: str, language: str) -> str | None:
        return {"line": f"Baby massage ({language})"}.get(name)


@pytest.fixture(autouse=True)
def _noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLOCK = "tests.cms.mailing_kit.noon"
    settings.SMS_CHANNEL = "virtual"
    monkeypatch.setitem(FINDERS, "event", lambda code: Told() if code == "12" else None)


@pytest.fixture
def writer() -> User:
    return officer()


@pytest.fixture
def made(writer: User) -> Mailing:
    return mailing(week(), writer)


def polish(of: Mailing) -> Translation:
    return Translation.objects.get(message=of.message, language="pl")


def reviewer(*languages: str) -> User:
    return member(roles.LANGUAGE_REVIEWER, *languages, name="Iza Reviewer")


def version_of(of: Mailing) -> str:
    return str(polish(of).version)


def test_letter_is_written_as_plain_text_with_the_houses_marks(made: Mailing, writer: User) -> None:
    send(writer, WORDS, made.pk, "en", **typed(sms="One\r\nline", subject="A tune", email=LETTER))
    row = Message.objects.get(pk=made.message_id)
    assert [(block.block_type, block.value) for block in row.email][1] == ("action", "Hum a tune")
    assert row.sms == "One\nline"  # a browser's line ends cost a character each
    assert row.email_text in page(writer, WORDS, made.pk, "en").replace("&gt;", ">")


def test_checks_are_shown_on_the_page_without_a_script(made: Mailing, writer: User) -> None:
    before = Message.objects.get(pk=made.message_id).sms
    answer = send(writer, WORDS, made.pk, "en", **typed(sms="You’re near {nobody.phone}.", **{"action-check": "1"}))
    found = answer.content.decode()
    assert "because of: ’ (right single quotation mark)." in found
    assert "1 thing to mend" in found
    assert "You’re near {nobody.phone}." in found
    assert Message.objects.get(pk=made.message_id).sms == before
    assert "Something has to be mended" in said(send(writer, WORDS, made.pk, "en", **typed(sms="{nobody.phone}")))[1]


def test_look_answers_for_the_campaigns_parents_and_stores_nothing(made: Mailing, writer: User) -> None:
    parents(7, language="pl")
    answer = send(writer, LOOK, made.pk, "pl", **typed(sms=POLISH))
    found = answer.content.decode()
    assert "these get texts in Polish: 7 parents." in found
    assert [name for name in ("sms", "email", "sms_why") if f'data-live="field-{name}"' in found] == ["sms", "email"]
    assert not Translation.objects.exists()


@pytest.mark.parametrize(("name", "language"), [(LOOK, "xx"), (WORDS, "xx")])
def test_languages_that_nobody_speaks_are_no_page(made: Mailing, writer: User, name: str, language: str) -> None:
    answer = signed_in(writer).post(reverse(name, args=[made.pk, language]), typed())
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))


def test_what_an_upper_room_fills_in_stands_in_nobodys_way(made: Mailing, writer: User) -> None:
    Link.objects.create(campaign=made.campaign, code="zzz999", label="Our page", url="/")
    send(writer, WORDS, made.pk, "en", **typed(sms="Come: {event-12.line}"))
    assert "Nothing in the way" in page(writer, WORDS, made.pk, "en")
    for wrong in ("{event-13.line}", "{event-12.host}", "{tent-12.line}"):
        found = send(writer, LOOK, made.pk, "en", **typed(sms=wrong)).content.decode()
        assert "1 thing to mend" in found, wrong
    assert "{lifeline.phone}" in page(writer, WORDS, made.pk, "en")


def test_english_is_beside_another_language(made: Mailing, writer: User) -> None:
    found = page(writer, WORDS, made.pk, "ar")
    assert GOOD in found
    assert 'dir="rtl"' in found


def test_words_that_somebody_else_changed_meanwhile_are_not_lost(made: Mailing, writer: User) -> None:
    send(writer, WORDS, made.pk, "pl", **typed(sms="Raz"))
    send(writer, WORDS, made.pk, "pl", **typed(sms="Dwa", version="1"))
    answer = send(officer(name="Ola Other"), WORDS, made.pk, "pl", **typed(sms="Trzy", version="1"))
    assert b"Somebody has changed these words meanwhile." in answer.content
    assert b"Trzy" in answer.content
    assert (polish(made).sms, polish(made).version) == ("Dwa", 2)
    assert b'name="version" value="2"' in answer.content  # saving again keeps theirs


def test_language_is_approved_by_somebody_else_with_name_and_day(made: Mailing, writer: User) -> None:
    send(writer, WORDS, made.pk, "pl", **typed(sms=POLISH))
    found = page(reviewer("pl"), WORDS, made.pk, "pl")
    assert "Approve the Polish words" in found
    answer = send(reviewer("pl"), APPROVE, made.pk, "pl", version=version_of(made))
    assert said(answer) == ["Approved. Parents who read this language get these words."]
    assert "Approved by Iza Reviewer on 1 June 2026, 12:00." in " ".join(answer.content.decode().split())
    assert "Approve the Polish words" not in answer.content.decode()


def test_whoever_wrote_them_last_does_not_approve_them(made: Mailing) -> None:
    both = member(roles.ADMINISTRATOR, name="Bo Both")
    send(both, WORDS, made.pk, "pl", **typed(sms=POLISH))
    found = page(both, WORDS, made.pk, "pl")
    assert "You wrote these words last" in found
    assert "Approve the Polish words" not in found
    assert "You wrote these words last" in said(send(both, APPROVE, made.pk, "pl", version=version_of(made)))[0]
    assert polish(made).approved_by == ""


def test_words_changed_since_they_were_read_are_read_again(made: Mailing, writer: User) -> None:
    send(writer, WORDS, made.pk, "pl", **typed(sms=POLISH))
    send(writer, WORDS, made.pk, "pl", **typed(sms="Inne"))
    assert "read them again" in said(send(reviewer("pl"), APPROVE, made.pk, "pl", version="1"))[0]
    assert polish(made).approved_by == ""


def test_words_with_something_to_mend_are_not_approved(made: Mailing, writer: User) -> None:
    send(writer, WORDS, made.pk, "pl", **typed(sms="{nobody.phone}"))
    answer = send(reviewer("pl"), APPROVE, made.pk, "pl", version=version_of(made))
    assert "Before anybody approves these words: " in said(answer)[0]
    assert not Approval.objects.filter(language="pl").exists()


@pytest.mark.parametrize(
    ("who", "language", "opens"),
    [("reviewer", "pl", True), ("reviewer", "ar", False), ("lead of this area", "pl", True), ("lead", "pl", False)],
)
def test_who_reads_a_local_campaigns_words(who: str, language: str, *, opens: bool) -> None:
    made = mailing(week(sure_start=sure_start("Oak")), lead("Oak", name="Own Lead"))
    users = {"reviewer": lambda: reviewer("pl"), "lead": lambda: lead("Elm"), "lead of this area": lambda: lead("Oak")}
    user = users[who]()
    for name in (WORDS, "campaign_mailing_preview", "campaign_mailing_test"):
        more = ["sms"] if name.endswith("preview") else []
        assert bool(page(user, name, made.pk, language, *more)) is opens, name
    assert bool(page(user, "campaign_mailing", made.pk)) is (who == "lead of this area")


def test_reviewer_who_works_for_an_area_sees_nothing_of_the_others() -> None:
    made = mailing(week(sure_start=sure_start("Oak")), lead("Oak"))
    user = lead("Elm", name="Eve Elm")
    user.groups.add(*member(roles.LANGUAGE_REVIEWER, "pl").groups.all())
    assert page(user, WORDS, made.pk, "pl") == ""


def test_library_sends_no_tests_of_a_campaign(made: Mailing) -> None:
    answer = signed_in(lead()).get(reverse("trial_send", args=["message", made.message_id]))
    assert answer.status_code == 404


def test_english_is_locked_once_it_is_approved_and_other_languages_are_not(made: Mailing, writer: User) -> None:
    approve(made.campaign, writer)
    found = " ".join(page(writer, WORDS, made.pk, "en").split())
    assert "reopen it on the campaign" in found
    assert "Save the words" not in found
    send(writer, WORDS, made.pk, "en", **typed(sms="Other words"))
    assert Message.objects.get(pk=made.message_id).sms == GOOD
    send(writer, WORDS, made.pk, "pl", **typed(sms=POLISH))
    send(reviewer("pl"), APPROVE, made.pk, "pl", version=version_of(made))
    assert Translation.objects.sendable().get().sms == POLISH
    running.cancel(made.campaign, writer, NOON)
    send(writer, WORDS, made.pk, "pl", **typed(sms="Za pozno"))
    assert polish(made).sms == POLISH


def test_previews_are_of_what_was_saved(made: Mailing, writer: User) -> None:
    send(writer, WORDS, made.pk, "en", **typed(sms="Come: {event-12.line}", subject="A tune", email=LETTER))
    assert "Come: Baby massage (en)" in page(writer, "campaign_mailing_preview", made.pk, "en", "sms")
    assert "Hum a tune" in page(writer, "campaign_mailing_preview", made.pk, "en", "email")
    assert "There are no words for this yet." in page(writer, "campaign_mailing_preview", made.pk, "lt", "sms")


def test_test_goes_to_ones_own_phone(made: Mailing, writer: User) -> None:
    TestAddress.objects.create(
        user=writer, kind="sms", address="+447700900123", proved_at=NOON, ends_at=NOON, tries_left=1
    )
    answer = send(writer, "campaign_mailing_test", made.pk, "en", what="sms")
    assert said(answer) == ["Sent. It should be with you in a moment."]
    assert VirtualMessage.objects.get().text == GOOD
    assert "There are no words yet" in page(writer, "campaign_mailing_test", made.pk, "lt")


def test_page_asks_the_database_as_often_for_many_parents(made: Mailing, writer: User) -> None:
    client: Client = signed_in(writer)
    counts = []
    for number in (1, 9):
        parents(number, language="pl")
        writing.write(made, "pl", {"sms": POLISH * number}, writer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(WORDS, args=[made.pk, "pl"])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 50


def test_look_needs_a_token(made: Mailing, writer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(writer).cookies
    assert client.post(reverse(LOOK, args=[made.pk, "pl"]), typed()).status_code == 403
