"""A message belongs to a stage that exists, and counts from a date."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from messages.models import Message, Theme
from messages.stages import Stage, StageKind
from tests.factories import message

PREGNANCY, BABY, CHILD = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH


def unsaved(kind: str, number: int | None) -> Message:
    return Message(
        kind=kind,
        number=number,  # type: ignore[misc] # a form may leave it empty
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
def test_new_message_starts_at_version_one_without_approval() -> None:
    new = unsaved(BABY, 7)
    new.save()
    assert (new.version, new.approved_by, new.approved_at) == (1, "", None)


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
