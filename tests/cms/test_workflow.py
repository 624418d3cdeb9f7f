"""From a draft to a parent's phone: nobody reads words that only one person has seen."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from cms import roles
from delivery.channels.memory import MemoryChannel
from delivery.keeping import keep_words
from delivery.models import Nudge, Status
from messages import editorial
from messages.editorial import Finding, Severity
from messages.library import wordings
from messages.models import Approval, Message, Remark, take_back
from scheduler.rounds import whole_round
from tests import factories
from tests.cms.role_kit import WEEK_6, act, colleague, draft, member, said, save, signed_in, url, waiting
from tests.factories import utc

pytestmark = pytest.mark.django_db

TEN = utc("2026-06-01 09:00")  # 10:00 in London
BORN = date(2026, 6, 1) - timedelta(weeks=6)
OWN = "You wrote these words last"


def sends(channels: dict[str, MemoryChannel]) -> list[str]:
    """What parents get in a round."""
    whole_round(lambda: TEN, channels)
    return [parcel.text for parcel in channels["sms"].sent]


def ledger(message: Message) -> list[tuple[str, str, bool]]:
    return list(Approval.objects.filter(message=message).values_list("language", "name", "taken_back"))


@pytest.fixture
def author() -> User:
    return member(roles.AUTHOR, name="Orla Author")


@pytest.fixture
def approver() -> User:
    return member(roles.APPROVER, name="Aoife Approver")


def test_words_go_from_a_draft_to_a_phone(author: User, approver: User, channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(BORN))
    message = draft()
    writer, reader = signed_in(author), signed_in(approver)
    save(writer, message, sms="Sing a song.")
    assert sends(channels) == []
    save(writer, message, "submit")
    act(reader, message, "reject", "Which song? Say that any will do.")
    remark = Remark.objects.get()
    assert (remark.text, remark.author, remark.language) == ("Which song? Say that any will do.", approver, "en")
    message.refresh_from_db()
    assert (message.live, message.current_workflow_state.status) == (False, "needs_changes")
    editor = writer.get(url(message, "edit"))
    assert said(editor) == ["Aoife Approver would like these words changed: Which song? Say that any will do."]
    save(writer, message, "submit", sms="Sing any song you like.")
    assert sends(channels) == []
    act(reader, message, "approve")
    message.refresh_from_db()
    assert (message.live, message.sms, message.approved_by) == (True, "Sing any song you like.", "Aoife Approver")
    assert ledger(message) == [("en", "Aoife Approver", False)]
    assert sends(channels) == ["Sing any song you like."]
    assert [state.status for state in message.workflow_states.all()] == ["approved"]


def test_own_words_are_approved_by_somebody_else(approver: User) -> None:
    approver.groups.add(member(roles.AUTHOR).groups.get())  # somebody with two roles
    message = draft()
    both = signed_in(approver)
    save(both, message, "submit", sms="Words of my own.")
    assert OWN in said(act(both, message, "approve"))[0]
    assert OWN in said(save(both, message, "approve"))[0]
    message.refresh_from_db()
    assert (message.live, ledger(message)) == (False, [])
    act(colleague(roles.APPROVER), message, "approve")
    assert ledger(message) == [("en", "Ann Example", False)]


def test_reviewer_who_changes_the_words_becomes_their_writer(author: User, approver: User) -> None:
    message = draft()
    save(signed_in(author), message, "submit", sms="First words.")
    answer = save(signed_in(approver), message, "approve", sms="Better words.")
    assert OWN in said(answer)[0]
    assert ledger(message) == []
    answer = save(signed_in(member(roles.APPROVER, name="Brid Second")), message, "approve")
    message.refresh_from_db()
    assert (message.sms, message.approved_by, message.live) == ("Better words.", "Brid Second", True)


def test_saving_words_unchanged_makes_nobody_their_writer(author: User, approver: User) -> None:
    message = draft()
    save(signed_in(author), message, "submit", sms="First words.")
    answer = save(signed_in(approver), message, "approve")  # Wagtail saves a draft of the approver's before it approves
    assert said(answer)[0].startswith("The words are approved")
    message.refresh_from_db()
    assert (message.live, message.approved_by) == (True, "Aoife Approver")


def test_approval_is_of_one_language(author: User, approver: User, channels: dict[str, MemoryChannel]) -> None:
    person = factories.subscriber()
    factories.journey(factories.baby(BORN), person, language="pl", fallback="")
    message = draft(sms="In English", sms_pl="Po polsku")
    save(signed_in(author), message, "submit")
    act(signed_in(approver), message, "approve")
    assert set(wordings([message.pk])) == {(message.pk, "en")}
    polish = message.translations.get()
    translator = colleague(roles.TRANSLATOR, "pl")
    save(translator, polish, "submit", sms="Całkiem po polsku")
    act(colleague(roles.LANGUAGE_REVIEWER, "pl", name="Rafal Reviewer"), polish, "approve")
    assert ledger(message) == [("en", "Aoife Approver", False), ("pl", "Rafal Reviewer", False)]
    assert sends(channels) == ["Całkiem po polsku"]


def test_approval_of_older_words_does_not_cover_newer_ones(channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(BORN))
    message = factories.message(WEEK_6, sms="Approved words")
    answer = save(colleague(roles.PUBLISHER), message, "publish", sms="Words that nobody saw")
    assert "Nobody has approved these words yet" in said(answer)[0]
    message.refresh_from_db()
    assert (message.sms, message.get_latest_revision_as_object().sms) == ("Approved words", "Words that nobody saw")
    assert sends(channels) == ["Approved words"]


@pytest.mark.parametrize("role", [roles.PUBLISHER, roles.ADMINISTRATOR])
def test_nobody_publishes_unapproved_words(role: str) -> None:
    message = draft()
    answer = save(colleague(role), message, "publish")
    assert "Nobody has approved these words yet" in said(answer)[0]
    message.refresh_from_db()
    assert not message.live


def test_superuser_publishes_no_unapproved_words_either() -> None:
    message = draft()
    save(signed_in(User.objects.create_superuser("root")), message, "publish")
    message.refresh_from_db()
    assert not message.live


def test_publisher_alone_moves_no_approved_words_to_parents_after_a_loss() -> None:
    message = factories.message(WEEK_6, sms="Your baby may smile at you now.")
    answer = save(colleague(roles.PUBLISHER), message, "publish", kind="care_week", number="2", track="care")
    assert "Nobody has approved these words yet" in " ".join(said(answer))
    found = Message.objects.get()
    assert (found.kind, found.track, found.live) == ("baby_week", "carer", True)


def test_publisher_publishes_words_that_were_approved() -> None:
    message = draft()
    factories.approved(message)
    answer = save(colleague(roles.PUBLISHER), message, "publish")
    assert "published" in said(answer)[0]
    message.refresh_from_db()
    assert message.live


def test_hard_finding_refuses_approval_with_its_reason(
    author: User, approver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding(
        rule="source", severity=Severity.BLOCK, field="source", excerpt="", says="A source is missing.", instead=""
    )
    monkeypatch.setattr(editorial, "check", lambda *_args, **_options: [found])
    message = draft()
    save(signed_in(author), message, "submit")
    assert said(act(signed_in(approver), message, "approve")) == [
        "Before anybody approves these words: A source is missing."
    ]
    message.refresh_from_db()
    assert (message.live, ledger(message), waiting(message).status) == (False, [], "in_progress")


def test_words_are_not_sent_back_without_a_word(author: User, approver: User) -> None:
    message = draft()
    save(signed_in(author), message, "submit")
    save(signed_in(approver), message, "reject")
    assert (waiting(message).status, Remark.objects.count()) == ("in_progress", 0)


def test_approval_that_is_taken_back_sends_nothing_more(approver: User, channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(BORN))
    message = factories.message(WEEK_6, sms="Approved words")
    whole_round(lambda: TEN - timedelta(minutes=30), channels)
    assert list(Nudge.objects.values_list("status", flat=True)) == [Status.QUEUED]
    approval = Approval.objects.get()
    client = signed_in(approver)
    answer = client.post(
        reverse("library_take_back", args=[approval.pk]), {"why": "The advice has changed."}, follow=True
    )
    assert said(answer) == ["The approval is taken back. Nothing of these words is sent any more."]
    assert sends(channels) == []
    assert ledger(message) == [("en", "Dr Approver", False), ("en", "Aoife Approver", True)]
    assert list(Remark.objects.values_list("text", "language")) == [("The advice has changed.", "en")]
    client.post(reverse("library_take_back", args=[approval.pk]), {"why": "Once more."})
    assert Approval.objects.count() == 2


def test_taken_back_words_are_not_sent_by_those_that_were_let_go_with_them(
    approver: User, channels: dict[str, MemoryChannel]
) -> None:
    factories.journey(factories.baby(BORN))
    message = factories.message(WEEK_6, sms="Approved words")
    whole_round(lambda: TEN - timedelta(minutes=30), channels)
    assert keep_words(message, TEN - timedelta(minutes=20)) == 1
    approval = Approval.objects.get()
    signed_in(approver).post(reverse("library_take_back", args=[approval.pk]), {"why": "The advice has changed."})
    assert sends(channels) == []


def test_taking_back_needs_a_reason(approver: User) -> None:
    message = factories.message(WEEK_6)
    signed_in(approver).post(reverse("library_take_back", args=[Approval.objects.get().pk]), {"why": " "})
    assert ledger(message) == [("en", "Dr Approver", False)]


def test_row_that_is_saved_meanwhile_does_not_bring_an_approval_back(approver: User) -> None:
    message = factories.message(WEEK_6)
    open_elsewhere = Message.objects.get()
    take_back(Approval.objects.get(), approver, TEN, "Why not")
    open_elsewhere.save()
    message.refresh_from_db()
    assert (open_elsewhere.approved_by, message.approved_by) == ("", "")


def test_draft_from_before_does_not_release_a_message_that_is_held(author: User, approver: User) -> None:
    message = draft()
    save(signed_in(author), message, "submit", sms="Written before.")
    Message.objects.update(held_at=TEN)
    act(signed_in(approver), message, "approve")
    message.refresh_from_db()
    assert (message.live, message.held_at) == (True, TEN)
