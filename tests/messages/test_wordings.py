"""Words and their approval go together."""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from messages.letters import blocks_of
from messages.models import AnyWords, Approval, Message, Theme, Translation, approve
from messages.stages import Stage, StageKind
from tests.factories import JOINED, approved, message, translation, utc

PREGNANCY, BABY, CHILD = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH
LATER = utc("2026-05-01 10:00")
APPROVAL = ("Dr Approver", JOINED)
NOBODY = ("", None)
# Every field that a parent may read, with another thing to say in it.
CHANGES = [
    ("topic", "Another topic"),
    ("action", "Do another thing."),
    ("why", "It helps in another way."),
    ("sms", "Another text"),
    ("sms_why", "Why."),
    ("sms_do", "Do."),
    ("sms_done", "Done."),
    ("subject", "Another subject"),
    ("preheader", "Another line"),
    ("email", blocks_of("Other words")),
    ("email", blocks_of("> Hello")),
    ("web", blocks_of("Other words")),
]


@pytest.fixture
def english() -> Message:
    """A text and a letter that somebody has approved."""
    return message(Stage(BABY, 7), sms="Hello", email="Hello")


@pytest.fixture
def polish(english: Message) -> Translation:
    """Its translation, which somebody has approved."""
    message_in_polish = translation(english, "pl")
    message_in_polish.sms = "Cześć"
    message_in_polish.save()
    approved(message_in_polish)
    return message_in_polish


@pytest.fixture
def doctor() -> User:
    return User.objects.create_user("second", first_name="Dr", last_name="Second")


def kept(words: AnyWords) -> tuple[int, tuple[str, datetime | None]]:
    """The version, and the approval, that the database has."""
    found = type(words).objects.get(pk=words.pk)
    return found.version, (found.approved_by, found.approved_at)


def version(words: AnyWords) -> int:
    """The version that the database has."""
    return kept(words)[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_changed_words_are_a_new_version_without_approval(english: Message, name: str, value: object) -> None:
    before = version(english)
    setattr(english, name, value)
    english.save()
    assert kept(english) == (before + 1, NOBODY)
    assert not Message.objects.sendable().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_changed_translation_is_a_new_version_without_approval(polish: Translation, name: str, value: object) -> None:
    before = version(polish)
    setattr(polish, name, value)
    polish.save()
    assert kept(polish) == (before + 1, NOBODY)
    assert not Translation.objects.sendable().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", Theme.SELF),
        ("source", "Another source"),
        ("source_url", "https://example.org"),
        ("review_on", date(2028, 1, 1)),
        ("number", 8),
        ("held_at", LATER),
        ("sms", " Hello\n"),  # what stands around the words is no change
    ],
)
def test_what_parents_do_not_read_keeps_version_and_approval(english: Message, name: str, value: object) -> None:
    before = version(english)
    setattr(english, name, value)
    english.save()
    assert kept(english) == (before, APPROVAL)


@pytest.mark.django_db
def test_same_words_keep_version_and_approval(english: Message) -> None:
    before = version(english)
    english.save()
    Message.objects.get(pk=english.pk).save()
    assert kept(english) == (before, APPROVAL)


@pytest.mark.django_db
def test_words_changed_and_changed_back_are_approved_again(english: Message) -> None:
    """The ledger knows these very words; the version goes on counting."""
    before = version(english)
    approvals = []
    for sms in ("Other words", "Hello"):
        english.sms = sms
        english.save()
        approvals.append(kept(english))
    assert approvals == [(before + 1, NOBODY), (before + 2, APPROVAL)]
    assert Message.objects.sendable().get() == english


@pytest.mark.django_db
def test_changed_words_approved_by_somebody_else(english: Message, doctor: User) -> None:
    english.sms = "Other words"
    english.save()
    before = version(english)
    approve(english, doctor, LATER)
    assert kept(english) == (before, ("Dr Second", LATER))


@pytest.mark.django_db
def test_approval_of_a_draft_waits_until_it_is_published(english: Message, doctor: User) -> None:
    """The row says what was published; the approval of other words is no approval of it."""
    english.sms = "A draft"
    revision = english.save_revision()
    approve(revision.as_object(), doctor, LATER)
    assert (Message.objects.get().sms, kept(english)[1]) == ("Hello", APPROVAL)
    revision.publish()
    assert (Message.objects.get().sms, kept(english)[1]) == ("A draft", ("Dr Second", LATER))
    assert Message.objects.sendable().get() == english


@pytest.mark.django_db
def test_draft_published_without_approval_sends_nothing(english: Message) -> None:
    english.sms = "A draft"
    english.save_revision().publish()
    assert (Message.objects.get().sms, kept(english)[1]) == ("A draft", NOBODY)
    assert not Message.objects.sendable().exists()


@pytest.mark.django_db
def test_approval_taken_back(english: Message, doctor: User) -> None:
    approve(english, doctor, LATER, taken_back=True)
    assert kept(english)[1] == NOBODY
    assert not Message.objects.sendable().exists()


