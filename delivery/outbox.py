"""The outbox: replies in, claims out, results back. The database is the only truth, and it refuses doubles.

A claim takes due nudges, checks everything that could have changed since they were planned, resolves their words
and address, and commits them as `submitting`, all in one transaction; only then is a provider called. From there a
nudge settles by its receipt, or, when its sender died or got no answer, becomes `unknown` and is never sent again
without evidence. All instants are aware and in UTC.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from delivery.bulk import update_rows
from delivery.caps import Caps, Verdict
from delivery.channels.base import ChannelError, Failure, Parcel, Receipt
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency, audit
from delivery.tokens import nudge_token, stop_url
from messages.rendering import Renderer, Rendering, UnknownPlaceholderError
from messages.sms import measure
from subscribers import consent
from subscribers.hours import day_ends, is_quiet, local_day, slot_instant
from subscribers.models import Child, Contact, Journey, Subscriber

NUDGES = (Urgency.SAFETY, Urgency.STAGE)
CAMPAIGNS = (Urgency.LOCAL, Urgency.REGIONAL)

work_waiting = Signal()  # sent after a commit that put a reply in; whoever wakes dispatchers listens

BACKOFF = timedelta(seconds=30)  # doubled at each failed try
AFTER = {
    Failure.PERMANENT: Status.FAILED,
    Failure.TEMPORARY: Status.QUEUED,
    Failure.UNKNOWN: Status.UNKNOWN,
}
DISPATCHER = DeliveryEvent.Source.DISPATCHER
Result = Receipt | ChannelError


def put_reply(contact: Contact, text: str, key: str, now: datetime, language: str = "") -> None:
    """Queue an answer to what a parent has just done. The same `key` is answered once, however often it is put."""
    reply = Nudge(
        contact=contact,
        channel=contact.kind,
        key=key,
        urgency=Urgency.REPLY,
        text=text,
        language=language,
        segments=measure(text).segments,
        due_at=now,
        expires_at=now + settings.REPLY_VALIDITY,
    )
    Nudge.objects.bulk_create([reply], ignore_conflicts=True)
    transaction.on_commit(lambda: work_waiting.send_robust(sender=None))


@transaction.atomic
def claim_replies(now: datetime, limit: int) -> list[Parcel]:
    """Take due replies. They need no consent and no hour: the parent has just written to us."""
    due = _due(now).filter(urgency=Urgency.REPLY).select_related("contact__subscriber")
    nudges = list(_lock(due, "self")[:limit])
    ready = [(nudge, nudge.contact) for nudge in nudges if nudge.contact is not None]
    return _submit(now, ready, {})


def claim_nudges(now: datetime, urgencies: Collection[Urgency], limit: int) -> list[Parcel]:
    """Take due nudges of these urgencies that may still be sent, most urgent first. Nothing in quiet hours.

    Goes on past those that turn out to be put off or cancelled: an empty list means that nothing is due.
    """
    while not is_quiet(now):
        looked_at, parcels = _claim_batch(now, urgencies, limit)
        if parcels or not looked_at:
            return parcels
    return []


@transaction.atomic
def _claim_batch(now: datetime, urgencies: Collection[Urgency], limit: int) -> tuple[int, list[Parcel]]:
    """The rows of the nudge, its journey, child and subscriber stay locked until the claim has committed, so a stop
    or a loss comes wholly before it, and then nothing is claimed, or wholly after.
    """
    due = _due(now).filter(
        urgency__in=urgencies,
        journey__state=Journey.State.ACTIVE,
        journey__subscriber__state=Subscriber.State.ACTIVE,
        journey__child__state__in=(Child.State.EXPECTED, Child.State.BORN),
    )
    due = due.select_related("message", "journey__child", "journey__subscriber")
    nudges = list(_lock(due, "self", "journey", "journey__child", "journey__subscriber")[:limit])
    return len(nudges), _submit(now, *_choose(now, nudges))


def _due(now: datetime) -> QuerySet[Nudge]:
    return Nudge.objects.filter(status=Status.QUEUED, due_at__lte=now, expires_at__gt=now)


def _lock(due: QuerySet[Nudge], *of: str) -> QuerySet[Nudge]:
    """Lock rows (PostgreSQL; SQLite has one writer), skipping what another sender is claiming."""
    order = due.order_by("urgency", "due_at", "journey_id", "message_id", "channel")
    return order.select_for_update(skip_locked=True, no_key=True, of=of)


Chosen = list[tuple[Nudge, Contact]]


def _choose(now: datetime, nudges: list[Nudge]) -> tuple[Chosen, dict[int, Rendering]]:
    """Which of the locked nudges go now, with their address and words; the others are put off or cancelled."""
    subscriber_ids = {_journey(nudge).subscriber_id for nudge in nudges}
    caps = Caps(subscriber_ids, local_day(now))
    renderer = Renderer(nudge.message_id for nudge in nudges if nudge.message_id)
    found = Contact.objects.filter(subscriber_id__in=subscriber_ids).select_related("subscriber")
    contacts = {(contact.subscriber_id, contact.kind): contact for contact in found}

    ready: Chosen = []
    renderings: dict[int, Rendering] = {}
    full: list[Nudge] = []
    cancelled: dict[Reason, list[int]] = {}
    for nudge in nudges:
        contact = contacts.get((_journey(nudge).subscriber_id, nudge.channel))
        outcome = _look_at(nudge, contact, renderer, caps)
        if outcome is Verdict.FULL:
            full.append(nudge)
        elif isinstance(outcome, Reason):
            cancelled.setdefault(outcome, []).append(nudge.pk)
        elif contact is not None:
            renderings[nudge.pk] = outcome
            ready.append((nudge, contact))
    caps.save()
    if spent := _put_off(now, full):
        cancelled[Reason.CAP] = spent
    for reason, ids in cancelled.items():
        cancel(Nudge.objects.filter(pk__in=ids), reason, DISPATCHER, now)
    return ready, renderings


def _look_at(nudge: Nudge, contact: Contact | None, renderer: Renderer, caps: Caps) -> Rendering | Reason | Verdict:
    """What becomes of one locked nudge: its words, or why it is cancelled, or FULL when it has to wait a day."""
    journey = _journey(nudge)
    if nudge.message is None or not _still_fits(nudge, journey.child):
        return Reason.REPLANNED
    if contact is None:
        return Reason.NO_CONTACT
    try:
        rendering = renderer.render(nudge.message.pk, nudge.channel, journey)
    except UnknownPlaceholderError:
        return Reason.BAD_WORDING
    if rendering is None:
        return Reason.NO_WORDING
    verdict = caps.take(journey.subscriber_id, nudge)
    if verdict is Verdict.REPEAT:
        return Reason.REPEAT
    return rendering if verdict is Verdict.FREE else verdict


def _journey(nudge: Nudge) -> Journey:
    assert nudge.journey is not None  # noqa: S101 - narrows the type: claims join the journey
    return nudge.journey


def _still_fits(nudge: Nudge, child: Child) -> bool:
    """Whether the child's dates still put this message's stage on the day it was planned for."""
    if nudge.message is None or (nudge.message.anchor == "due_date") != (child.state == Child.State.EXPECTED):
        return False
    anchor = getattr(child, nudge.message.anchor)
    return anchor is not None and nudge.message.stage.day(anchor) == nudge.stage_day


def _put_off(now: datetime, full: list[Nudge]) -> list[int]:
    """Move nudges beyond the day's share to tomorrow's slot. Returns those that already were moved once."""
    tomorrow = local_day(now) + timedelta(days=1)
    spent = []
    for nudge in full:
        if nudge.stage_day is None or tomorrow > nudge.stage_day + timedelta(days=1):
            spent.append(nudge.pk)
        else:
            due = slot_instant(tomorrow, _journey(nudge).slot)
            expires = max(nudge.expires_at, day_ends(tomorrow))
            Nudge.objects.filter(pk=nudge.pk).update(due_at=due, expires_at=expires)
    return spent


def _submit(now: datetime, ready: Chosen, renderings: Mapping[int, Rendering]) -> list[Parcel]:
    """Commit, with the caller's transaction, that these nudges are about to be handed to a provider."""
    if not ready:
        return []
    rows = [
        {
            "id": nudge.pk,
            "fence": nudge.fence + 1,
            "leased_until": now + settings.LEASE,
            "submitted_at": now,
            "status": Status.SUBMITTING,
            "contact": contact.pk,
        }
        | _resolved(nudge, renderings.get(nudge.pk))
        for nudge, contact in ready
    ]
    update_rows(Nudge, rows, match=["id"])
    audit([row["id"] for row in rows], Status.SUBMITTING, DISPATCHER, now)
    return [_parcel(row, nudge, contact) for row, (nudge, contact) in zip(rows, ready, strict=True)]


