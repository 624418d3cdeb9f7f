"""What cannot go now goes later: beyond a day's share tomorrow, and what nobody can claim after some minutes.

All instants are aware and in UTC.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from delivery.channels import Parcel
from delivery.models import Nudge, Status
from messages.stages import StageKind
from subscribers.hours import day_ends, instant, local_day, slot_instant, zone

logger = logging.getLogger(__name__)

ASIDE = timedelta(minutes=10)
OF_THE_DATABASE = (OperationalError, InterfaceError)  # it is away, or two waited in a ring: no nudge is to blame
Claimed = tuple[int, list[Parcel]]  # how many were looked at, and those that go


def put_off(now: datetime, full: Sequence[Nudge]) -> list[int]:
    """Move nudges beyond the day's share to tomorrow. Returns those that have waited as long as they may.

    A stage's message waits for one day; a special track's, which a parent chose besides, for the rest of its week; a
    campaign's for its window, at the same time of day.
    """
    tomorrow = local_day(now) + timedelta(days=1)
    spent = []
    for nudge in full:
        if nudge.stage_day is None or tomorrow > (nudge.last_day or nudge.stage_day + _patience(nudge)):
            spent.append(nudge.pk)
        elif nudge.last_day:
            due = instant(tomorrow, nudge.due_at.astimezone(zone()).time())
            Nudge.objects.filter(pk=nudge.pk).update(due_at=due)
        elif nudge.journey:
            due = slot_instant(tomorrow, nudge.journey.slot)
            Nudge.objects.filter(pk=nudge.pk).update(due_at=due, expires_at=day_ends(tomorrow))
    return spent


def _patience(nudge: Nudge) -> timedelta:
    is_extra = nudge.message is not None and nudge.message.kind == StageKind.TRACK_WEEK
    return timedelta(days=6 if is_extra else 1)


def set_aside(nudge_id: int, error: Exception, now: datetime) -> None:
    """Something about this nudge is broken, or we are: it keeps no other from going, and is tried again.

    The fault may be ours and be mended in time, so it is not final: what stays broken expires. The log names the
    nudge and the kind of error, and so does the nudge's own code, which no parent's data are in.
    """
    kind = type(error).__name__
    logger.error("nudge %d cannot be claimed, and waits for %s: %s", nudge_id, ASIDE, kind)
    Nudge.objects.filter(pk=nudge_id, status=Status.QUEUED).update(due_at=now + ASIDE, code=kind[:20])


def whole_or_singly(
    whole: Callable[[], Claimed], ids: Callable[[], Iterable[int]], one: Callable[[int], Claimed], now: datetime
) -> Claimed:
    """Claim a batch; if it cannot be claimed as a whole, each of its nudges by itself, and set aside what fails then.

    Each of the three is a transaction of its own. What was claimed before the database went away is given back.
    """
    try:
        return whole()
    except OF_THE_DATABASE:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the lane
        logger.error("a batch cannot be claimed as a whole: %s", type(error).__name__)  # noqa: TRY400 - its text may hold what a row holds
    looked_at, parcels = 0, []
    try:
        for nudge_id in ids():
            looked, claimed = _one(one, nudge_id, now)
            looked_at += looked
            parcels += claimed
    except OF_THE_DATABASE:
        if not parcels:
            raise
    return looked_at, parcels


def _one(one: Callable[[int], Claimed], nudge_id: int, now: datetime) -> Claimed:
    try:
        return one(nudge_id)
    except OF_THE_DATABASE:
        raise
    except Exception as error:  # noqa: BLE001 - this is the one
        set_aside(nudge_id, error, now)
        return 1, []
