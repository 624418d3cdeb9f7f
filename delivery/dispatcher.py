"""The dispatcher: claim a batch, hand it to the channels, store the results, until nothing is due."""

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from delivery import pace
from delivery.channels import Channel, ChannelError, Failure, Parcel, Result
from delivery.claims import claim_nudges, claim_replies, waiting
from delivery.models import Urgency
from delivery.outbox import settle
from delivery.room import Room, work
from subscribers.models import Contact

logger = logging.getLogger(__name__)

Channels = Mapping[str, Channel]
LONGEST = max(settings.SMS_LIMIT.values())  # segments that a text may have
LANES: Mapping[str, Collection[Urgency]] = {
    "replies": (Urgency.REPLY,),
    "nudges": (Urgency.SAFETY, Urgency.STAGE),
    "campaigns": (Urgency.LOCAL, Urgency.REGIONAL),
}


def dispatch(
    lane: str, channels: Channels, clock: Callable[[], datetime], batch: int | None = None, *, paced: bool = True
) -> int:
    """Send all that is due in a lane ("replies", "nudges" or "campaigns"). Returns how many calls were made.

    Stops when the providers are busy (delivery.pace); what is left goes when they are free again. Not `paced` is for
    who only wants to know what would be sent.
    """
    sent = 0
    while True:
        until = time.monotonic() + settings.LEASE.total_seconds() / 2  # from before the claim, whatever stops us after
        limit = batch or settings.IN_FLIGHT
        now = clock()
        parcels = claim(lane, now, limit) if paced else _claim(lane, now, limit)
        if not parcels:
            return sent
        results = send(parcels, channels, until)
        settle(clock(), list(zip(parcels, results, strict=True)))
        sent += len(parcels)


def claim(lane: str, now: datetime, limit: int) -> list[Parcel]:
    """Take what is due in a lane, and what there is room for; an empty list means that nothing goes now.

    Where a provider recovers from a rest, whoever comes takes the most urgent of all the lanes up to its own.
    """
    if slowed := pace.slowed():
        for earlier in LANES:
            if earlier == lane:
                break
            if parcels := _claim_at_pace(earlier, now, limit, slowed):
                return parcels
    if lane != "replies":
        return _claim_at_pace(lane, now, limit, Contact.Kind.values)
    parcels = _claim(lane, now, limit, Room(dict.fromkeys(set(Contact.Kind.values) - slowed, math.inf)))
    if parcels:
        pace.use(_work(parcels), now)
    return parcels or _claim_at_pace(lane, now, limit, slowed)


def _claim_at_pace(lane: str, now: datetime, limit: int, channels: Collection[str]) -> list[Parcel]:
    """Room is taken before the claim, for nobody else to take it, and what was not used is given back."""
    beside = [channel for channel in channels if lane == "campaigns" and _stages_wait(now, channel)]
    taken = pace.reserve(channels, limit * LONGEST, now, beside=beside)
    room = Room(taken)
    parcels = _claim(lane, now, limit, room) if room.channels else []
    used = _work(parcels)
    pace.use({channel: used[channel] - segments for channel, segments in taken.items()}, now, beside=beside)
    return parcels


def _claim(lane: str, now: datetime, limit: int, room: Room | None = None) -> list[Parcel]:
    return claim_replies(now, limit, room) if lane == "replies" else claim_nudges(now, LANES[lane], limit, room)


def _stages_wait(now: datetime, channel: str) -> bool:
    """Whether a message that goes before campaigns is due."""
    return waiting(now, LANES["nudges"], [channel]).exists()


def _work(parcels: Collection[Parcel]) -> Counter[str]:
    """What these are for their providers, by channel."""
    found: Counter[str] = Counter()
    for parcel in parcels:
        found[parcel.channel] += work(parcel.channel, parcel.text)
    return found


def send(parcels: Sequence[Parcel], channels: Channels, until: float = math.inf) -> list[Result]:
    """Hand each parcel to its channel; no transaction is open meanwhile. One result a parcel, in their order.

    One channel after the other, texts first, because each has its calls in flight by itself, and a batch waits for
    its slowest anyway. Threads for two would gain a fraction of a second, and need connections of their own to the
    database where a channel writes to it. `until` is what Channel.send says.
    """
    results: dict[int, Result] = {}
    for name in sorted({parcel.channel for parcel in parcels}, reverse=True):
        places = [place for place, parcel in enumerate(parcels) if parcel.channel == name]
        given = _hand_over([parcels[place] for place in places], channels[name], until)
        results.update(zip(places, given, strict=True))
    return [results[place] for place in range(len(parcels))]


def _hand_over(parcels: Sequence[Parcel], channel: Channel, until: float) -> list[Result]:
    """What the channel gives. It raises nothing; were it to, the other channel's would be settled all the same."""
    try:
        results = channel.send(parcels, until)
    except Exception as error:  # noqa: BLE001 - whatever it is, it came after the claim and has to be settled
        logger.error("a channel failed with %d parcels: %s", len(parcels), type(error).__name__)  # noqa: TRY400 - a traceback may hold addresses
        return [ChannelError(Failure.UNKNOWN, type(error).__name__) for _ in parcels]
    return results