def _resolved(nudge: Nudge, rendering: Rendering | None) -> dict[str, Any]:
    """The words that go out; a reply has had them from the start."""
    source: Any = rendering or nudge
    names = ("wording_id", "revision", "language", "subject", "preheader", "text", "segments")
    return {name.removesuffix("_id"): getattr(source, name) for name in names}


def _parcel(row: Mapping[str, Any], nudge: Nudge, contact: Contact) -> Parcel:
    return Parcel(
        nudge_id=nudge.pk,
        fence=row["fence"],
        channel=nudge.channel,
        address=contact.address,
        subject=row["subject"],
        preheader=row["preheader"],
        text=row["text"],
        language=row["language"],
        token=nudge_token(nudge.pk),
        stop_url=stop_url(contact.subscriber_id),
    )


@transaction.atomic
def settle(now: datetime, results: Sequence[tuple[Parcel, Result]]) -> None:
    """Store what became of some parcels. A sender whose lease was taken from it (an older fence) writes nothing."""
    rows = [_settled(parcel, result) for parcel, result in results]
    written = set(update_rows(Nudge, rows, match=["id", "fence"], where=f"t.status = {Status.SUBMITTING:d}"))
    again = [row for row in rows if row["id"] in written and row["status"] == Status.QUEUED]
    update_rows(Nudge, [{"id": row["id"], "due_at": now + _backoff(row["fence"])} for row in again], match=["id"])
    DeliveryEvent.objects.bulk_create(
        DeliveryEvent(nudge_id=row["id"], status=row["status"], source=DISPATCHER, at=now, code=row["code"])
        for row in rows
        if row["id"] in written
    )
    stop_for([x.nudge_id for x, result in results if isinstance(result, ChannelError) and result.opted_out], now)


