"""Loading the starter library: it adds what is missing, and nothing is sent until a named person has approved it."""

import io
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command

from messages import starter
from messages.letters import blocks_of
from messages.models import Approval, Message, Theme, Translation
from messages.stages import StageKind
from messages.words import TRIO
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-11-21 09:00")
BABY = StageKind.BABY_WEEK
ALL, DRAFTS = len(list(starter.rows())), len(list(starter.drafts()))


def library() -> list[list[dict[str, Any]]]:
    """All that the library holds."""
    return [
        list(Message.objects.order_by("pk").values()),
        list(Translation.objects.order_by("pk").values()),
        [{**row} for row in Approval.objects.values()],
    ]


def week_seven() -> Message:
    found: Message = Message.objects.get(kind=BABY, number=7, track="carer")
    return found


def test_load_writes_every_message_with_text_and_letter() -> None:
    assert starter.load(NOW) == (ALL, 0)
    assert ALL == 335
    for message in Message.objects.all():
        message.full_clean()
    assert Counter(Message.objects.values_list("live", "version", "approved_by")) == {(True, 1, ""): ALL}
    assert not Message.objects.filter(sms="").exists()
    assert not Message.objects.filter(email_text="").exists()
    assert not Approval.objects.exists()
    assert not Translation.objects.exists()


def test_words_are_those_of_the_file() -> None:
    starter.load(NOW)
    row = next(x for x in starter.rows() if (x["kind"], x["number"], x["track"]) == (BABY, 7, "carer"))
    found = week_seven()
    names = (*starter.AS_WRITTEN, *TRIO)
    assert {name: getattr(found, name) for name in names} == {name: row[name] for name in names}
    assert found.email_text == row["email"].strip()
    assert found.has_trio


def test_nothing_may_be_sent_until_approved() -> None:
    starter.load(NOW)
    assert not Message.objects.sendable().exists()


def test_load_with_a_name_approves_every_message() -> None:
    assert starter.load(NOW, "Dr Approver") == (ALL, ALL)
    assert Message.objects.sendable().count() == ALL
    assert set(Message.objects.values_list("approved_by", "approved_at")) == {("Dr Approver", NOW)}


def test_approval_of_the_load_is_in_the_ledger() -> None:
    """So that words which staff change and take back are approved again."""
    starter.load(NOW, "Dr Approver")
    assert set(Approval.objects.values_list("language", "name", "at", "taken_back")) == {
        ("en", "Dr Approver", NOW, False)
    }
    found = week_seven()
    before = found.sms
    for sms, approved_by in [("Our own words.", ""), (before, "Dr Approver")]:
        found.sms = sms
        found.save()
        assert week_seven().approved_by == approved_by


def test_load_again_adds_nothing_and_leaves_what_staff_changed() -> None:
    starter.load(NOW)
    message = week_seven()
    message.topic, message.theme, message.sms, message.email = "Our own topic", Theme.SELF, "Our own words.", []
    message.save()
    before = library()
    assert starter.load(NOW) == (0, 0)
    assert library() == before


def test_message_that_staff_deleted_comes_back_with_the_next_load() -> None:
    """A stage without words is a gap in the library; who wants silence unpublishes the message."""
    starter.load(NOW)
    week_seven().delete()
    assert starter.load(NOW) == (1, 0)


def test_second_name_approves_only_what_nobody_has() -> None:
    starter.load(NOW)
    first = week_seven()
    Approval.objects.create(
        message=first, language="en", fingerprint=first.fingerprint, name="Dr First", at=utc("2026-11-20 09:00")
    )
    first.save()
    assert starter.load(NOW, "Dr Second") == (0, ALL - 1)
    assert Counter(Message.objects.values_list("approved_by", flat=True)) == {"Dr Second": ALL - 1, "Dr First": 1}


def test_name_never_approves_words_that_are_not_the_starters() -> None:
    """What staff wrote, and a translation, need approvals of their own."""
    starter.load(NOW)
    message = week_seven()
    message.email = blocks_of("Words of ours, not read by anybody yet.")
    message.save()
    Translation.objects.create(message=message, language="pl", topic="Temat", action="Zrób.", why="Bo.", sms="Szkic.")
    assert starter.load(NOW, "Dr Approver") == (0, ALL - 1)
    assert (week_seven().approved_by, Translation.objects.get().approved_by) == ("", "")


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        (
            [],
            [
                f"335 messages added, 0 approved; {DRAFTS} drafts of translations added.",
                "They await clinical sign-off: approve them in the CMS, or with --approved-by NAME.",
            ],
        ),
        (
            ["--approved-by", "Dr Approver"],
            [f"335 messages added, 335 approved; {DRAFTS} drafts of translations added."],
        ),
    ],
)
def test_command_says_what_it_did(options: list[str], printed: list[str]) -> None:
    out = io.StringIO()
    call_command("load_starter_library", *options, stdout=out)
    assert out.getvalue().splitlines() == printed
