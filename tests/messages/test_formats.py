"""Formats that people make: of which words, who approved exactly what, and what becomes of their files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from directory.models import Service
from messages.formats.easy import faults
from messages.formats.models import Audio, EasyRead
from messages.formats.numbers import faults as number_faults
from messages.models import Message
from messages.stages import Stage, StageKind
from tests import factories
from tests.factories import JOINED
from tests.messages.format_kit import audio, easy_read, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def words() -> Message:
    return factories.message(Stage(StageKind.BABY_WEEK, 7), email="Babies like faces.")


@pytest.mark.parametrize("make", [easy_read, audio])
def test_only_what_is_approved_and_of_these_words_is_public(words: Message, make: Callable[..., Any]) -> None:
    model = make(words, approved=False).__class__
    before = model.objects.public(words)
    model.objects.get().approve(User(username="dr"), JOINED)
    approved = model.objects.public(words)
    words.why = "Another reason."
    words.save()
    assert (before, approved, model.objects.public(words)) == (None, model.objects.get(), None)


def test_changed_content_has_no_approval_until_it_is_what_was_approved_again(words: Message) -> None:
    made = easy_read(words)
    kept = made.lines
    found = []
    for lines in ([line("Another line."), *[line("A line.")] * 2], kept):
        made.lines = lines
        made.save()
        found.append(EasyRead.objects.get().is_approved)
    assert found == [False, True]


def test_other_recording_has_no_approval_and_the_old_file_goes(
    words: Message, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = audio(words)
    other = audio(factories.translation(words, "pl"))
    with django_capture_on_commit_callbacks(execute=True):
        made.file, made.checksum = other.file.name, "another"  # as a form does
        made.save()
    assert not Audio.objects.get(language="en").is_approved
    assert [path.name for path in (media / "formats").iterdir()] == [Path(str(other.file.name)).name]


def test_file_goes_with_its_message(
    words: Message, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    name = Path(str(audio(words).file.name)).name
    assert [path.name for path in (media / "formats").iterdir()] == [name]
    with django_capture_on_commit_callbacks(execute=True):
        words.delete()
    assert list((media / "formats").iterdir()) == []


def test_each_language_has_one_of_each(words: Message) -> None:
    polish = factories.translation(words, "pl")
    easy_read(words)
    easy_read(polish)
    with pytest.raises(IntegrityError), transaction.atomic():
        easy_read(words)


THREE = [line("One."), line("Two."), line("Three.")]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (THREE, []),
        (THREE[:2], ["Easy read has 3 to 10 lines; here are 2."]),
        (THREE * 4, ["Easy read has 3 to 10 lines; here are 12."]),
        ([*THREE, line("word " * 12)], []),
        ([*THREE, line("word " * 13)], ["Line 4 has 13 words; 12 are the most."]),
        ([*THREE, line("Four.", picture="")], ["Line 4 needs one picture: one of ours, or another image."]),
    ],
)
def test_easy_read_is_held_to_its_rules(lines: list[Any], said: list[str]) -> None:
    assert list(faults(EasyRead(lines=lines).lines)) == said


@pytest.mark.parametrize("make", [easy_read, audio])
def test_number_that_changes_in_the_directory_leaves_it_stale(make: Callable[..., Any]) -> None:
    words = factories.message(Stage(StageKind.BABY_WEEK, 8), email="Ring {lifeline.phone}.")
    lifeline = Service.objects.filter(code="lifeline")
    lifeline.update(phone="0808 808 8000")
    model = make(words).__class__
    found = [model.objects.public(words)]
    lifeline.update(phone="0800 000 0000")
    found.append(model.objects.public(words))
    lifeline.delete()
    found.append(model.objects.public(words))
    assert found == [model.objects.get(), None, None]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Ring 0808 808 8000.", []),
        ("In danger, ring 999.", []),
        ("Ring 0800 000 0000.", ["Line 1 has 0800 000 0000, which the message does not say. It would stay wrong."]),
        (
            "See www.hope.example.",
            ["Line 1 has www.hope.example, which the message does not say. It would stay wrong."],
        ),
        (
            "Ring {lifeline.phone}.",
            ["Line 1 has {lifeline.phone}: nothing is filled in here. Write it as the message says it."],
        ),
    ],
)
def test_easy_read_has_the_numbers_of_its_message_only(sentence: str, said: list[str]) -> None:
    Service.objects.filter(code="lifeline").update(phone="0808 808 8000")
    words = factories.message(Stage(StageKind.BABY_WEEK, 8), email="Ring {lifeline.phone}.")
    assert list(number_faults(EasyRead(lines=[line(sentence)]).lines, words)) == said
