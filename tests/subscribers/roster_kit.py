"""Short ways to rosters, to what is wrong with them, and to what became of them."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.db.models import Model

from subscribers.models import Child, ConsentEvent, Contact, Journey, Subscriber
from subscribers.roster import COLUMNS, RosterError, RowError, import_roster, read
from tests.factories import utc

NOW = utc("2026-06-01 12:00")
DUE = "2026-09-01"
LATER = "2026-05-31T09:30:00+01:00"  # than the agreement of LEAST
PHONE, EMAIL = "+447700900123", "parent@hope.example"
# A row that is right, and has no more than it needs.
LEAST = {
    "phone": "07700 900123",
    "channel": "sms",
    "role": "mother",
    "due_date": DUE,
    "agreed_at": "2026-05-30T09:30:00+01:00",
    "agreed_wording": "paper 3",
}
FULL = LEAST | {
    "email": "Parent@Hope.example",
    "channel": "Both",
    "language": "PL",
    "role": "Father",
    "due_date": "01/05/2026",
    "birth_date": "2026-04-06",
    "gestation_weeks": "36",
    "sure_start": "East Belfast Sure Start",
    "frequency": "3",
    "slot": "Morning",
    "agreed_with": "a family worker",
}
AGREED_AT = utc("2026-05-30 08:30")


def row(**cells: str) -> dict[str, str]:
    """The least row with some cells of its own."""
    return LEAST | cells


def roster(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A file as a spreadsheet writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def lines(*rows: str) -> bytes:
    """A file from its lines as they are."""
    return "\n".join([",".join(COLUMNS), *rows]).encode()


def line(*, phone: str = "07700 900123", channel: str = "sms") -> str:
    """The least row as one line."""
    return roster(row(phone=phone, channel=channel)).decode().splitlines()[1]


def errors(content: bytes, now: datetime = NOW) -> list[RowError]:
    """What is wrong with a roster, of which nothing may have been imported."""
    before = everything()
    with pytest.raises(RosterError) as caught:
        import_roster(content, now)
    assert everything() == before
    assert str(caught.value) == "\n".join(str(error) for error in caught.value.errors)
    return caught.value.errors


def wrong(content: bytes) -> list[RowError]:
    """What is wrong with a roster by itself; nothing with a good one."""
    try:
        return read(content, NOW)[1]
    except RosterError as error:
        return error.errors


def places(content: bytes) -> list[tuple[int, str]]:
    """Where a roster is wrong; each place has a sentence."""
    found = errors(content)
    assert all(error.sentence.strip() for error in found)
    return [(error.row, error.column) for error in found]


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is kept about people."""
    models: list[type[Model]] = [Subscriber, Contact, Child, Journey, ConsentEvent]
    return {str(model): list(model._default_manager.order_by("pk").values()) for model in models}


def counts() -> tuple[int, int, int]:
    return Subscriber.objects.count(), Child.objects.count(), Journey.objects.count()
