"""The outbox: replies in, results back. The database is the only truth, and it refuses doubles.

A claimed nudge settles by its receipt, or, when its sender died or got no answer, becomes `unknown` and is never
sent again without evidence. All instants are aware and in UTC.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from delivery import pace
from delivery.bulk import insert_rows, update_rows
from delivery.channels import ChannelError, Failure, Parcel, Receipt, Result
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency, audit
from delivery.reports import Report, raise_statuses
from messages.sms import measure
from subscribers import consent
from subscribers.models import Contact

work_waiting = Signal()  # sent after a commit that put a reply in; whoever wakes dispatchers listens

LASTING = "lasting:"
NEWS = "news:"  # an answer to nobody (delivery.news): it contradicts no answer, and none takes its place
BACKOFF = timedelta(seconds=30)  # doubled at each failed try
AFTER = {
    Failure.PERMANENT: Status.FAILED,
    Failure.TEMPORARY: Status.QUEUED,
    Failure.UNKNOWN: Status.UNKNOWN,
}


@transaction.atomic
def put_reply(  # noqa: PLR0913 - each is a part of the reply
    contact: Contact,
    text: str,
    key: str,
    now: datetime,
    *,
    language: str = "",
    subject: str = "",
    supersedes: bool = True,
) -> None:
    """Queue an answer to what a parent has just done. The same `key` is answered once, however often it is put.

    What still waits of the answers to the same contact may say the opposite by now, and is cancelled: only the last
    word goes out. An answer that contradicts nothing may leave the others alone (`supersedes`), and one whose key
    begins with LASTING, such as a code or a helpline's number, is never taken back.
    """
    reply = Nudge(
        contact=contact,
        channel=contact.kind,
        key=key,
        urgency=Urgency.REPLY,
        subject=subject,
        text=text,
        language=language,
        segments=measure(text).segments if contact.kind == Contact.Kind.SMS else 0,
        due_at=now,
        expires_at=now + settings.REPLY_VALIDITY,
    )
    Nudge.objects.bulk_create([reply], ignore_conflicts=True)
    if supersedes:
        put = Nudge.objects.get(key=key)  # the first one of this key, which a repetition must not make the last word
        older = Nudge.objects.filter(contact=contact, urgency=Urgency.REPLY, pk__lt=put.pk)
        older = older.exclude(key__startswith=LASTING).exclude(key__startswith=NEWS)
        cancel(older, Reason.SUPERSEDED, DeliveryEvent.Source.OUTBOX, now)
    transaction.on_commit(lambda: work_waiting.send_robust(sender=None))


@transaction.atomic
def settle(now: datetime, results: Sequence[tuple[Parcel, Result]]) -> None:
    """Store what became of some parcels.

    A sender whose lease was taken from it (an older fence) writes nothing, but for a receipt: that is evidence, and
    evidence settles what is unknown.
    """
    rows = [_settled(parcel, result) for parcel, result in results]
    still = f"t.status = {Status.SUBMITTING:d}"
    written = set(update_rows(Nudge, rows, match=["id", "fence"], where=still, same={"leased_until": None}))
    rested = pace.hear(results, now)
    again = [row for row in rows if row["id"] in written and row["status"] == Status.QUEUED]
    due = [{"id": row["id"], "due_at": rested.get(row["id"], now + _backoff(row["fence"]))} for row in again]
    update_rows(Nudge, due, match=["id"])
    events = [
        {"nudge_id": row["id"], "status": row["status"], "code": row["code"]} for row in rows if row["id"] in written
    ]
    insert_rows(DeliveryEvent, events, same={"source": DeliveryEvent.Source.DISPATCHER, "at": now})
    late = [
        Report(parcel.nudge_id, Status.SENT, DeliveryEvent.Source.DISPATCHER, now, provider_id=result.provider_id)
        for parcel, result in results
        if isinstance(result, Receipt) and parcel.nudge_id not in written
    ]
    if late:
        raise_statuses(late)
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
    row = {"id": parcel.nudge_id, "fence": parcel.fence, "status": status.value}
    return row | {"provider_id": provider_id, "code": code}


def _backoff(tries: int) -> timedelta:
    return BACKOFF * (1 << min(tries - 1, 6))


def take_back(subscriber_ids: Collection[int], reason: Reason, now: datetime) -> int:
    """Cancel the answers to these people that still wait, but for LASTING ones. Returns how many."""
    waiting = Nudge.objects.filter(contact__subscriber__in=subscriber_ids, urgency=Urgency.REPLY)
    return cancel(waiting.exclude(key__startswith=LASTING), reason, DeliveryEvent.Source.DISPATCHER, now)


def cancel(nudges: QuerySet[Nudge], reason: Reason, source: str, now: datetime) -> int:
    """Cancel waiting nudges for good, with a reason. Returns how many."""
    with transaction.atomic():
        queued = nudges.filter(status=Status.QUEUED).select_for_update(no_key=True, of=("self",))  # and not its family
        ids = list(queued.order_by("pk").values_list("pk", flat=True))  # in one order: no two wait in a ring
        Nudge.objects.filter(pk__in=ids).update(status=Status.CANCELLED, reason=reason)
        audit(ids, Status.CANCELLED, source, now)
    return len(ids)
