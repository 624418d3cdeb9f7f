"""The commands that operators keep: what they write, and what they say when something is wrong."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from delivery.channels import configured
from delivery.models import Nudge, VirtualMessage
from messages.stages import Stage, StageKind
from subscribers.models import Journey
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.heart]

DAY = date(2026, 6, 1)
COLUMNS = [
    "journey", "subscriber", "child", "roster_row", "send_at_utc", "channel", "language", "track", "stage", "number",
    "message", "segments", "body",
]  # fmt: skip


@pytest.fixture
def journey() -> Journey:
    factories.message(Stage(StageKind.BABY_WEEK, 0), sms="Hello, {lifeline.phone}")
    return factories.journey(factories.baby(DAY), roster_row=7)


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_simulate_writes_what_would_be_sent_and_changes_nothing(journey: Journey, tmp_path: Path) -> None:
    out = tmp_path / "sends.csv"
    said = run("simulate", "--from", "2026-06-01", "--to", "2026-06-01", "--out", str(out))
    [row] = csv.DictReader(StringIO(out.read_text(encoding="utf-8")))
    assert list(row) == COLUMNS
    expected = {
        "journey": str(journey.pk),
        "roster_row": "7",
        "send_at_utc": "2026-06-01T09:00:00+00:00",
        "channel": "sms",
        "language": "en",
        "track": "carer",
        "stage": "baby_week",
        "number": "0",
        "segments": "1",
        "body": "Hello, 0808 808 8000",
    }
    assert {name: row[name] for name in expected} == expected
    assert said == f"1 nudges from 2026-06-01 to 2026-06-01, written to {out}.\n"
    assert Nudge.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--from", "1 June", "--to", "2026-06-01", "--out", "x.csv"),
            "1 June is not a date. Write it like 2027-03-14.",
        ),
        (("--from", "2026-06-02", "--to", "2026-06-01", "--out", "x.csv"), "--to is before --from."),
        (("--from", "2026-06-01", "--to", "2026-06-01", "--out", "/no/such/x.csv"), "There is no folder /no/such."),
    ],
)
def test_simulate_says_what_is_wrong(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("simulate", *words)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [("soon", "--now soon is not a time."), ("2026-06-01T10:00", "--now 2026-06-01T10:00 has no time zone.")],
)
def test_tick_says_what_is_wrong(now: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("tick", "--now", now)


def test_tick_sends_what_is_due_without_a_broker(journey: Journey, settings: Settings) -> None:
    settings.SMS_CHANNEL = "virtual"
    assert run("tick", "--now", "2026-06-01T10:00:00+01:00") == "1 sent.\n"
    assert run("tick", "--now", "2026-06-01T10:00:00+01:00") == "0 sent.\n"
    [text] = VirtualMessage.objects.all()
    assert (text.address, text.text) == (journey.subscriber.contacts.get().address, "Hello, 0808 808 8000")
    configured.cache_clear()