@pytest.mark.django_db
def test_approval_taken_back_holds_for_the_words_when_they_return(english: Message, doctor: User) -> None:
    approve(english, doctor, LATER, taken_back=True)
    for sms in ("Other words", "Hello"):
        english.sms = sms
        english.save()
    assert kept(english)[1] == NOBODY


@pytest.mark.django_db
def test_approval_given_again_after_it_was_taken_back(english: Message, doctor: User) -> None:
    approve(english, doctor, LATER, taken_back=True)
    approve(english, doctor, LATER)
    assert kept(english)[1] == ("Dr Second", LATER)
    assert list(Approval.objects.values_list("name", "taken_back")) == [
        ("Dr Approver", False),
        ("Dr Second", True),
        ("Dr Second", False),
    ]


@pytest.mark.django_db
def test_name_of_whoever_has_none_is_that_of_their_account(english: Message) -> None:
    assert approve(english, User.objects.create_user("midwife"), LATER).name == "midwife"


@pytest.mark.django_db
def test_approval_outlives_the_account_that_gave_it(english: Message, doctor: User) -> None:
    approve(english, doctor, LATER)
    doctor.delete()
    english.save()
    assert kept(english)[1] == ("Dr Second", LATER)


@pytest.mark.django_db
def test_change_of_the_english_leaves_the_translation_approved(english: Message, polish: Translation) -> None:
    before = kept(polish)
    english.sms = "Other words"
    english.save()
    assert (kept(english)[1], kept(polish)) == (NOBODY, before)
    assert before[1] == APPROVAL


@pytest.mark.django_db
def test_translation_is_approved_by_itself(english: Message, polish: Translation, doctor: User) -> None:
    polish.sms = "Dzień dobry"
    polish.save()
    assert (kept(english)[1], kept(polish)[1]) == (APPROVAL, NOBODY)
    approve(english, doctor, LATER)
    assert (kept(english)[1], kept(polish)[1]) == (("Dr Second", LATER), NOBODY)
    approve(polish, doctor, LATER)
    assert kept(polish)[1] == ("Dr Second", LATER)


@pytest.mark.django_db
def test_approval_of_the_english_is_none_of_the_same_words_in_a_translation(english: Message) -> None:
    """A translation that still holds the English words has to be approved as a translation."""
    copied = translation(english, "pl")
    for name in ("topic", "action", "why", "sms", "subject"):
        setattr(copied, name, getattr(english, name))
    copied.email = blocks_of("Hello")
    copied.save()
    assert copied.fingerprint == english.fingerprint
    assert kept(copied)[1] == NOBODY


@pytest.mark.django_db
def test_approval_of_one_message_is_none_of_another_with_its_words(english: Message) -> None:
    other = message(Stage(BABY, 8), sms="Hello", email="Hello")
    Approval.objects.filter(message=other).delete()
    Message.objects.filter(pk=other.pk).update(topic=english.topic)
    other = Message.objects.get(pk=other.pk)
    other.save()
    assert other.fingerprint == english.fingerprint
    assert kept(other)[1] == NOBODY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sendable"),
    [({}, True), ({"held_at": LATER}, False), ({"live": False}, False)],
)
def test_held_or_unpublished_english_withdraws_its_translations(
    polish: Translation, changes: dict[str, object], *, sendable: bool
) -> None:
    Message.objects.update(**changes)
    assert Message.objects.sendable().exists() is sendable
    assert Translation.objects.sendable().exists() is sendable
    assert kept(polish)[1] == APPROVAL


@pytest.mark.django_db
def test_unapproved_english_leaves_its_translations(english: Message, polish: Translation, doctor: User) -> None:
    """Only who is told to stop stops: a change that waits for its approval is no reason to fall silent in Polish."""
    approve(english, doctor, LATER, taken_back=True)
    assert (Message.objects.sendable().exists(), Translation.objects.sendable().get()) == (False, polish)


@pytest.mark.django_db
def test_second_translation_into_a_language_is_refused(polish: Translation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.create(message=polish.message, language="pl", topic="T", action="A", why="W")


@pytest.mark.django_db
@pytest.mark.parametrize("moved", [{"kind": "care_week", "track": "care"}, {"track": "father_partner"}])
def test_words_are_approved_for_their_audience_only(
    english: Message, polish: Translation, moved: dict[str, str]
) -> None:
    """Glad words for a baby's week are not approved for those who have lost theirs, in no language."""
    before = {name: getattr(english, name) for name in moved}
    for name, value in moved.items():
        setattr(english, name, value)
    english.save()
    assert not Message.objects.sendable().exists()
    assert not Translation.objects.sendable().exists()
    for name, value in before.items():
        setattr(english, name, value)
    english.save()
    assert Message.objects.sendable().exists()
    assert Translation.objects.sendable().get() == polish
