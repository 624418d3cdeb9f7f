"""Claims: which due nudges go now, with which words and to which address.

A claim takes due nudges, checks everything that could have changed since they were planned, resolves their words
and address, and commits them as `submitting`, all in one transaction; only then is a provider called. All instants
are aware and in UTC.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from delivery import news
from delivery.bulk import update_rows
from delivery.channels import Parcel
from delivery.choosing import Chosen, choose
from delivery.holding import free_messages, stands_still
from delivery.keeping import WORDS
from delivery.later import Claimed, set_aside, whole_or_singly
from delivery.models import ABOUT_CARE, DeliveryEvent, Nudge, Status, Urgency, audit
from delivery.room import Room, work
from delivery.tokens import nudge_token, stop_url, stop_urls
from subscribers.hours import is_quiet
from subscribers.models import Child, Contact, Journey, Subscriber
from subscribers.sealing import SealedError
from subscribers.tracks import with_followings

IN_TURN = ("urgency", "due_at", "journey_id", "message_id", "channel")


def claim_replies(now: datetime, limit: int, room: Room | None = None) -> list[Parcel]:
    """Take due replies. They need no consent, and for a while no hour: the parent has just written to us.

    One that could not go out at once (settings.REPLY_AT_ONCE) does not wake anybody: it waits for the morning. News
    (delivery.news) answers nobody: it comes after all the others, never by night, and only to those who still hear
    from us. `room` is what the providers take; without it they take everything.
    """
    room = room or Room.endless()
    return _claim(now, lambda: [_due_replies(now, room.channels)], _take_replies, limit, room)


def claim_nudges(now: datetime, urgencies: Collection[Urgency], limit: int, room: Room | None = None) -> list[Parcel]:
    """Take due nudges of these urgencies that may still be sent, most urgent first, and as many as there is room for.

    None in quiet hours or just before, and none while everything stands still. Goes on past those that turn out to be
    put off or cancelled: an empty list means that nothing is due. Without `room` the providers take everything.
    """
    room = room or Room.endless()
    if _nearly_quiet(now):
        return []
    # One urgency at a time: then an index has them in this order, however many wait.
    return _claim(now, lambda: [waiting(now, [x], room.channels) for x in sorted(urgencies)], _take_nudges, limit, room)


Due = Sequence[QuerySet[Nudge]]  # one after the other
Take = Callable[[datetime, Due, int, Room], Claimed]


def _claim(now: datetime, due: Callable[[], Due], take: Take, limit: int, room: Room) -> list[Parcel]:
    """Batch after batch, until something goes or nothing is due. A nudge that makes its batch fail is set aside."""
    while True:
        looked_at, parcels = whole_or_singly(
            lambda: take(now, due(), limit, room.copy()),
            lambda: [pk for each in due() for pk in each.values_list("pk", flat=True)[:limit]][:limit],
            lambda nudge_id: take(now, [each.filter(pk=nudge_id) for each in due()], 1, room),
            now,
        )
        if parcels or not looked_at:
            return parcels


def waiting(now: datetime, urgencies: Collection[Urgency], channels: Collection[str]) -> QuerySet[Nudge]:
    """Nudges that are due and, as far as a query can tell, may go; most urgent first."""
    due = _due(now).filter(
        urgency__in=urgencies,
        channel__in=channels,
        message__held_at=None,
        journey__state=Journey.State.ACTIVE,
        journey__subscriber__state=Subscriber.State.ACTIVE,
    )
    return due.filter(~Q(journey__child__state=Child.State.LOST) | ABOUT_CARE).order_by(*IN_TURN)


def _due_replies(now: datetime, channels: Collection[str]) -> QuerySet[Nudge]:
    due = _due(now).filter(urgency=Urgency.REPLY, contact__isnull=False, channel__in=channels)
    if _nearly_quiet(now):
        at_once = now - settings.REPLY_AT_ONCE + settings.REPLY_VALIDITY
        due = due.filter(~news.IS_NEWS, expires_at__gte=at_once)
    else:
        due = due.filter(~news.IS_NEWS | news.may_go())
    return due.order_by(news.LAST, *IN_TURN)


@transaction.atomic
def _take_replies(now: datetime, due: Due, limit: int, room: Room) -> Claimed:
    nudges = _lock([each.select_related("contact__subscriber") for each in due], limit, "self")
    chosen = []
    for nudge in nudges:
        if nudge.contact is None or not room.has_any(nudge.channel):
            continue
        if not nudge.contact.address:
            set_aside(nudge.pk, SealedError(), now)
        else:
            room.take(nudge.channel, work(nudge.channel, nudge.text))
            chosen.append(Chosen(nudge=nudge, contact=nudge.contact, rendering=None))
    return len(nudges), _submit(now, chosen)


@transaction.atomic
def _take_nudges(now: datetime, due: Due, limit: int, room: Room) -> Claimed:
    """Look at a batch of due nudges. Returns how many they were, and those that go.

    The rows of the nudge, its journey, child and subscriber stay locked until the claim has committed, so a stop
    or a loss comes wholly before it, and then nothing is claimed, or wholly after. So does the word that holds a
    message back: who says it changes the message's row, which every claim shares a lock on. And so does a halt.
    """
    if stands_still():
        return 0, []
    due = [each.select_related("journey__child", "journey__subscriber") for each in due]
    found = _lock(due, limit, "self", "journey", "journey__child", "journey__subscriber")
    if not found:
        return 0, []
    with_followings(nudge.journey for nudge in found if nudge.journey is not None)
    free = free_messages({nudge.message_id for nudge in found if nudge.message_id})
    nudges = [nudge for nudge in found if nudge.message_id in free]
    for nudge in nudges:
        nudge.message = free[nudge.message_id or 0]  # one in memory, however many parents get it
    return len(nudges), _submit(now, choose(now, nudges, room))


def _due(now: datetime) -> QuerySet[Nudge]:
    return Nudge.objects.filter(status=Status.QUEUED, due_at__lte=now, expires_at__gt=now + settings.CLAIM_MARGIN)


def _nearly_quiet(now: datetime) -> bool:
    """Whether the quiet hours have begun, or will have before a slow provider has handed over what is claimed now."""
    return is_quiet(now) or is_quiet(now + settings.CLAIM_MARGIN)


def _lock(due: Due, limit: int, *of: str) -> list[Nudge]:
    """Lock rows (PostgreSQL; SQLite has one writer), skipping what another sender is claiming."""
    found: list[Nudge] = []
    for each in due:
        found += each.select_for_update(skip_locked=True, no_key=True, of=of)[: limit - len(found)]
        if len(found) == limit:
            break
    return found


def _submit(now: datetime, chosen: Sequence[Chosen]) -> list[Parcel]:
    """Commit, with the caller's transaction, that these nudges are about to be handed to a provider."""
    if not chosen:
        return []
    for x in chosen:
        _resolve(x)
    fields = ("fence", "contact_id", *WORDS)
    rows = [{"id": x.nudge.pk} | {f: getattr(x.nudge, f) for f in fields} for x in chosen]
    same = {"leased_until": now + settings.LEASE, "submitted_at": now, "status": Status.SUBMITTING}
    update_rows(Nudge, rows, match=["id"], same=same)
    audit([x.nudge.pk for x in chosen], Status.SUBMITTING, DeliveryEvent.Source.DISPATCHER, now)
    ways_out = stop_urls()
    return [parcel(x.nudge, x.contact, now, ways_out) for x in chosen]


def _resolve(chosen: Chosen) -> None:
    nudge = chosen.nudge
    nudge.fence += 1
    nudge.contact_id = chosen.contact.pk
    if chosen.rendering is not None:
        for name in WORDS:
            setattr(nudge, name, getattr(chosen.rendering, name))


def parcel(nudge: Nudge, contact: Contact, submitted_at: datetime, ways_out: Callable[[int], str] = stop_url) -> Parcel:
    """A claimed nudge with its words, as a channel takes it; `ways_out` gives the address of a person's stop page."""
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
        stop_url=ways_out(contact.subscriber_id),
        submitted_at=submitted_at,
    )
