"""How fast things go out: no faster than the providers take them, all senders together, and the urgent first.

What a provider counts is segments (e-mails for a mailbox's). One row a channel says until when what has been handed
over keeps the provider busy. Stage messages and campaigns wait for it, and a campaign has a tenth of the rate while
stage messages wait; replies go at once and only add to it.

A provider that says "too many" gives every sender a rest, longer each time. Then one message tries, whichever is the
most urgent, and what is accepted makes the next ones faster. All instants are aware and in UTC.
"""

import logging
import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from delivery.channels import ChannelError, Parcel, Receipt, Result
from delivery.models import Pace
from delivery.room import work

logger = logging.getLogger(__name__)

BURST = timedelta(seconds=1)  # so much work may wait at the provider
SHARE = 10  # while stage messages wait, campaigns have one part in so many
REST = timedelta(seconds=2)  # after a refusal; doubled while nothing is accepted between
LONGEST_REST = timedelta(seconds=60)
LONGEST_ASKED = timedelta(hours=1)  # whatever a provider's Retry-After says
PROBE = 1.0  # segments a second after a rest
GROWTH = 1 / 20  # by which one accepted segment adds to the speed, once it is half of what was too much
SPREAD = timedelta(seconds=2)  # what was refused comes back between half of it and the whole; doubled with its tries
SLIGHTLY = 1e-6  # of a segment: what a float may lack


@transaction.atomic
def reserve(channels: Collection[str], most: int, now: datetime, *, beside: Collection[str] = ()) -> dict[str, int]:
    """Take room for up to so many segments now; returns for how many each channel has any. Give back what is not used.

    `beside` are those whose stage messages wait while a campaign asks: there it has its own small share, and they
    wait the longer.
    """
    room = {}
    for row in _locked(channels, now):
        room[row.channel] = min(most, _free(row, now, beside=row.channel in beside))
        if room[row.channel]:
            _add(row, room[row.channel], beside=row.channel in beside, now=now)
    return room


@transaction.atomic
def use(segments: Mapping[str, int], now: datetime, *, beside: Collection[str] = ()) -> None:
    """So many segments were handed over without asking; fewer than nought give back what was reserved."""
    for row in _locked([channel for channel, number in segments.items() if number], now):
        _add(row, segments[row.channel], beside=row.channel in beside, now=now)


def slowed() -> frozenset[str]:
    """The channels that rest, or recover from it: there even replies keep to the pace."""
    return frozenset(Pace.objects.filter(speed__isnull=False).values_list("channel", flat=True))


def wait(now: datetime) -> float:
    """For how many seconds the first channel to be free again has no room; nought when none is busy."""
    waits = ((_free_again(row) - now).total_seconds() for row in Pace.objects.all())
    return min((x for x in waits if x > 0), default=0.0)


def hear(results: Sequence[tuple[Parcel, Result]], now: datetime) -> Mapping[int, datetime]:
    """Learn from what the providers answered. Returns when each nudge that came too fast is due again, by its id."""
    busy = {parcel.channel for parcel, result in results if isinstance(result, ChannelError) and result.busy}
    due: dict[int, datetime] = {}
    for channel in sorted(busy | (slowed() & {parcel.channel for parcel, _ in results})):
        due |= _hear(channel, [x for x in results if x[0].channel == channel], now)
    return due


@transaction.atomic
def _hear(channel: str, results: Sequence[tuple[Parcel, Result]], now: datetime) -> Mapping[int, datetime]:
    """An acceptance comes before a refusal of the same batch. What was claimed before a rest tells nothing of it."""
    (row,) = _locked([channel], now)
    fresh = [x for x in results if row.rests_until is None or x[0].submitted_at >= row.rests_until]
    _accepted(row, sum(work(parcel.channel, parcel.text) for parcel, result in fresh if isinstance(result, Receipt)))
    refused = [(parcel, result) for parcel, result in results if isinstance(result, ChannelError) and result.busy]
    if any(parcel is mine for parcel, _ in refused for mine, _ in fresh):
        _rest(row, refused, now)
    row.save()
    ready = max(row.rests_until or now, now)
    return {parcel.nudge_id: ready + _spread(parcel) for parcel, _ in refused}


def _accepted(row: Pace, segments: int) -> None:
    """Back to half of what was too much within seconds, and beyond it slowly: nobody knows where the limit is now."""
    if segments and row.speed is not None:
        row.storms = 0
        row.speed += segments * (1 if row.speed < row.sure else GROWTH)
        if row.speed >= settings.RATES[row.channel]:
            row.speed = row.rests_until = None


def _rest(row: Pace, refused: Collection[tuple[Parcel, ChannelError]], now: datetime) -> None:
    row.sure, row.speed = max(PROBE, _speed(row) / 2), PROBE
    row.storms = min(row.storms + 1, 30)  # to which power 2 still makes a span of time
    rest = min(REST * (1 << row.storms - 1), LONGEST_REST)
    rest += rest / 4 * _fraction(min(parcel.nudge_id for parcel, _ in refused))  # others may have been refused with us
    asked = timedelta(seconds=max(error.retry_after for _, error in refused))
    row.busy_until = row.rests_until = now + max(rest, min(asked, LONGEST_ASKED))
    logger.warning("The provider of %s says that we are too fast: all rest for %s.", row.channel, row.busy_until - now)


def _spread(parcel: Parcel) -> timedelta:
    """Later each time: a nudge that is refused whenever it comes must not have the others rest with it for ever."""
    return SPREAD * (1 << min(parcel.fence, 10)) * (1 + _fraction(parcel.nudge_id)) / 2


def _fraction(number: int) -> float:
    """Between nought and one, the same for the same number, and unlike for those beside it."""
    return zlib.crc32(str(number).encode()) / 2**32


def _speed(row: Pace) -> float:
    rate = float(settings.RATES[row.channel])
    return rate if row.speed is None else min(row.speed, rate)


def _free(row: Pace, now: datetime, *, beside: bool) -> int:
    """For how many segments there is room now."""
    if (row.rests_until and now < row.rests_until) or (beside and row.storms):  # who tries for us is more urgent
        return 0
    speed, until = _speed(row), row.busy_until
    if beside:
        speed, until = speed / SHARE, max(row.campaigns_until or now, now)
    burst = max(BURST / timedelta(seconds=1), 1 / speed)
    free = (now - until) / timedelta(seconds=1) + burst
    return max(0, int(free * speed + SLIGHTLY))


def _free_again(row: Pace) -> datetime:
    """From when there is room for half a burst, and for one segment at least."""
    least = max(BURST / 2, timedelta(seconds=1 / _speed(row)))
    free = row.busy_until - max(BURST, least) + least
    return max(free, row.rests_until or free)


def _add(row: Pace, segments: int, *, beside: bool, now: datetime) -> None:
    lasts = timedelta(seconds=segments / _speed(row))
    row.busy_until += lasts
    if beside:
        row.campaigns_until = max(row.campaigns_until or now, now) + lasts * SHARE
    row.save()


def _locked(channels: Collection[str], now: datetime) -> list[Pace]:
    """Their rows, locked in one order: no two senders wait in a ring."""
    rows = Pace.objects.select_for_update(no_key=True).filter(channel__in=channels).order_by("channel")
    found = list(rows)
    if missing := {*channels} - {row.channel for row in found}:
        Pace.objects.bulk_create((Pace(channel=x, busy_until=now) for x in missing), ignore_conflicts=True)
        found = list(rows.all())
    for row in found:
        row.busy_until = max(row.busy_until, now)
    return found