def stop_for(nudge_ids: Collection[int], now: datetime) -> None:
    """The provider says that whoever these went to has told it to stop: that is a stop like any other."""
    for subscriber_id in Contact.objects.filter(nudges__in=nudge_ids).values_list("subscriber_id", flat=True):
        consent.stop(subscriber_id, "provider", now)


def _settled(parcel: Parcel, result: Result) -> dict[str, Any]:
    if isinstance(result, Receipt):
        status, provider_id, code = Status.SENT, result.provider_id, ""
    else:
        status, provider_id, code = AFTER[result.failure], "", result.code
    row = {"id": parcel.nudge_id, "fence": parcel.fence, "status": status, "leased_until": None}
    return row | {"provider_id": provider_id, "code": code}


def _backoff(tries: int) -> timedelta:
    return BACKOFF * 2 ** min(tries - 1, 6)


@transaction.atomic
def raise_status(nudges: Q, status: Status, source: DeliveryEvent.Source, now: datetime, **details: str) -> bool:
    """Raise the status of the nudge that matches, if it has reached the wire and the new status ranks higher.

    Late, repeated and shuffled reports therefore change nothing. `details` are provider_id and code.
    """
    nudge = Nudge.objects.select_for_update(no_key=True).filter(nudges).first()
    if nudge is None or nudge.status == Status.QUEUED or nudge.status >= status:
        return False
    Nudge.objects.filter(pk=nudge.pk).update(
        status=status, leased_until=None, **{k: v for k, v in details.items() if v}
    )
    audit([nudge.pk], status, source, now, details.get("code", ""))
    return True


def cancel(nudges: QuerySet[Nudge], reason: Reason, source: str, now: datetime) -> int:
    """Cancel waiting nudges for good, with a reason. Returns how many."""
    with transaction.atomic():
        ids = list(nudges.filter(status=Status.QUEUED).select_for_update(no_key=True).values_list("pk", flat=True))
        Nudge.objects.filter(pk__in=ids).update(status=Status.CANCELLED, reason=reason)
        audit(ids, Status.CANCELLED, source, now)
    return len(ids)
