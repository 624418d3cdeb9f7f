"""Many nudges at once, a clock that a test moves, and a provider that takes only so much."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.db import connection

from delivery.channels import ChannelError, Failure, Parcel, Receipt
from delivery.channels.base import Result, one_by_one
from delivery.models import Nudge, Urgency
from delivery.room import work
from messages.models import Message
from messages.stages import Stage, StageKind
from subscribers.models import Child, Contact, Journey, Role, Slot, Subscriber
from tests import factories
from tests.delivery.outbox_kit import DAY, TEN

SECOND = timedelta(seconds=1)
_everybody = count(1)


def crowd(number: int, week: int, *, urgency: Urgency = Urgency.STAGE, text: str = "", channel: str = "sms") -> Message:
    """So many parents, each with one nudge that is due at TEN: about this week of pregnancy, with this text."""
    message = factories.message(Stage(StageKind.PREGNANCY_WEEK, week), **{channel: text or f"week {week}"})
    people = Subscriber.objects.bulk_create(
        [Subscriber(created_at=factories.JOINED, state=Subscriber.State.ACTIVE) for _ in range(number)]
    )
    Contact.objects.bulk_create([_contact(person, channel) for person in people])
    due_date = DAY + timedelta(weeks=40 - week)
    children = Child.objects.bulk_create([Child(state=Child.State.EXPECTED, due_date=due_date) for _ in people])
    role = Role(Role.MOTHER)
    same = {"role": role, "track": role.track, "slot": Slot.MORNING, "plan_from": factories.JOINED, "channel": channel}
    pairs = zip(people, children, strict=True)
    journeys = Journey.objects.bulk_create([Journey(subscriber=x, child=child, **same) for x, child in pairs])
    when = {"stage_day": DAY, "due_at": TEN, "expires_at": TEN + timedelta(hours=24)}
    Nudge.objects.bulk_create(
        [Nudge(journey=x, message=message, channel=channel, urgency=urgency, **when) for x in journeys]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what PostgreSQL does by itself, but not within a test's transaction
    return message


def _contact(person: Subscriber, channel: str) -> Contact:
    number = next(_everybody)
    address = f"+447700900{number % 1000:03}" if channel == "sms" else f"crowd{number}@hope.example"
    index = hashlib.sha256(f"crowd {number}".encode()).digest()  # there are fewer numbers than people
    return Contact(subscriber=person, kind=channel, address=address, index=index, confirmed_at=factories.JOINED)


@dataclass
class Clock:
    """A clock that goes on only while somebody sleeps."""

    now: datetime = TEN

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def seconds(self) -> float:
        return (self.now - TEN) / SECOND


@dataclass
class Provider:
    """Takes so many segments in any second, and none while it is down; says "too many" to everything else."""

    clock: Clock
    rate: int
    down: tuple[float, float] = (0, 0)  # from when to when, in seconds of the clock
    has_list: bool = True
    calls: list[tuple[float, Parcel]] = field(default_factory=list)  # with the second of each
    accepted: list[tuple[float, Parcel]] = field(default_factory=list)

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        return one_by_one(self._send, parcels, until)

    def _send(self, parcel: Parcel) -> Receipt:
        at = self.clock.seconds()
        self.calls.append((at, parcel))
        lately = sum(work(x.channel, x.text) for then, x in self.accepted[-self.rate :] if then > at - 1)
        if self.down[0] <= at < self.down[1] or lately + work(parcel.channel, parcel.text) > self.rate:
            raise ChannelError(Failure.TEMPORARY, "20429", busy=True)
        self.accepted.append((at, parcel))
        return Receipt(provider_id=f"strict-{len(self.accepted)}")

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:  # noqa: ARG002 - the protocol's signature
        return None
