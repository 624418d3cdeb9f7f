"""What nobody but a person can settle: whether an unknown sending was sent. It is settled on their word, once.

Evidence goes first: a callback, the provider's list or a late receipt that came before leaves nothing to decide, and
one that comes after "it was not sent" and before the second sending keeps that from going. All instants are aware and
in UTC.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from delivery.holding import NotAllowedError
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency, audit
from delivery.outbox import LASTING, NEWS, work_waiting
from subscribers.models import ConsentEvent

MAY_DECIDE = "delivery.settle_unknown"
PERSON = DeliveryEvent.Source.PERSON


class NotUnknownError(Exception):
    """It is settled: a callback, the provider's list or a colleague was quicker."""


class TooEarlyError(Exception):
    """Its sender may still be at it, and the provider's list may lag."""


@transaction.atomic
def was_sent(nudge: Nudge, by: User, now: datetime) -> None:
    """Somebody has seen that the provider accepted it. Reports from the provider may still raise it further.

    Raises NotAllowedError, NotUnknownError, TooEarlyError.
    """
    found = _locked(nudge, by, now)
    Nudge.objects.filter(pk=found.pk).update(status=Status.SENT, leased_until=None)
    audit([found.pk], Status.SENT, PERSON, now, by=by)


@transaction.atomic
def was_not_sent(nudge: Nudge, by: User, now: datetime) -> Status:
    """Somebody has seen that the provider never had it: it waits again, if it may still be useful. Returns its status.

    The new fence shuts its old sender out for good, and the claim looks at everything again. Raises NotAllowedError,
    NotUnknownError, TooEarlyError.
    """
    found = _locked(nudge, by, now)
    status, reason = what_follows(found, now)
    Nudge.objects.filter(pk=found.pk).update(
        status=status,
        reason=reason,
        fence=F("fence") + 1,
        leased_until=None,
        due_at=now if status == Status.QUEUED else found.due_at,
        asked_at=None,  # about the next sending nobody has been asked
    )
    audit([found.pk], status, PERSON, now, by=by)
    if status == Status.QUEUED and found.urgency == Urgency.REPLY:
        transaction.on_commit(lambda: work_waiting.send_robust(sender=None))
    return status


def what_follows(nudge: Nudge, now: datetime) -> tuple[Status, str]:
    """What "it was not sent" makes of an unknown nudge: it waits, or is too late, or is cancelled for a reason."""
    if nudge.expires_at <= now + settings.CLAIM_MARGIN:
        return Status.EXPIRED, ""
    if nudge.urgency == Urgency.REPLY and (reason := _outdated(nudge)):
        return Status.CANCELLED, reason
    return Status.QUEUED, ""


def decided_from(nudge: Nudge) -> datetime:
    """From when on people may say what became of it."""
    assert nudge.submitted_at is not None  # noqa: S101 - narrows the type: nothing is unknown before its claim
    return nudge.submitted_at + settings.DECIDE_AFTER


def _locked(nudge: Nudge, by: User, now: datetime) -> Nudge:
    if not by.has_perm(MAY_DECIDE):
        raise NotAllowedError
    found = Nudge.objects.select_for_update(no_key=True).filter(pk=nudge.pk, status=Status.UNKNOWN).first()
    if found is None:
        raise NotUnknownError
    if now < decided_from(found):
        raise TooEarlyError
    return found


def _outdated(reply: Nudge) -> str:
    """Why an answer may not go out any more. While it was unknown it could not be cancelled with those that waited."""
    if reply.contact is None:
        return Reason.NO_CONTACT
    if not reply.text:  # a loss took its words (delivery.sweep)
        return Reason.LOST
    key = reply.key or ""
    if key.startswith((LASTING, NEWS)):  # never taken back; who gets news is looked at again at its claim
        return ""
    put_at = reply.expires_at - settings.REPLY_VALIDITY
    stops = ConsentEvent.objects.filter(subscriber=reply.contact.subscriber_id, kind=ConsentEvent.Kind.STOPPED)
    if stops.filter(at__gt=put_at).exists():
        return Reason.STOPPED
    later = Nudge.objects.filter(contact=reply.contact, urgency=Urgency.REPLY, pk__gt=reply.pk)
    later = later.exclude(key__startswith=LASTING).exclude(key__startswith=NEWS)
    return Reason.SUPERSEDED if later.exists() else ""
