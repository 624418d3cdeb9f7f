"""What comes next for a parent: the messages of the weeks ahead, with the local days on which they begin."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from languages.table import DEFAULT
from messages.library import sendable
from messages.models import Message
from messages.stages import StageKind
from subscribers.hours import local_day, slot_instant
from subscribers.models import Child, Contact, Following, Journey, Subscriber
from subscribers.tracks import is_replaced

NEXT = 5


@dataclass(frozen=True, kw_only=True)
class Upcoming:
    message_id: int
    topic: str  # in English, as staff wrote it
    theme: str
    day: date  # local


def upcoming(journey: Journey, now: datetime, count: int = NEXT) -> list[Upcoming]:
    """The next messages of a journey, soonest first; none while it is silent, or when nobody is to be written to.

    A pause that ends by itself only hides what falls into it.
    """
    anchors = _anchors(journey.child)
    first = _first_day(journey, now)
    if first is None or not anchors:
        return []
    followings = {one.track: one for one in journey.followings.all() if one.since}
    ahead = sorted(_ahead(journey, anchors, followings, first), key=lambda one: one.day)
    return ahead[:count]


def _first_day(journey: Journey, now: datetime) -> date | None:
    """The first local day on which something may still come; None when nothing may."""
    if journey.subscriber.state != Subscriber.State.ACTIVE or journey.state == Journey.State.ENDED:
        return None
    today = local_day(now)
    if journey.state == Journey.State.PAUSED:  # without a day it waits until they say so
        return max(journey.paused_until, today) if journey.paused_until else None
    return today if slot_instant(today, journey.slot) > now else today + timedelta(days=1)


def _anchors(child: Child) -> dict[str, date]:
    """The dates that stages count from. A birth is never assumed, and a lost child has none."""
    if child.state == Child.State.EXPECTED and child.due_date:
        return {"due_date": child.due_date}
    if child.state == Child.State.BORN and child.birth_date:
        return {"birth_date": child.birth_date, "corrected_birth_date": child.corrected_birth_date or child.birth_date}
    return {}


def _ahead(
    journey: Journey, anchors: Mapping[str, date], followings: Mapping[str, Following], first: date
) -> Iterator[Upcoming]:
    """What comes of the stages and of the special tracks that they follow; one of these may replace the former."""
    for message in _sendable(journey, followings, expected="due_date" in anchors):
        is_extra = message.kind == StageKind.TRACK_WEEK
        anchor = followings[message.track].since if is_extra else anchors.get(message.anchor)
        if anchor is None or (day := message.stage.day(anchor)) < first:
            continue
        if is_extra or not is_replaced(followings.values(), day):
            yield Upcoming(message_id=message.pk, topic=message.topic, theme=message.theme, day=day)


def _sendable(journey: Journey, followed: Collection[str], *, expected: bool) -> list[Message]:
    """What they may be sent for this kind of stage, and of the tracks followed, in a language that they read."""
    languages = [journey.language]
    if journey.fallback == Journey.Fallback.ENGLISH:
        languages.append(DEFAULT)
    channels = Contact.Kind.values if journey.channel == Journey.Channel.BOTH else [journey.channel]
    kinds = [StageKind.PREGNANCY_WEEK] if expected else [StageKind.BABY_WEEK, StageKind.CHILD_MONTH]
    of_stages = Q(track=journey.track, kind__in=kinds)
    return list(sendable(channels, languages).filter(of_stages | Q(track__in=followed, kind=StageKind.TRACK_WEEK)))
