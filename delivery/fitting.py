"""Whether a nudge still belongs where it was put: dates, choices and audiences may have changed since then."""

from collections.abc import Callable, Mapping, Sequence

from delivery.models import Nudge, Reason
from messages.models import Message
from messages.stages import Part, StageKind
from subscribers.models import Child, Journey
from subscribers.tracks import is_replaced

# Who knows whom campaigns are for: of some nudges, all of campaigns, it tells those that must not go, by id, and why.
# An upper room sets it. Until then no campaign is sent.
Look = Callable[[Sequence[Nudge]], Mapping[int, Reason]]
_looks: list[Look] = []


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
    followings = {following.track: following for following in journey.followings.all()}
    if nudge.part != Part.FIRST and journey.frequency != Journey.Frequency.THREE_A_WEEK:
        return False
    if message.anchor == "care_from":
        anchor = journey.care_from
    elif message.anchor == "followed_from":
        anchor = followings[message.track].since if message.track in followings else None
    elif is_replaced(followings.values(), nudge.stage_day) or (message.anchor == "due_date") != (
        journey.child.state == Child.State.EXPECTED
    ):
        return False
    else:
        anchor = getattr(journey.child, message.anchor)
    return anchor is not None and message.stage.day(anchor) + Part(nudge.part).after == nudge.stage_day
