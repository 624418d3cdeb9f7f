"""The starter library: complete, and short enough to text."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from directory.models import Service
from messages import starter
from messages.models import Theme
from messages.placeholders import fill
from messages.sms import measure
from messages.stages import NUMBERS, StageKind
from subscribers.models import Track

PIECES = ("sms", "subject", "preheader", "email")
# Three digits or more in one piece, as in a telephone number; 999 alone may be typed.
TYPED_NUMBER = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){2,}")
TYPED_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:uk|info|com|org|net|ie)\b", re.IGNORECASE)

CARE, SPECIAL = StageKind.CARE_WEEK, StageKind.TRACK_WEEK
SPECIAL_WEEKS = {
    Track.NEONATAL: 12,
    Track.NEONATAL_PARTNER: 8,
    Track.KINSHIP: 8,
    Track.GRANDPARENTS: 8,
    Track.NEW_TO_NI: 7,
    Track.AFTER_LOSS: 6,
    Track.DIFFERENT_PATH: 6,
    Track.LOW: 6,
    Track.MULTIPLES: 6,
    Track.YOUNG: 6,
    Track.APART: 5,
    Track.FEEDING_BREAST: 4,
    Track.FEEDING_BOTTLE: 4,
    Track.FEEDING_MIXED: 4,
    Track.FEEDING_STOPPED: 3,
    Track.FEEDING_PARTNER: 3,
}
LEAST = {"care_week": 45, "track_week": 70}  # words of an e-mail
TRIO = ("sms_why", "sms_do", "sms_done")
ROWS = list(starter.rows())
NAMES = [f"{row['kind']}-{row['number']}-{row['track']}" for row in ROWS]


def test_each_stage_has_one_message_for_each_track() -> None:
    weekly = (StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH)
    tracks = (Track.CARER, Track.FATHER_PARTNER)
    expected = [(kind, number, track) for kind in weekly for number in NUMBERS[kind] for track in tracks]
    expected += [(CARE, number, Track.CARE) for number in (1, 2, 3, 4, 6)]
    expected += [(SPECIAL, number, track) for track, weeks in SPECIAL_WEEKS.items() for number in range(1, weeks + 1)]
    assert Counter((row["kind"], row["number"], row["track"]) for row in ROWS) == Counter(expected)
    assert len(ROWS) == 335


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


def test_every_stage_message_has_a_trio_and_no_other_has() -> None:
    of_stages = [name for name, row in zip(NAMES, ROWS, strict=True) if row["kind"] not in (CARE, SPECIAL)]
    assert [name for name, row in zip(NAMES, ROWS, strict=True) if all(row.get(part) for part in TRIO)] == of_stages
    assert [name for name, row in zip(NAMES, ROWS, strict=True) if any(row.get(part) for part in TRIO)] == of_stages
    assert len(of_stages) == 234


@pytest.mark.django_db
def test_every_part_of_a_trio_is_one_segment_of_the_cheap_alphabet() -> None:
    services = {service.code: service for service in Service.objects.all()}
    measured = {
        f"{name} {part}": measure(fill(row[part], services))
        for name, row in zip(NAMES, ROWS, strict=True)
        for part in TRIO
        if part in row
    }
    assert len(measured) == 3 * 234
    assert {name for name, one in measured.items() if (one.segments, one.encoding) != (1, "GSM-7")} == set()


def test_no_two_texts_are_alike() -> None:
    texts = Counter(row[part] for row in ROWS for part in ("sms", *TRIO) if row.get(part))
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_email_has_80_to_150_words() -> None:
    """Those of care after a loss are shorter, for who grieves reads little; so may those of special tracks be."""
    words = {name: len(row["email"].split()) for name, row in zip(NAMES, ROWS, strict=True)}
    least = {name: LEAST.get(name.partition("-")[0], 80) for name in NAMES}
    most = {name: 160 if name.startswith(SPECIAL) else 150 for name in NAMES}
    assert {name: count for name, count in words.items() if not least[name] <= count <= most[name]} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("piece", [*PIECES, *TRIO])
def test_every_placeholder_is_known_to_the_directory(piece: str) -> None:
    services = {service.code: service for service in Service.objects.all()}
    filled = [fill(row.get(piece, ""), services) for row in ROWS]
    assert [text for text in filled if "{" in text or "}" in text] == []


@pytest.mark.parametrize("piece", ["subject", "preheader", "topic", "action"])
def test_placeholders_stand_in_bodies_only(piece: str) -> None:
    assert [row[piece] for row in ROWS if "{" in row[piece] or "}" in row[piece]] == []


@pytest.mark.parametrize("piece", [*PIECES, *TRIO, "action"])
def test_no_number_or_address_is_typed(piece: str) -> None:
    """They come from the directory, so that they can be mended in one place. Only 999 never changes."""
    texts = [re.sub(r"\{[^{}]*\}", "", row.get(piece, "")) for row in ROWS]
    assert {number for text in texts for number in TYPED_NUMBER.findall(text)} - {"999"} == set()
    assert [address for text in texts for address in TYPED_ADDRESS.findall(text)] == []
