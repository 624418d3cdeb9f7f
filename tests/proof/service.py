"""A running service whose rounds a test calls, and short ways to its days of January 2027."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from delivery.channels.memory import MemoryChannel
from scheduler.rounds import whole_round
from subscribers.models import Journey, Subscriber
from tests import factories

LONDON = ZoneInfo("Europe/London")
DUE = date(2027, 5, 24)  # week 20 begins on Monday 4 January 2027, week 21 on the 11th
ROUNDS = (time(8), time(10), time(14), time(18, 30))
Sent = list[tuple[str, str]]  # the local time of the round, and the words


@dataclass
class Service:
    """The running service: its rounds are called, and what each of them sent is noted."""

    memory: MemoryChannel
    sent: Sent = field(default_factory=list)

    def round(self, at: str) -> list[str]:
        """One round at a local time of 2027 such as "01-11 10:00". Returns the words sent."""
        now, before = instant(at), len(self.memory.sent)
        whole_round(lambda: now, {"sms": self.memory, "email": self.memory})
        texts = [parcel.text for parcel in self.memory.sent[before:]]
        self.sent += [(at, text) for text in texts]
        return texts

    def days(self, first: str, last: str) -> None:
        """Rounds at the hours of every day from the first to the last of 2027."""
        day, until = date.fromisoformat(f"2027-{first}"), date.fromisoformat(f"2027-{last}")
        while day <= until:
            for hour in ROUNDS:
                self.round(f"{day:%m-%d} {hour:%H:%M}")
            day += timedelta(days=1)


def instant(at: str) -> datetime:
    return datetime.fromisoformat(f"2027-{at}").replace(tzinfo=LONDON).astimezone(UTC)


def pregnancy(due: date = DUE, person: Subscriber | None = None, **details: Any) -> Journey:
    """A journey from 28 December 2026, in the morning."""
    plan_from = datetime(2026, 12, 28, 9, tzinfo=UTC)
    return factories.journey(factories.expecting(due), person, plan_from=plan_from, **details)
