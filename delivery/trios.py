"""A message in three texts: which of its later parts must not go, because of what has gone before."""

from collections.abc import Mapping, Sequence
from typing import Any

from delivery.models import Nudge, Reason, Status
from messages.stages import Part
from subscribers.models import Contact
from subscribers.tracks import extras_run

MAY_HAVE_COME = (Status.SUBMITTING, Status.UNKNOWN, Status.SENT, Status.DELIVERED)
CAME = (Status.SENT, Status.DELIVERED)
Told = Mapping[tuple[Any, ...], tuple[bool, int]]  # by journey, message and part: whether whole, and its status


def refused(nudges: Sequence[Nudge]) -> dict[int, Reason]:
    """Second and third parts that do not go, by id, each with its reason. Reads the journeys' followings.

    Nothing is said twice: the whole message may have come. The third follows a second that has come for certain. And
    extra messages, which the parent chose meanwhile, need the room.
    """
    later = [nudge for nudge in nudges if nudge.part != Part.FIRST]
    if not later:
        return {}
    went = Nudge.objects.filter(status__in=MAY_HAVE_COME, channel=Contact.Kind.SMS)
    before = went.filter(journey__in={x.journey_id for x in later}, message__in={x.message_id for x in later})
    rows = before.values_list("journey_id", "message_id", "part", "whole", "status")
    told = {(journey, message, part): (whole, status) for journey, message, part, whole, status in rows}
    reasons = ((nudge.pk, _reason(nudge, told)) for nudge in later)
    return {pk: reason for pk, reason in reasons if reason}


def _reason(nudge: Nudge, told: Told) -> Reason | None:
    is_whole, _ = told.get((nudge.journey_id, nudge.message_id, Part.FIRST), (False, None))
    _, second = told.get((nudge.journey_id, nudge.message_id, Part.SECOND), (False, None))
    if is_whole or (nudge.part == Part.THIRD and second not in CAME):
        return Reason.REPEAT
    if nudge.journey and nudge.stage_day and extras_run(nudge.journey, nudge.stage_day):
        return Reason.CAP
    return None
