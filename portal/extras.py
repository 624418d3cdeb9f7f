"""Extra messages: the special tracks that a parent chooses on their own page, for as long as they want them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from campaigns import choices as campaigns
from delivery.models import Nudge, Status
from languages.table import DEFAULT
from messages.library import sendable
from messages.stages import StageKind
from subscribers import children, tracks
from subscribers.children import is_twin
from subscribers.extras import EXTRAS, Extra
from subscribers.models import Contact, Following, Journey, Track
from subscribers.tracks import EXTRA

HAVE_COME = (Status.SUBMITTING, Status.UNKNOWN, Status.SENT, Status.DELIVERED)


class TooManyError(ValueError):
    """More at once than fit into a week beside the other messages (subscribers.tracks.MOST)."""


def offers(journey: Journey) -> list[Extra]:
    """What they may choose about this child and would really get, and what they have chosen; theirs comes first."""
    written = _written(journey.channel, journey.language, journey.fallback)
    followed = chosen(journey)
    return [extra for extra in tracks.offered(journey) if extra.track in written or extra.track in followed]


def chosen(journey: Journey) -> set[str]:
    """The tracks that they follow about this child. Reads the journey's followings."""
    return {following.track for following in journey.followings.all()}


def suggested(journey: Journey, offered: Sequence[Extra]) -> Extra | None:
    """What of this is meant for somebody like them, and not chosen yet."""
    fitting = (extra for extra in offered if extra.is_first(journey.role, journey.language))
    return next((extra for extra in fitting if extra.track not in chosen(journey)), None)


def for_newcomer(role: str, language: str, channel: str, fallback: str) -> Extra | None:
    """What to tell somebody of who has just joined, and is this to the child."""
    written = _written(channel, language, fallback)
    fitting = (extra for extra in EXTRAS if extra.is_first(role, language) and extra.track in written)
    return next(fitting, None)


@transaction.atomic
def choose(journey: Journey, wanted: Collection[str], now: datetime) -> None:
    """Follow these tracks about this child, and leave all others. Twins have them together.

    Raises TooManyError.
    """
    children.lock_family(journey.subscriber_id)
    theirs = list(Journey.objects.filter(subscriber=journey.subscriber_id).living())
    alike = [one for one in theirs if one.pk == journey.pk or is_twin(one.child, journey.child)]
    elsewhere = Following.objects.filter(journey__in=[one for one in theirs if one not in alike])
    if len(set(wanted) | set(elsewhere.values_list("track", flat=True))) > tracks.MOST:
        raise TooManyError
    for one in alike:
        for track in chosen(one) - set(wanted):
            tracks.leave(one, track)
        new = set(wanted) - chosen(one)
        for extra in EXTRAS:
            if extra.track in new:
                tracks.follow(one, extra.track, now, _weeks_had(one, extra.track))
        if Track.AFTER_LOSS in new:
            # They have told us of a loss. That holds when the track is over, and until they say otherwise.
            campaigns.choose(journey.subscriber_id, campaigns.ALL, wanted=False, now=now)


def leave(journey: Journey, track: str, now: datetime) -> None:
    """Leave one track, and go on with the others."""
    choose(journey, chosen(journey) - {track}, now)


def _weeks_had(journey: Journey, track: str) -> int:
    """How many weeks of a track they have had: whoever comes back goes on where they were."""
    had = Nudge.objects.filter(journey__subscriber=journey.subscriber_id, status__in=HAVE_COME)
    of_track = had.filter(message__kind=StageKind.TRACK_WEEK, message__track=track)
    last = of_track.order_by("-message__number").values_list("message__number", flat=True).first() or 0
    return last if last < EXTRA[track].weeks else 0


def _written(channel: str, language: str, fallback: str) -> set[str]:
    """The tracks of which something may be sent by this channel in a language that they read."""
    channels = Contact.Kind.values if channel == Journey.Channel.BOTH else [channel]
    languages = {language, DEFAULT} if fallback == Journey.Fallback.ENGLISH else {language}
    found = sendable(channels, languages).filter(kind=StageKind.TRACK_WEEK)
    return set(found.values_list("track", flat=True))
