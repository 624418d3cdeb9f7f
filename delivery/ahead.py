"""What is to come for some people in the next days, and takes precedence over a campaign. All days are local."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from delivery.fitting import OF_THE_CHILD, anchor_date
from delivery.models import Nudge, Status, Urgency
from messages.library import Due, due_on
from messages.models import Anchor
from messages.stages import Part
from subscribers.hours import day_ends, local_day
from subscribers.models import Journey, Subscriber
from subscribers.tracks import is_replaced, told_in_parts, with_followings

DAYS = 7  # today and the six days that the week's share looks at
PARTS = tuple(Part)


def stage_days(subscriber_ids: Collection[int], today: date) -> Mapping[int, set[date]]:
    """The days, from today on, on which a message of a stage comes for each of these people. Three queries.

    By the rules of delivery.fitting, but once for each anchor date and not for each message.
    """
    active = Journey.objects.filter(
        subscriber__in=subscriber_ids, subscriber__state=Subscriber.State.ACTIVE, state=Journey.State.ACTIVE
    )
    journeys = list(active.select_related("child"))
    with_followings(journeys)
    calendar = _Calendar(today, {track for journey in journeys for track in _tracks(journey)})
    found: dict[int, set[date]] = {}
    for journey in journeys:
        found.setdefault(journey.subscriber_id, set()).update(calendar.days(journey))
    return found


def _tracks(journey: Journey) -> set[str]:
    """Its own, and those that its parent follows."""
    return {journey.track, *(following.track for following in journey.followings.all())}


class _Calendar:
    """On which of the next days the library's stages fall, by track and anchor date."""

    def __init__(self, today: date, tracks: Collection[str]) -> None:
        self._week = {today + timedelta(days=n) for n in range(DAYS)}
        self._due: dict[str, dict[Anchor, list[Due]]] = {}
        for due in due_on(tracks):
            self._due.setdefault(due.track, {}).setdefault(due.anchor, []).append(due)
        self._known: dict[tuple[str, Anchor, date], Sequence[tuple[Part, date]]] = {}

    def days(self, journey: Journey) -> Iterator[date]:
        """The days on which something comes about this journey. Reads its child and followings."""
        followings = list(journey.followings.all())
        for track in _tracks(journey):
            for anchor in self._due.get(track, ()):
                since = anchor_date(anchor, track, journey)
                for part, day in self._parts(track, anchor, since) if since else ():
                    if anchor in OF_THE_CHILD and is_replaced(followings, day):
                        continue
                    if part == Part.FIRST or told_in_parts(journey, day):
                        yield day

    def _parts(self, track: str, anchor: Anchor, since: date) -> Sequence[tuple[Part, date]]:
        """What comes on the next days to those of this track whose stages count from this date."""
        key = track, anchor, since
        if key not in self._known:
            begins = ((due, due.stage.day(since)) for due in self._due[track][anchor])
            every = ((part, day + part.after) for due, day in begins for part in _parts_of(due))
            self._known[key] = [(part, day) for part, day in every if day in self._week]
        return self._known[key]


def _parts_of(due: Due) -> Sequence[Part]:
    return PARTS if due.in_three else PARTS[:1]


def local_days(subscriber_ids: Collection[int], today: date) -> Mapping[int, set[date]]:
    """The days, from today on, on which a message of a local campaign waits for each of these people. One query."""
    waiting = Nudge.objects.filter(
        status=Status.QUEUED,
        urgency=Urgency.LOCAL,
        message__held_at=None,
        journey__subscriber__in=subscriber_ids,
        due_at__lt=day_ends(today + timedelta(days=DAYS - 1)),
    )
    found: dict[int, set[date]] = {}
    for subscriber_id, due_at in waiting.values_list("journey__subscriber", "due_at"):
        found.setdefault(subscriber_id, set()).add(max(local_day(due_at), today))
    return found
