"""Words and their approval go together; a message belongs to a stage that exists."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from messages.models import Message, Theme, Wording
from messages.stages import Stage, StageKind
from tests.factories import JOINED, message, utc

PREGNANCY, BABY, CHILD = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH
LATER = utc("2026-05-01 10:00")
APPROVAL = ("Dr Approver", JOINED)


@pytest.fixture
def wording() -> Wording:
    """An e-mail that somebody has approved."""
    return Wording.objects.get(message=message(Stage(BABY, 7), email="Hello"))


def kept(wording: Wording) -> tuple[int, str, object]:
    """The revision and the approval that the database has."""
    found = Wording.objects.get(pk=wording.pk)
    return found.revision, found.approved_by, found.approved_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"), [("subject", "Another subject"), ("preheader", "Another line"), ("body", "Other words")]
)
def test_changed_words_are_a_new_revision_without_approval(wording: Wording, name: str, value: str) -> None:
    setattr(wording, name, value)
    wording.save()
    assert kept(wording) == (2, "", None)
    assert not Wording.objects.sendable().exists()


@pytest.mark.django_db
def test_same_words_keep_revision_and_approval(wording: Wording) -> None:
    wording.save()
    Wording.objects.get(pk=wording.pk).save()
    assert kept(wording) == (1, *APPROVAL)


@pytest.mark.django_db
def test_words_changed_and_changed_back_need_a_new_approval(wording: Wording) -> None:
    for body in ("Other words", "Hello"):
        wording.body = body
        wording.save()
    assert kept(wording) == (3, "", None)


@pytest.mark.django_db
def test_changed_words_approved_by_somebody_else_in_one_step(wording: Wording) -> None:
    wording.body, wording.approved_by, wording.approved_at = "Other words", "Dr Second", LATER
    wording.save()
    assert kept(wording) == (2, "Dr Second", LATER)


@pytest.mark.django_db
def test_approval_after_a_change_keeps_the_revision(wording: Wording) -> None:
    wording.body = "Other words"
    wording.save()
    wording.approved_by, wording.approved_at = "Dr Approver", LATER
    wording.save()
    assert kept(wording) == (2, "Dr Approver", LATER)


@pytest.mark.django_db
def test_approval_taken_back(wording: Wording) -> None:
    wording.approved_by = ""
    wording.save()
    assert not Wording.objects.sendable().exists()


@pytest.mark.django_db
def test_change_of_one_wording_leaves_the_others(wording: Wording) -> None:
    other = Wording.objects.create(
        message=wording.message,
        language="pl",
        channel="email",
        body="Cześć",
        approved_by="Dr Approver",
        approved_at=JOINED,
    )
    wording.body = "Other words"
    wording.save()
    assert kept(other) == (1, *APPROVAL)


@pytest.mark.django_db
def test_words_changed_together_with_their_message(wording: Wording) -> None:
    """As the editor saves them: the message, and its wordings with it."""
    found = Message.objects.get()
    edited = Wording.objects.get()
    edited.body = "Other words"
    found.wordings.add(edited)
    found.topic = "Another topic"
    found.save()
    assert Message.objects.get().topic == "Another topic"
    assert Wording.objects.get().body == "Other words"
    assert kept(wording) == (2, "", None)


@pytest.mark.django_db
def test_new_wording_starts_at_revision_one(wording: Wording) -> None:
    new = Wording.objects.create(message=wording.message, channel="sms", body="Hello")
    assert kept(new) == (1, "", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "subject", "body", "fits"),
    [
        ("email", "A subject", "Hello", True),
        ("email", "", "Hello", False),
        ("email", "", "", True),
        ("sms", "", "Hello", True),
    ],
)
def test_email_needs_a_subject(wording: Wording, channel: str, subject: str, body: str, *, fits: bool) -> None:
    new = Wording(message=wording.message, language="pl", channel=channel, subject=subject, body=body)
    if fits:
        new.full_clean()
        return
    with pytest.raises(ValidationError) as caught:
        new.full_clean()
    assert caught.value.message_dict == {"subject": ["An e-mail needs a subject."]}


def unsaved(kind: str, number: int | None) -> Message:
    return Message(
        kind=kind,
        number=number,
        track="carer",
        topic="A topic",
        theme=Theme.BOND,
        action="Do one thing.",
        why="It helps.",
        source="A source",
        source_checked_on=date(2026, 1, 1),
        review_on=date(2027, 1, 1),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "number"), [(PREGNANCY, 4), (PREGNANCY, 42), (BABY, 0), (BABY, 52), (CHILD, 12), (CHILD, 36)]
)
def test_number_at_the_borders_of_its_stage(kind: StageKind, number: int) -> None:
    unsaved(kind, number).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        (PREGNANCY, 3, "Choose a number from 4 to 42 for this stage."),
        (PREGNANCY, 43, "Choose a number from 4 to 42 for this stage."),
        (BABY, 53, "Choose a number from 0 to 52 for this stage."),
        (CHILD, 11, "Choose a number from 12 to 36 for this stage."),
        (CHILD, 37, "Choose a number from 12 to 36 for this stage."),
    ],
)
def test_number_beyond_its_stage(kind: StageKind, number: int, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        unsaved(kind, number).full_clean()
    assert caught.value.message_dict == {"number": [sentence]}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "number"), [("", 7), ("childhood", 7), (BABY, None), ("", None)])
def test_form_with_an_empty_stage_or_number_is_refused_in_words(kind: str, number: int | None) -> None:
    with pytest.raises(ValidationError) as caught:
        unsaved(kind, number).full_clean()
    assert set(caught.value.message_dict) <= {"kind", "number"}


@pytest.mark.heart
@pytest.mark.django_db
def test_second_message_for_a_stage_and_track_is_refused() -> None:
    message(Stage(BABY, 7))
    with pytest.raises(IntegrityError), transaction.atomic():
        message(Stage(BABY, 7))
    message(Stage(BABY, 7), track="father_partner")
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("stage", "theme", "anchor"),
    [
        (Stage(PREGNANCY, 24), Theme.SING, "due_date"),
        (Stage(PREGNANCY, 38), Theme.SLEEP, "due_date"),
        *(
            (Stage(BABY, 7), theme, "corrected_birth_date")
            for theme in ("talk", "sing", "read", "serve-return", "play")
        ),
        *(
            (Stage(BABY, 7), theme, "birth_date")
            for theme in (
                "bond",
                "touch",
                "soothe",
                "sleep",
                "feeding",
                "self",
                "coparent",
                "health",
                "safety",
                "service",
            )
        ),
        (Stage(CHILD, 23), Theme.PLAY, "corrected_birth_date"),
        (Stage(CHILD, 23), Theme.SAFETY, "birth_date"),
        (Stage(CHILD, 24), Theme.PLAY, "birth_date"),
        (Stage(CHILD, 36), Theme.TALK, "birth_date"),
    ],
)
def test_date_that_a_message_counts_from(stage: Stage, theme: str, anchor: str) -> None:
    """Play and development follow the corrected age until two years, all else the real one."""
    found = unsaved(stage.kind, stage.number)
    found.theme = theme
    assert (found.stage, found.anchor) == (stage, anchor)
