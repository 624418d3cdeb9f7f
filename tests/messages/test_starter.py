"""The starter library: complete, short enough to text, and silent until a named person has approved it."""

import io
import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from directory.models import Service
from messages import starter
from messages.models import Message, Theme, Wording
from messages.rendering import fill
from messages.sms import measure
from messages.stages import NUMBERS, StageKind
from subscribers.models import Track
from tests.factories import utc

NOW = utc("2026-11-21 09:00")
PIECES = ("sms", "subject", "preheader", "email")
# Three digits or more in one piece, as in a telephone number; 999 alone may be typed.
TYPED_NUMBER = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){2,}")
TYPED_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:uk|info|com|org|net|ie)\b", re.IGNORECASE)

ROWS = list(starter.rows())
NAMES = [f"{row['kind']}-{row['number']}-{row['track']}" for row in ROWS]


def wording(kind: StageKind, number: int, track: str, piece: str) -> str:
    """One wording of the library."""
    found = [row for row in ROWS if (row["kind"], row["number"], row["track"]) == (kind, number, track)]
    text: str = found[0][piece]
    return text


def library() -> list[list[dict[str, Any]]]:
    """All that the library holds."""
    return [list(Message.objects.order_by("pk").values()), list(Wording.objects.order_by("pk").values())]


def test_each_stage_has_one_message_for_each_track() -> None:
    expected = [(kind, number, track) for kind in StageKind for number in NUMBERS[kind] for track in Track]
    assert Counter((row["kind"], row["number"], row["track"]) for row in ROWS) == Counter(expected)
    assert len(ROWS) == 234


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_row_fits_its_columns(row: dict[str, Any]) -> None:
    assert row["theme"] in Theme.values
    assert all(row[name].strip() for name in (*PIECES, "topic", "action", "why", "source"))
    assert (len(row["subject"]) <= 60, len(row["preheader"]) <= 100) == (True, True)
    assert (len(row["topic"]) <= 120, len(row["action"]) <= 300, len(row["source"]) <= 300) == (True, True, True)
    assert isinstance(row["source_checked"], date)


@pytest.mark.django_db
def test_every_text_is_within_two_segments() -> None:
    services = {service.code: service for service in Service.objects.all()}
    segments = {name: measure(fill(row["sms"], services)).segments for name, row in zip(NAMES, ROWS, strict=True)}
    assert {name: count for name, count in segments.items() if count not in (1, 2)} == {}


@pytest.mark.django_db
def test_every_text_is_in_the_cheap_alphabet() -> None:
    services = {service.code: service for service in Service.objects.all()}
    encodings = {name: measure(fill(row["sms"], services)).encoding for name, row in zip(NAMES, ROWS, strict=True)}
    assert {name for name, encoding in encodings.items() if encoding != "GSM-7"} == set()


def test_every_email_has_80_to_150_words() -> None:
    words = {name: len(row["email"].split()) for name, row in zip(NAMES, ROWS, strict=True)}
    assert {name: count for name, count in words.items() if not 80 <= count <= 150} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("piece", PIECES)
def test_every_placeholder_is_known_to_the_directory(piece: str) -> None:
    services = {service.code: service for service in Service.objects.all()}
    filled = [fill(row[piece], services) for row in ROWS]
    assert [text for text in filled if "{" in text or "}" in text] == []


@pytest.mark.parametrize("piece", ["subject", "preheader", "topic", "action"])
def test_placeholders_stand_in_bodies_only(piece: str) -> None:
    assert [row[piece] for row in ROWS if "{" in row[piece] or "}" in row[piece]] == []


@pytest.mark.parametrize("piece", [*PIECES, "action"])
def test_no_number_or_address_is_typed(piece: str) -> None:
    """They come from the directory, so that they can be mended in one place. Only 999 never changes."""
    texts = [re.sub(r"\{[^{}]*\}", "", row[piece]) for row in ROWS]
    assert {number for text in texts for number in TYPED_NUMBER.findall(text)} - {"999"} == set()
    assert [address for text in texts for address in TYPED_ADDRESS.findall(text)] == []


PREGNANCY, BABY = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK


@pytest.mark.parametrize(
    ("kind", "number", "track", "piece", "advice"),
    [
        (
            PREGNANCY,
            24,
            "carer",
            "sms",
            [
                "If you have not felt your baby move by 24 weeks, ring your midwife.",
                "If movements slow, stop or change, ring your maternity unit straight away, day or night.",
                "Do not wait for tomorrow or check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            24,
            "carer",
            "email",
            [
                "If you have not felt your baby move by 24 weeks, ring your midwife.",
                (
                    "If movements slow down, stop or change, ring your midwife or maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait until the next day.",
                "Do not use a home doppler to check.",
            ],
        ),
        (
            PREGNANCY,
            24,
            "father_partner",
            "email",
            [
                "If no movement has been felt by 24 weeks, that is a call to the midwife.",
                (
                    "If movements slow down, stop or change, help make the call to the maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait for morning.",
                "Do not check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "carer",
            "sms",
            [
                (
                    "If movements slow down, stop or change, ring your midwife or maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait until the next day.",
                "Do not check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "carer",
            "email",
            [
                (
                    "If movements slow down, stop or change, ring your midwife or maternity unit straight away, "
                    "day or night."
                ),
                "Do not wait until the next day.",
                "If you have felt no movement yet, ring your midwife today.",
                "Do not use a home doppler or listening device to check.",
                "Ring again if it happens again, even if all was well last time.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "father_partner",
            "sms",
            [
                (
                    "If your baby's movements slow down, stop or change, the unit needs a call straight away, "
                    "day or night."
                ),
                "Do not wait until the next day, and do not check with a home doppler.",
            ],
        ),
        (
            PREGNANCY,
            25,
            "father_partner",
            "email",
            [
                (
                    "If your baby's movements slow down, stop or change, the unit needs a call straight away, "
                    "day or night."
                ),
                "If no movement has been felt yet, ring the midwife today.",
                "Do not wait until the next day.",
                "Do not use a home doppler to check.",
            ],
        ),
        (
            PREGNANCY,
            38,
            "carer",
            "sms",
            [
                (
                    "Every sleep: baby on their back, in a clear, firm, flat cot or Moses basket, in your room for at "
                    "least 6 months, smoke-free."
                ),
                "Never fall asleep with baby on a sofa or armchair.",
                (
                    "Never share a bed if baby was early or small, or anyone smokes, drank or took drugs or drowsy "
                    "medicine."
                ),
            ],
        ),
        (
            PREGNANCY,
            38,
            "carer",
            "email",
            [
                "Lay your baby on their back for every sleep.",
                "Use a clear, firm, flat, separate sleep space, such as a cot or Moses basket.",
                "Keep it in the same room as you for at least the first six months.",
                "Keep it smoke-free.",
                "Never fall asleep with your baby on a sofa or armchair.",
                "Do not share a bed if your baby was born early or small.",
                (
                    "Do not share a bed if anyone in it smokes, or has had alcohol, drugs or medicine that makes them "
                    "drowsy."
                ),
            ],
        ),
        (
            PREGNANCY,
            38,
            "father_partner",
            "sms",
            [
                "Set up the cot: firm, flat and clear.",
                (
                    "Every sleep, baby goes on their back, in your room or their carer's for at least 6 months, "
                    "smoke-free."
                ),
                "Never fall asleep with baby on a sofa or armchair.",
                "No bed sharing if baby is early or small, or anyone smokes, drank or took drugs or drowsy medicine.",
            ],
        ),
        (
            PREGNANCY,
            38,
            "father_partner",
            "email",
            [
                "Firm, flat mattress.",
                "Nothing else in it.",
                "It stays there for at least the first six months.",
                "Keep the room smoke-free.",
                "Your baby goes on their back, for every sleep, day and night.",
                "Never fall asleep with a baby on a sofa or armchair.",
                "Do not share a bed if a baby was born early or small.",
                (
                    "Do not share a bed if anyone in it smokes, or has had alcohol, drugs or medicine that makes them "
                    "drowsy."
                ),
            ],
        ),
        (
            BABY,
            7,
            "carer",
            "sms",
            [
                "put baby on their back in the cot, step away for five minutes, breathe, ring someone, then check.",
                "Never shake a baby.",
            ],
        ),
        (
            BABY,
            7,
            "father_partner",
            "sms",
            [
                "put baby on their back in the cot, step away, breathe, ring someone, then check.",
                "Never shake a baby.",
            ],
        ),
        (
            BABY,
            7,
            "carer",
            "email",
            [
                "put your baby on their back in the cot.",
                "Never shake a baby, however bad it gets.",
                "{lifeline.phone}",
                "In an emergency ring 999.",
            ],
        ),
        (
            BABY,
            7,
            "father_partner",
            "email",
            [
                "Put your baby down on their back in the cot.",
                "Never shake a baby. It can cause lasting harm or death.",
                "{lifeline.phone}",
                "999 in an emergency.",
            ],
        ),
    ],
)
def test_safety_message_holds_its_exact_advice(
    kind: StageKind, number: int, track: str, piece: str, advice: list[str]
) -> None:
    text = wording(kind, number, track, piece)
    assert [sentence for sentence in advice if sentence not in text] == []


@pytest.mark.django_db
def test_load_writes_every_message_with_two_wordings() -> None:
    assert starter.load(NOW) == (234, 0)
    assert (Message.objects.count(), Wording.objects.count()) == (234, 468)
    for message in Message.objects.all():
        message.full_clean()
    assert Counter(Wording.objects.values_list("language", "channel", "revision", "approved_by")) == {
        ("en", "sms", 1, ""): 234,
        ("en", "email", 1, ""): 234,
    }


@pytest.mark.django_db
def test_nothing_may_be_sent_until_approved() -> None:
    starter.load(NOW)
    assert not Wording.objects.sendable().exists()
    assert set(Message.objects.values_list("needs_clinical_sign_off", flat=True)) == {True}


@pytest.mark.django_db
def test_load_with_a_name_approves_every_wording() -> None:
    assert starter.load(NOW, "Dr Approver") == (234, 468)
    assert Wording.objects.sendable().count() == 468
    assert set(Wording.objects.values_list("approved_by", "approved_at")) == {("Dr Approver", NOW)}
    assert set(Message.objects.values_list("needs_clinical_sign_off", flat=True)) == {False}


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_second_name_approves_only_what_nobody_has() -> None:
    starter.load(NOW)
    first = Wording.objects.filter(message__kind=BABY, message__number=7, channel="sms")
    first.update(approved_by="Dr First")
    assert starter.load(NOW, "Dr Second") == (0, 466)
    assert Counter(Wording.objects.values_list("approved_by", flat=True)) == {"Dr Second": 466, "Dr First": 2}


@pytest.mark.django_db
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "printed"),
    [
        (
            [],
            [
                "234 messages added, 0 wordings approved.",
                "They await clinical sign-off: approve them in the CMS, or with --approved-by NAME.",
            ],
        ),
        (["--approved-by", "Dr Approver"], ["234 messages added, 468 wordings approved."]),
    ],
)
def test_command_says_what_it_did(options: list[str], printed: list[str]) -> None:
    out = io.StringIO()
    call_command("load_starter_library", *options, stdout=out)
    assert out.getvalue().splitlines() == printed
