"""Claims: which due nudges go now, with which words and to which address.

A claim takes due nudges, checks everything that could have changed since they were planned, resolves their words
and address, and commits them as `submitting`, all in one transaction; only then is a provider called. All instants
are aware and in UTC.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from delivery import ahead, news, trios
from delivery.bulk import update_rows
from delivery.caps import Caps, Verdict
from delivery.channels import Parcel
from delivery.fitting import is_of_campaign, still_fits, unfit
from delivery.holding import free_messages, stands_still
from delivery.keeping import WORDS, as_planned
from delivery.models import ABOUT_CARE, DeliveryEvent, Nudge, Reason, Status, Urgency, audit
from delivery.outbox import cancel
from delivery.tokens import nudge_token, stop_url
from messages.rendering import Renderer, Rendering, UnknownPlaceholderError
from messages.stages import StageKind
from subscribers.hours import day_ends, instant, is_quiet, local_day, slot_instant, zone
from subscribers.models import Child, Contact, Journey, Subscriber
from subscribers.tracks import told_in_parts

DISPATCHER = DeliveryEvent.Source.DISPATCHER


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A locked nudge that goes now. A reply, and one that keeps its words, has no rendering."""

    nudge: Nudge
    contact: Contact
    rendering: Rendering | None


@transaction.atomic
def claim_replies(now: datetime, limit: int) -> list[Parcel]:
    """Take due replies. They need no consent, and for a while no hour: the parent has just written to us.

    One that could not go out at once (settings.REPLY_AT_ONCE) does not wake anybody: it waits for the morning. News
    (delivery.news) answers nobody: it comes after all the others, never by night, and only to those who still hear
    from us.
    """
    due = _due(now).filter(urgency=Urgency.REPLY, contact__isnull=False).select_related("contact__subscriber")
    if _nearly_quiet(now):
        at_once = now - settings.REPLY_AT_ONCE + settings.REPLY_VALIDITY
        due = due.filter(~news.IS_NEWS, expires_at__gte=at_once)
    else:
        due = due.filter(~news.IS_NEWS | news.may_go())
    nudges = list(_lock(due, "self", first=[news.LAST])[:limit])
    return _submit(now, [Chosen(nudge=x, contact=x.contact, rendering=None) for x in nudges if x.contact is not None])


def claim_nudges(
    now: datetime, urgencies: Collection[Urgency], limit: int, channels: Collection[str] = Contact.Kind.values
) -> list[Parcel]:
    """Take due nudges of these urgencies, by these channels, that may still be sent, most urgent first.

    None in quiet hours or just before, and none while everything stands still. Goes on past those that turn out to be
    put off or cancelled: an empty list means that nothing is due.
    """
    while not _nearly_quiet(now):
        looked_at, parcels = _claim_batch(now, urgencies, limit, channels)
        if parcels or not looked_at:
            return parcels
    return []


@transaction.atomic
def _claim_batch(
    now: datetime, urgencies: Collection[Urgency], limit: int, channels: Collection[str]
) -> tuple[int, list[Parcel]]:
    """Look at a batch of due nudges. Returns how many they were, and those that go.

    The rows of the nudge, its journey, child and subscriber stay locked until the claim has committed, so a stop
    or a loss comes wholly before it, and then nothing is claimed, or wholly after. So does the word that holds a
    message back: who says it changes the message's row, which every claim shares a lock on. And so does a halt.
    """
    if stands_still():
        return 0, []
    due = (
        _due(now)
        .filter(
            urgency__in=urgencies,
            channel__in=channels,
            message__held_at=None,
            journey__state=Journey.State.ACTIVE,
            journey__subscriber__state=Subscriber.State.ACTIVE,
        )
        .filter(~Q(journey__child__state=Child.State.LOST) | ABOUT_CARE)
    )
    due = due.select_related("message", "journey__child", "journey__subscriber")
    due = due.prefetch_related("journey__followings")
    nudges = list(_lock(due, "self", "journey", "journey__child", "journey__subscriber")[:limit])
    free = free_messages({nudge.message_id for nudge in nudges if nudge.message_id})
    nudges = [nudge for nudge in nudges if nudge.message_id in free]
    return len(nudges), _submit(now, _choose(now, nudges))


def _due(now: datetime) -> QuerySet[Nudge]:
    return Nudge.objects.filter(status=Status.QUEUED, due_at__lte=now, expires_at__gt=now + settings.CLAIM_MARGIN)


def _nearly_quiet(now: datetime) -> bool:
    """Whether the quiet hours have begun, or will have before a slow provider has handed over what is claimed now."""
    return is_quiet(now) or is_quiet(now + settings.CLAIM_MARGIN)


