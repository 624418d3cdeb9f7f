"""The oracle's own reading of a roster and of the starter library, again without the application."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.proof.oracle import LONDON, LibraryRow, RosterRow

PROJECT = Path(__file__).resolve().parents[2]
KINDS = ("pregnancy_week", "baby_week", "child_month")
TRIO = ("sms_why", "sms_do", "sms_done")
PLACE = re.compile(r"\{(\w+)\.(\w+)\}")

Ids = Mapping[tuple[str, int, str], int]  # of the messages, by stage, number and track


def read_roster(content: bytes) -> list[RosterRow]:
    """Every row of a roster, numbered as the lines of the file are."""
    lines = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [_row(line, cells) for line, cells in enumerate(lines, start=2)]


def read_library(ids: Ids) -> list[LibraryRow]:
    """The starter library in English, with what its placeholders stand for."""
    services = _toml("directory/starter.toml")["service"]
    places = {(service["code"], name): str(value) for service in services for name, value in service.items()}
    return [
        LibraryRow(
            number_in_library=ids[kind, row["number"], row["track"]],
            kind=kind,
            number=row["number"],
            track=row["track"],
            theme=row["theme"],
            bodies=tuple((channel, _filled(row[channel], places)) for channel in ("sms", "email")),
            trio=tuple(_filled(row[part], places) for part in TRIO),
        )
        for kind in KINDS
        for row in _toml(f"messages/starter/{kind}.toml")["message"]
    ]


def _toml(path: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((PROJECT / path).read_text(encoding="utf-8"))


def _filled(text: str, places: Mapping[tuple[str, str], str]) -> str:
    return PLACE.sub(lambda found: places[found[1], found[2]], text).strip()


def _row(line: int, cells: Mapping[str, str]) -> RosterRow:
    agreed_at = datetime.fromisoformat(cells["agreed_at"])
    return RosterRow(
        line=line,
        phone=cells["phone"] if cells["channel"] != "email" else "",
        email=cells["email"].lower() if cells["channel"] != "sms" else "",
        channel=cells["channel"],
        role=cells["role"],
        due_date=_day(cells["due_date"]),
        birth_date=_day(cells["birth_date"]),
        gestation_weeks=int(cells["gestation_weeks"]) if cells["gestation_weeks"] else None,
        slot=cells["slot"] or "evening",
        frequency=int(cells["frequency"] or 1),
        agreed_at=(agreed_at if agreed_at.tzinfo else agreed_at.replace(tzinfo=LONDON)).astimezone(UTC),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
