"""The dispatcher: claim a batch, hand it to the channels, store the results, until nothing is due."""

import logging
import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.conf import settings

from delivery import pace
from delivery.channels import Channel, ChannelError, Failure, Parcel, Receipt
from delivery.claims import claim_nudges, claim_replies
from delivery.models import Urgency
from delivery.outbox import settle
from messages.sms import measure
from subscribers.models import Contact

logger = logging.getLogger(__name__)

Channels = Mapping[str, Channel]
LANES: Mapping[str, Collection[Urgency]] = {
    "replies": (Urgency.REPLY,),
    "nudges": (Urgency.SAFETY, Urgency.STAGE),
    "campaigns": (Urgency.LOCAL, Urgency.REGIONAL),
}


def dispatch(lane: str, channels: Channels, clock: Callable[[], datetime], batch: int | None = None) -> int:
    """Send all that is due in a lane ("replies", "nudges" or "campaigns"). Returns how many calls were made.

    Campaigns stop when the providers are busy (delivery.pace); what is left goes when they are free again.
    """
    sent = 0
    while True:
        until = time.monotonic() + settings.LEASE.total_seconds() / 2  # from before the claim, whatever stops us after
        parcels = claim(lane, clock(), batch or settings.IN_FLIGHT)
        if not parcels:
            return sent
        results = send(parcels, channels, until)
        settle(clock(), list(zip(parcels, results, strict=True)))
        sent += len(parcels)


def claim(lane: str, now: datetime, limit: int) -> list[Parcel]:
    """Take what is due in a lane; an empty list means that nothing is."""
    if lane == "campaigns":
        found = (_claim_at_pace(channel, now, limit) for channel in Contact.Kind.values)
        return next((parcels for parcels in found if parcels), [])
    parcels = claim_replies(now, limit) if lane == "replies" else claim_nudges(now, LANES[lane], limit)
    for channel in {parcel.channel for parcel in parcels}:
        pace.use(channel, sum(_work(x) for x in parcels if x.channel == channel), now)
    return parcels


def _claim_at_pace(channel: str, now: datetime, limit: int) -> list[Parcel]:
    room = pace.reserve(channel, limit, now)
    parcels = claim_nudges(now, LANES["campaigns"], room, [channel]) if room else []
    pace.use(channel, sum(_work(parcel) for parcel in parcels) - room, now)
    return parcels


def _work(parcel: Parcel) -> int:
    """What it is for a provider: segments; an e-mail is one."""
    return measure(parcel.text).segments if parcel.channel == Contact.Kind.SMS else 1


def send(parcels: Sequence[Parcel], channels: Channels, until: float = math.inf) -> list[Receipt | ChannelError]:
    """Hand over each parcel, many at once where a channel takes many; no transaction is open meanwhile.

    `until` is an instant of time.monotonic(): whoever wakes after it, from a stopped process say, sends no more,
    because its lease is over or soon will be.
    """

    def one(parcel: Parcel) -> Receipt | ChannelError:
        if time.monotonic() > until:
            return ChannelError(Failure.TEMPORARY, "too slow")
        try:
            return channels[parcel.channel].send(parcel)
        except ChannelError as error:
            return error
        except Exception as error:  # noqa: BLE001 - one bad parcel must not leave its neighbours unsettled
            logger.error("a parcel of %s made its channel fail: %s", parcel, type(error).__name__)  # noqa: TRY400 - a traceback may hold the address
            return ChannelError(Failure.UNKNOWN, type(error).__name__)

    threads = max(channels[parcel.channel].parallel for parcel in parcels)
    if threads == 1:
        return [one(parcel) for parcel in parcels]
    with ThreadPoolExecutor(min(threads, len(parcels))) as pool:
        return list(pool.map(one, parcels))
