"""Comparing what was expected with what came, and a database with itself."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.apps import apps

from messages.models import Message
from scheduler.simulate import Sending
from tests.proof.oracle import LONDON, RosterRow, Send, people
from tests.proof.reading import Ids

SHOWN = 12
APPS = ("subscribers", "delivery", "library")


def message_ids() -> Ids:
    """The library's ids: the order in which messages were added breaks ties."""
    found = Message.objects.values_list("pk", "kind", "number", "track")
    return {(kind, number, track): pk for pk, kind, number, track in found}


def as_send(sending: Sending) -> Send:
    """A simulated sending in the oracle's terms."""
    assert sending.roster_row is not None
    return Send(
        send_at_utc=sending.send_at_utc,
        roster_row=sending.roster_row,
        channel=sending.channel,
        track=sending.track,
        stage=sending.stage,
        number=sending.number,
        body=sending.body,
    )


def differences(expected: Iterable[Send], found: Iterable[Send]) -> str:
    """What the one has and the other has not, the earliest first; empty when they are equal."""
    wanted, got = Counter(expected), Counter(found)
    marked = [(send, "- expected, did not come") for send in (wanted - got).elements()]
    marked += [(send, "+ came, not expected") for send in (got - wanted).elements()]
    lines = [f"{mark}: {_line(send)}" for send, mark in sorted(marked)]
    return "\n".join([f"{len(lines)} differences of {wanted.total()}", *lines[:SHOWN]]) if lines else ""


def _line(send: Send) -> str:
    at = send.send_at_utc.astimezone(LONDON)
    what = f"{send.channel} {send.stage} {send.number} {send.track}"
    return f"{at:%a %Y-%m-%d %H:%M:%S %Z} row {send.roster_row} {what}: {send.body[:40]!r}"


def broken_promises(rows: Iterable[RosterRow], found: Iterable[Send]) -> list[str]:
    """More than a person was promised to get at most, or in the night; whatever the oracle says."""
    person_of = {row.line: n for n, person in enumerate(people(rows)) for row in person.rows}
    days: dict[tuple[int, date], set[tuple[int, str, int]]] = defaultdict(set)
    broken = []
    for send in found:
        here = send.send_at_utc.astimezone(LONDON)
        if not time(8) <= here.time() < time(21):
            broken.append(f"in the night: {_line(send)}")
        days[person_of[send.roster_row], here.date()].add((send.roster_row, send.stage, send.number))
    for (person, day), messages in days.items():
        week = sum(len(days.get((person, day - timedelta(days=back)), ())) for back in range(7))
        if len(messages) > 1 or week > 3:
            broken.append(f"person {person}: {len(messages)} on {day}, {week} in the seven days up to it")
    return broken


def fingerprint() -> dict[str, tuple[int, str]]:
    """Rows and a checksum of each table."""
    found = {}
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            rows = list(model._default_manager.order_by("pk").values_list())
            found[model._meta.label] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    return found


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime.combine(day, time(12), LONDON)
