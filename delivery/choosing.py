"""Of the nudges that a claim has locked: which go now, with which words, and what becomes of the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from delivery import ahead, trios
from delivery.caps import Caps, Verdict
from delivery.fitting import is_of_campaign, still_fits, unfit
from delivery.keeping import as_planned
from delivery.later import put_off, set_aside
from delivery.models import DeliveryEvent, Nudge, Reason, Urgency
from delivery.outbox import cancel
from delivery.room import Room, work
from messages.rendering import Renderer, Rendering, UnknownPlaceholderError
from subscribers.hours import local_day
from subscribers.models import Contact, Journey
from subscribers.sealing import SealedError
from subscribers.tracks import told_in_parts


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A locked nudge that goes now. A reply, and one that keeps its words, has no rendering."""

    nudge: Nudge
    contact: Contact
    rendering: Rendering | None

    @property
    def work(self) -> int:
        """What it is for its provider."""
        return work(self.nudge.channel, self.rendering.text if self.rendering else self.nudge.text)


Outcome = Chosen | Reason | Exception | None  # it goes, is cancelled, is broken, or has had enough for today


def choose(now: datetime, nudges: Sequence[Nudge], room: Room) -> list[Chosen]:
    """Which of the locked nudges go now; others are put off for a day, set aside, or cancelled with a reason.

    What there is no room for stays as it is.
    """
    caps = _caps(now, nudges)
    look = _looker(nudges, caps)
    chosen: list[Chosen] = []
    full: list[Nudge] = []
    cancelled: dict[Reason, list[int]] = {}
    for nudge in (x for x in nudges if room.has_any(x.channel)):
        outcome = look(nudge)
        if isinstance(outcome, Chosen):
            chosen.append(outcome)
            room.take(nudge.channel, outcome.work)
        elif isinstance(outcome, Reason):
            cancelled.setdefault(outcome, []).append(nudge.pk)
        elif isinstance(outcome, Exception):
            set_aside(nudge.pk, outcome, now)
        else:
            full.append(nudge)
    caps.save()
    if spent := put_off(now, full):
        cancelled[Reason.CAP] = spent
    for reason, ids in cancelled.items():
        cancel(Nudge.objects.filter(pk__in=ids), reason, DeliveryEvent.Source.DISPATCHER, now)
    return chosen


def _caps(now: datetime, nudges: Sequence[Nudge]) -> Caps:
    """What the people of these nudges have had, and which days are kept free of campaigns."""
    caps = Caps({_journey(nudge).subscriber_id for nudge in nudges}, local_day(now))
    if of_campaigns := {_journey(nudge).subscriber_id for nudge in nudges if is_of_campaign(nudge)}:
        regional = {_journey(x).subscriber_id for x in nudges if x.urgency == Urgency.REGIONAL}
        caps.keep_free(ahead.stage_days(of_campaigns, caps.today))
        caps.keep_free(ahead.local_days(regional, caps.today), Urgency.REGIONAL)
    return caps


def _looker(nudges: Sequence[Nudge], caps: Caps) -> Callable[[Nudge], Outcome]:
    """Gather what there is to know of these nudges; gives what tells what becomes of each of them."""
    renderer = Renderer(nudge.message_id for nudge in nudges if nudge.message_id)
    confirmed = Contact.objects.exclude(confirmed_at=None)
    theirs = confirmed.filter(subscriber_id__in={_journey(nudge).subscriber_id for nudge in nudges})
    contacts = {(x.subscriber_id, x.kind): x for x in theirs}
    refused = {**trios.refused(nudges), **unfit(nudges)}

    def look(nudge: Nudge) -> Outcome:
        contact = contacts.get((_journey(nudge).subscriber_id, nudge.channel))
        try:
            return refused.get(nudge.pk) or _look_at(nudge, contact, renderer, caps)
        except DatabaseError:
            raise  # nothing more can be done in this transaction
        except Exception as error:  # noqa: BLE001 - one that is broken must not keep its neighbours from going
            return error

    return look


def _look_at(nudge: Nudge, contact: Contact | None, renderer: Renderer, caps: Caps) -> Outcome:
    """What becomes of one locked nudge: it goes, or is cancelled for a reason, or has to wait a day (None)."""
    journey, message = _journey(nudge), nudge.message
    if message is None or not (is_of_campaign(nudge) or still_fits(as_planned(nudge) or message, nudge, journey)):
        return Reason.REPLANNED
    if contact is None:
        return Reason.NO_CONTACT
    if not contact.address:
        raise SealedError
    in_parts = told_in_parts(journey, nudge.stage_day or caps.today)
    which = message.pk, nudge.channel, journey, nudge.part
    try:
        rendering = None if nudge.keeps_words else renderer.render(*which, in_parts=in_parts)
    except UnknownPlaceholderError:
        return Reason.BAD_WORDING
    if rendering is None and not nudge.keeps_words:
        return Reason.NO_WORDING
    verdict = caps.take(journey.subscriber_id, journey.pk, message.pk, Urgency(nudge.urgency))
    if verdict is Verdict.REPEAT:
        return Reason.REPEAT
    return Chosen(nudge=nudge, contact=contact, rendering=rendering) if verdict is Verdict.FREE else None


def _journey(nudge: Nudge) -> Journey:
    assert nudge.journey is not None  # noqa: S101 - narrows the type: claims join the journey
    return nudge.journey
