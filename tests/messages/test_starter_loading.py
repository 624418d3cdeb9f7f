"""Loading the starter library: it adds what is missing, and nothing is sent until a named person has approved it."""

import io
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command

from messages import starter
from messages.models import Message, Theme, Wording
from messages.stages import StageKind
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-11-21 09:00")
BABY = StageKind.BABY_WEEK


def library() -> list[list[dict[str, Any]]]:
    """All that the library holds."""
    return [list(Message.objects.order_by("pk").values()), list(Wording.objects.order_by("pk").values())]


def test_load_writes_every_message_with_two_wordings() -> None:
    assert starter.load(NOW) == (239, 0)
    assert (Message.objects.count(), Wording.objects.count()) == (239, 478)
    for message in Message.objects.all():
        message.full_clean()
    assert Counter(Wording.objects.values_list("language", "channel", "revision", "approved_by")) == {
        ("en", "sms", 1, ""): 239,
        ("en", "email", 1, ""): 239,
    }


def test_nothing_may_be_sent_until_approved() -> None:
    starter.load(NOW)
    assert not Wording.objects.sendable().exists()
    assert set(Message.objects.values_list("needs_clinical_sign_off", flat=True)) == {True}


def test_load_with_a_name_approves_every_wording() -> None:
    assert starter.load(NOW, "Dr Approver") == (239, 478)
    assert Wording.objects.sendable().count() == 478
    assert set(Wording.objects.values_list("approved_by", "approved_at")) == {("Dr Approver", NOW)}
    assert set(Message.objects.values_list("needs_clinical_sign_off", flat=True)) == {False}


def test_load_again_adds_nothing_and_leaves_what_staff_changed() -> None:
    starter.load(NOW)
    message = Message.objects.get(kind=BABY, number=7, track="carer")
    message.topic, message.theme = "Our own topic", Theme.SELF
    message.save()
    changed = message.wordings.get(channel="sms")
    changed.body = "Our own words."
    changed.save()
    message.wordings.get(channel="email").delete()
    before = library()
    assert starter.load(NOW) == (0, 0)
    assert library() == before


def test_second_name_approves_only_what_nobody_has() -> None:
    starter.load(NOW)
    first = Wording.objects.filter(message__kind=BABY, message__number=7, channel="sms")
    first.update(approved_by="Dr First")
    assert starter.load(NOW, "Dr Second") == (0, 476)
    assert Counter(Wording.objects.values_list("approved_by", flat=True)) == {"Dr Second": 476, "Dr First": 2}


def test_name_never_approves_words_that_are_not_the_starters() -> None:
    """A draft of staff, and a translation, need approvals of their own."""
    starter.load(NOW)
    message = Message.objects.get(kind=BABY, number=7, track="carer")
    draft = message.wordings.get(channel="sms")
    draft.body = "A draft of ours, not read by anybody yet."
    draft.save()
    translation = Wording.objects.create(message=message, language="pl", channel="sms", body="Szkic.")
    starter.load(NOW, "Dr Approver")
    names = Wording.objects.filter(pk__in=[draft.pk, translation.pk]).values_list("approved_by", flat=True)
    assert list(names) == ["", ""]


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        (
            [],
            [
                "239 messages added, 0 wordings approved.",
                "They await clinical sign-off: approve them in the CMS, or with --approved-by NAME.",
            ],
        ),
        (["--approved-by", "Dr Approver"], ["239 messages added, 478 wordings approved."]),
    ],
)
def test_command_says_what_it_did(options: list[str], printed: list[str]) -> None:
    out = io.StringIO()
    call_command("load_starter_library", *options, stdout=out)
    assert out.getvalue().splitlines() == printed