def _lock(due: QuerySet[Nudge], *of: str, first: Sequence[Combinable] = ()) -> QuerySet[Nudge]:
    """Lock rows (PostgreSQL; SQLite has one writer), skipping what another sender is claiming."""
    order = due.order_by(*first, "urgency", "due_at", "journey_id", "message_id", "channel")
    return order.select_for_update(skip_locked=True, no_key=True, of=of)


def _choose(now: datetime, nudges: Sequence[Nudge]) -> list[Chosen]:
    """Which of the locked nudges go now; the others are put off for a day, or cancelled with a reason."""
    subscriber_ids = {_journey(nudge).subscriber_id for nudge in nudges}
    of_campaigns = {_journey(nudge).subscriber_id for nudge in nudges if is_of_campaign(nudge)}
    caps = Caps(subscriber_ids, local_day(now))
    if of_campaigns:
        regional = {_journey(x).subscriber_id for x in nudges if x.urgency == Urgency.REGIONAL}
        caps.keep_free(ahead.stage_days(of_campaigns, caps.today))
        caps.keep_free(ahead.local_days(regional, caps.today), Urgency.REGIONAL)
    renderer = Renderer(nudge.message_id for nudge in nudges if nudge.message_id)
    confirmed = Contact.objects.exclude(confirmed_at=None)
    contacts = {(x.subscriber_id, x.kind): x for x in confirmed.filter(subscriber_id__in=subscriber_ids)}
    refused = {**trios.refused(nudges), **unfit(nudges)}

    chosen: list[Chosen] = []
    full: list[Nudge] = []
    cancelled: dict[Reason, list[int]] = {}
    for nudge in nudges:
        contact = contacts.get((_journey(nudge).subscriber_id, nudge.channel))
        outcome = refused.get(nudge.pk) or _look_at(nudge, contact, renderer, caps)
        if isinstance(outcome, Chosen):
            chosen.append(outcome)
        elif isinstance(outcome, Reason):
            cancelled.setdefault(outcome, []).append(nudge.pk)
        else:
            full.append(nudge)
    caps.save()
    if spent := _put_off(now, full):
        cancelled[Reason.CAP] = spent
    for reason, ids in cancelled.items():
        cancel(Nudge.objects.filter(pk__in=ids), reason, DISPATCHER, now)
    return chosen


def _look_at(nudge: Nudge, contact: Contact | None, renderer: Renderer, caps: Caps) -> Chosen | Reason | None:
    """What becomes of one locked nudge: it goes, or is cancelled for a reason, or has to wait a day (None)."""
    journey, message = _journey(nudge), nudge.message
    if message is None or not (is_of_campaign(nudge) or still_fits(as_planned(nudge) or message, nudge, journey)):
        return Reason.REPLANNED
    if contact is None or not contact.address:
        return Reason.NO_CONTACT
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


def _put_off(now: datetime, full: Sequence[Nudge]) -> list[int]:
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
        else:
            due = slot_instant(tomorrow, _journey(nudge).slot)
            Nudge.objects.filter(pk=nudge.pk).update(due_at=due, expires_at=day_ends(tomorrow))
    return spent


def _patience(nudge: Nudge) -> timedelta:
    is_extra = nudge.message is not None and nudge.message.kind == StageKind.TRACK_WEEK
    return timedelta(days=6 if is_extra else 1)


def _submit(now: datetime, chosen: Sequence[Chosen]) -> list[Parcel]:
    """Commit, with the caller's transaction, that these nudges are about to be handed to a provider."""
    if not chosen:
        return []
    for x in chosen:
        _resolve(x, now)
    fields = ("fence", "leased_until", "submitted_at", "status", "contact_id", *WORDS)
    update_rows(Nudge, [{"id": x.nudge.pk} | {f: getattr(x.nudge, f) for f in fields} for x in chosen], match=["id"])
    audit([x.nudge.pk for x in chosen], Status.SUBMITTING, DISPATCHER, now)
    return [parcel(x.nudge, x.contact) for x in chosen]


def _resolve(chosen: Chosen, now: datetime) -> None:
    nudge = chosen.nudge
    nudge.fence += 1
    nudge.leased_until = now + settings.LEASE
    nudge.submitted_at = now
    nudge.status = Status.SUBMITTING
    nudge.contact = chosen.contact
    if chosen.rendering is not None:
        for name in WORDS:
            setattr(nudge, name, getattr(chosen.rendering, name))


def parcel(nudge: Nudge, contact: Contact) -> Parcel:
    """A claimed nudge with its words, as a channel takes it."""
    assert nudge.submitted_at is not None  # noqa: S101 - narrows the type: a claim sets it
    return Parcel(
        nudge_id=nudge.pk,
        fence=nudge.fence,
        channel=nudge.channel,
        address=contact.address,
        subject=nudge.subject,
        preheader=nudge.preheader,
        text=nudge.text,
        language=nudge.language,
        token=nudge_token(nudge.pk),
        stop_url=stop_url(contact.subscriber_id),
        submitted_at=nudge.submitted_at,
    )
