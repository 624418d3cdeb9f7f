"""The dispatcher: claim a batch, hand it to the channels, store the results, until nothing is due."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.conf import settings

from delivery.channels import Channel, ChannelError, Parcel, Receipt
from delivery.claims import claim_nudges, claim_replies
from delivery.models import Urgency
from delivery.outbox import settle

Channels = Mapping[str, Channel]
LANES: Mapping[str, Collection[Urgency]] = {
    "replies": (Urgency.REPLY,),
    "nudges": (Urgency.SAFETY, Urgency.STAGE),
    "campaigns": (Urgency.LOCAL, Urgency.REGIONAL),
}


def dispatch(lane: str, channels: Channels, clock: Callable[[], datetime], batch: int | None = None) -> int:
    """Send all that is due in a lane ("replies", "nudges" or "campaigns"). Returns how many calls were made."""
    sent = 0
    while parcels := claim(lane, clock(), batch or settings.IN_FLIGHT):
        results = send(parcels, channels)
        settle(clock(), list(zip(parcels, results, strict=True)))
        sent += len(parcels)
    return sent


def claim(lane: str, now: datetime, limit: int) -> list[Parcel]:
    """Take what is due in a lane; an empty list means that nothing is."""
    if lane == "replies":
        return claim_replies(now, limit)
    return claim_nudges(now, LANES[lane], limit)


def send(parcels: Sequence[Parcel], channels: Channels) -> list[Receipt | ChannelError]:
    """Hand over each parcel, many at once where a channel takes many; no transaction is open meanwhile."""

    def one(parcel: Parcel) -> Receipt | ChannelError:
        try:
            return channels[parcel.channel].send(parcel)
        except ChannelError as error:
            return error

    threads = max(channels[parcel.channel].parallel for parcel in parcels)
    if threads == 1:
        return [one(parcel) for parcel in parcels]
    with ThreadPoolExecutor(min(threads, len(parcels))) as pool:
        return list(pool.map(one, parcels))
