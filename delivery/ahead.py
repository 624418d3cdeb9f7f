"""What is to come for some people in the next days, and takes precedence over a campaign. All days are local."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from delivery.fitting import still_fits
from delivery.models import Nudge, Status, Urgency
from messages.library import channels_of
from messages.models import Message
from messages.stages import Part
from subscribers.hours import day_ends, local_day
from subscribers.models import Journey, Subscriber
from subscribers.tracks import told_in_parts

DAYS = 7  # today and the six days that the week's share looks at


def stage_days(subscriber_ids: Collection[int], today: date) -> Mapping[int, set[date]]:
    """The days, from today on, on which a message of a stage comes for each of these people. Six queries."""
    journeys = Journey.objects.filter(
        subscriber__in=subscriber_ids, subscriber__state=Subscriber.State.ACTIVE, state=Journey.State.ACTIVE
    )
    written = channels_of()
    by_track: dict[str, list[Message]] = {}
    for message in Message.objects.filter(pk__in=written).only("kind", "number", "track", "theme"):
        by_track.setdefault(message.track, []).append(message)
    found: dict[int, set[date]] = {}
    for journey in journeys.select_related("child").prefetch_related("followings"):
        tracks = {journey.track, *(following.track for following in journey.followings.all())}
        for message in (message for track in tracks for message in by_track.get(track, ())):
            days = found.setdefault(journey.subscriber_id, set())
            days.update(_days(journey, message, today, in_three="trio" in written[message.pk]))
    return found


def _days(journey: Journey, message: Message, today: date, *, in_three: bool) -> Iterator[date]:
    """The days of the week ahead on which a part of this message falls for this journey."""
    for part in Part if in_three else (Part.FIRST,):
        for day in (today + timedelta(days=n) for n in range(DAYS)):
            if still_fits(message, Nudge(part=part, stage_day=day), journey) and (
                part == Part.FIRST or told_in_parts(journey, day)
            ):
                yield day


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
