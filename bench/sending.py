"""What the areas that send share: a channel to nowhere, one batch of a lane, and what was left in the outbox."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bench.population import TEN, empty_outbox, fetched, run
from delivery.channels import Parcel, Receipt, Result
from delivery.dispatcher import dispatch
from scheduler.planner import plan

SETTLED = """
SELECT count(*) FILTER (WHERE status = 30), count(*),
       coalesce(sum(hashtext(concat_ws('/', journey_id, message_id, channel, status, text, segments))::bigint), 0),
       (SELECT count(*) FROM delivery_deliveryevent), (SELECT count(*) FROM delivery_daytaken)
FROM delivery_nudge
"""


@dataclass
class Nowhere:
    """A channel that accepts everything at once and keeps nothing but a count."""

    has_list: bool = False
    accepted: int = 0

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:  # noqa: ARG002 - the protocol's signature
        self.accepted += len(parcels)
        return [Receipt(provider_id=f"nowhere-{parcel.nudge_id}") for parcel in parcels]

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:  # noqa: ARG002 - the protocol's signature
        return None


class EnoughError(Exception):
    """A dispatcher is stopped between two batches."""


def one_batch(lane: str, channel: Nowhere) -> int:
    """Claim, send and settle one batch, then no more. Returns how many parcels it had."""
    before = channel.accepted
    with contextlib.suppress(EnoughError):
        dispatch(lane, {"sms": channel, "email": channel}, _clock_of(2))
    return channel.accepted - before


def _clock_of(looks: int) -> Callable[[], datetime]:
    """A clock that stands still, and breaks when it has been looked at so often: to claim, and to settle."""
    left = iter(range(looks))

    def clock() -> datetime:
        if next(left, None) is None:
            raise EnoughError
        return TEN

    return clock


def at_ten() -> datetime:
    """A clock that stands still."""
    return TEN


def replan() -> None:
    """Everything that is due waits again, and nothing has been sent."""
    empty_outbox()
    plan(TEN)
    run("VACUUM ANALYZE delivery_nudge")


def settled() -> object:
    """What sending has left behind."""
    return fetched(SETTLED)
