"""Tidying the outbox: what is dead is marked so, what is too late expires, and a sender that died is found out."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Q, Value, When

from delivery.models import ABOUT_CARE, DeliveryEvent, Nudge, Reason, Status, Urgency, audit
from delivery.outbox import cancel
from subscribers.models import Child, Journey, Subscriber

SWEEP = DeliveryEvent.Source.SWEEP
SLICE = 5_000  # rows changed in one statement
# Claims pass these by from the moment of the parent's word; here they get their final state and reason.
DEAD = {
    Reason.STOPPED: Q(journey__subscriber__state=Subscriber.State.STOPPED),
    Reason.LOST: Q(journey__child__state=Child.State.LOST) & ~ABOUT_CARE,
    Reason.PAUSED: ~Q(journey__state=Journey.State.ACTIVE),
}


def sweep(now: datetime) -> None:
    """Give every nudge that can no longer be sent its final state."""
    for reason, ids in _dead().items():
        cancel(Nudge.objects.filter(DEAD[reason], pk__in=ids), reason, SWEEP, now)  # unless it has come back since
    orphans = Nudge.objects.filter(urgency=Urgency.REPLY, contact__isnull=True)
    cancel(orphans, Reason.NO_CONTACT, SWEEP, now)
    _finish(Q(status=Status.QUEUED, expires_at__lte=now), Status.EXPIRED, now)
    # Its sender has died, or hangs: nobody knows whether it was sent. The new fence shuts that sender out.
    _finish(Q(status=Status.SUBMITTING, leased_until__lte=now), Status.UNKNOWN, now)


def _dead() -> Mapping[Reason, list[int]]:
    """What waits and must not go, by its first reason: all that waits is looked at once, and it may be a million."""
    cases = [When(condition, then=Value(reason)) for reason, condition in DEAD.items()]
    waiting = Nudge.objects.filter(status=Status.QUEUED, journey__state__isnull=False)  # an orphan expires
    found: dict[Reason, list[int]] = {}
    for pk, reason in waiting.annotate(dead=Case(*cases)).exclude(dead=None).values_list("pk", "dead"):
        found.setdefault(Reason(reason), []).append(pk)
    return found


def blank_answers(now: datetime) -> None:
    """Take the words out of answers that have gone out, or never will: they held codes, links and dates.

    The rows stay, with what became of them. What is unknown keeps its words: the provider's list is searched by them.
    """
    _blank(Q(status__gte=Status.SENT, expires_at__lte=now))


def blank_answers_to(subscriber_ids: Collection[int]) -> None:
    """Take the words out of every answer to these people that no sender may still want, at once."""
    _blank(Q(status__gte=Status.UNKNOWN, contact__subscriber__in=subscriber_ids))


def _blank(condition: Q) -> None:
    """Slice by slice, so that a day with very many answers holds no lock for long."""
    answers = Nudge.objects.filter(condition, urgency=Urgency.REPLY).exclude(text="")
    ids = list(answers.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), SLICE):
        answers.filter(pk__in=ids[start : start + SLICE]).update(text="")


@transaction.atomic
def _finish(condition: Q, status: Status, now: datetime) -> None:
    nudges = Nudge.objects.filter(condition).select_for_update(skip_locked=True, no_key=True)
    found = list(nudges.values_list("pk", "fence"))
    for fence in {fence for _, fence in found}:
        ids = [pk for pk, its_fence in found if its_fence == fence]
        Nudge.objects.filter(pk__in=ids).update(status=status, leased_until=None, fence=fence + 1)
    audit([pk for pk, _ in found], status, SWEEP, now)
