"""Whether a nudge still belongs where it was put: dates, choices and audiences may have changed since then."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from delivery.models import Nudge, Reason
from messages.models import Anchor, Message
from messages.stages import Part, StageKind
from subscribers.models import Child, Journey
from subscribers.tracks import is_replaced

# Who knows whom campaigns are for: of some nudges, all of campaigns, it tells those that must not go, by id, and why.
# An upper room sets it. Until then no campaign is sent.
Look = Callable[[Sequence[Nudge]], Mapping[int, Reason]]
_looks: list[Look] = []

# What counts from a date of the child, and gives way to a track that takes its place.
OF_THE_CHILD: Collection[Anchor] = ("due_date", "birth_date", "corrected_birth_date")


def campaigns_look(look: Look) -> None:
    """Name who knows whom campaigns are for."""
    _looks[:] = [look]


def unfit(nudges: Sequence[Nudge]) -> Mapping[int, Reason]:
    """Of these nudges, those of campaigns that must not go, by id; their rows and their people's are locked."""
    ours = [nudge for nudge in nudges if is_of_campaign(nudge)]
    if not ours:
        return {}
    return _looks[0](ours) if _looks else {nudge.pk: Reason.AUDIENCE for nudge in ours}


def is_of_campaign(nudge: Nudge) -> bool:
    """Whether it belongs to a campaign and not to a stage."""
    return nudge.message is not None and nudge.message.kind == StageKind.CAMPAIGN


def still_fits(message: Message, nudge: Nudge, journey: Journey) -> bool:
    """Whether dates and choices still put this part of the message's stage on the day it was planned for.

    Reads the journey's child and followings.
    """
    if nudge.part != Part.FIRST and journey.frequency != Journey.Frequency.THREE_A_WEEK:
        return False
    if message.anchor in OF_THE_CHILD and is_replaced(journey.followings.all(), nudge.stage_day):
        return False
    anchor = anchor_date(message.anchor, message.track, journey)
    return anchor is not None and message.stage.day(anchor) + Part(nudge.part).after == nudge.stage_day


def anchor_date(anchor: Anchor, track: str, journey: Journey) -> date | None:
    """The local day from which such stages of this track count for this journey; None when they are not for it.

    Reads the journey's child and followings.
    """
    if anchor == "care_from":
        return journey.care_from
    if anchor == "followed_from":
        return next((x.since for x in journey.followings.all() if x.track == track), None)
    is_expected = journey.child.state == Child.State.EXPECTED
    found: date | None = getattr(journey.child, anchor) if (anchor == "due_date") == is_expected else None
    return found
