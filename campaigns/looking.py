"""The last look at a campaign's nudges, when they are claimed: whether the person is still one of those it is for."""

from collections.abc import Mapping, Sequence

from campaigns.audiences import journeys, wished_for
from campaigns.models import SENDING, Mailing
from delivery.models import Nudge, Reason


def look(nudges: Sequence[Nudge]) -> Mapping[int, Reason]:
    """Those that must not go, by id, each with its reason. Their people's rows are locked, so it stays true.

    Two queries for each mailing among them, one more where somebody is left out.
    """
    by_message: dict[int, list[Nudge]] = {}
    for nudge in nudges:
        by_message.setdefault(nudge.message_id or 0, []).append(nudge)
    mailings = Mailing.objects.filter(message__in=by_message).select_related("campaign")
    found = {nudge.pk: Reason.CALLED_OFF for nudge in nudges}  # unless its mailing is there, and runs
    for mailing in mailings:
        if mailing.campaign.state in SENDING:
            mine = by_message[mailing.message_id]
            out = _left_out(mailing, mine)
            for nudge in mine:
                found.pop(nudge.pk)
            found.update(out)
    return found


def _left_out(mailing: Mailing, nudges: Sequence[Nudge]) -> dict[int, Reason]:
    ids = [nudge.journey_id for nudge in nudges if nudge.journey_id]
    fits = set(journeys(mailing).filter(pk__in=ids).values_list("pk", flat=True))
    others = [nudge for nudge in nudges if nudge.journey_id not in fits]
    if not others:
        return {}
    wished = set(wished_for(mailing).filter(pk__in=ids).values_list("pk", flat=True))
    return {x.pk: Reason.DECLINED if x.journey_id in wished else Reason.AUDIENCE for x in others}
