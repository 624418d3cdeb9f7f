"""Agreeing and stopping. Each is one committed change of the subscriber's row and one event in the ledger."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from subscribers.models import ConsentEvent, Journey, Subscriber

Kind = ConsentEvent.Kind
State = Subscriber.State

WORDING = "2026-11"  # the version of the sentence that a parent agrees to by texting YES
PAGE_WORDING = "2026-11b page"  # of the one on the page, whose code or link is the yes
NOTICE = "2026-11b"  # the version of the privacy notice that the sentence points to


@transaction.atomic
def agree(subscriber_id: int, door: str, now: datetime, *, wording: str = WORDING, agreed_with: str = "") -> None:
    """Record a clear yes; from now on the subscriber hears from us."""
    Subscriber.objects.filter(pk=subscriber_id).update(state=State.ACTIVE)
    _record(subscriber_id, Kind.AGREED, door, now, wording=wording, agreed_with=agreed_with)


@transaction.atomic
def stop(subscriber_id: int, door: str, now: datetime) -> bool:
    """Stop everything on every channel. True the first time; each time it closes whatever question is open.

    The locks that a claim takes on this row order the two: no claim commits after a stop has.
    """
    _lock(subscriber_id)
    changed = Subscriber.objects.filter(pk=subscriber_id).exclude(state=State.STOPPED).update(state=State.STOPPED)
    _record(subscriber_id, Kind.STOPPED, door, now)  # a code or link that is on its way counts no more
    return bool(changed)


@transaction.atomic
def accept(subscriber_id: int, door: str, asked_at: datetime, now: datetime, *, agreed_with: str = "") -> bool:
    """A yes proved by a code or a link that went to their own address at `asked_at`. False when they stopped since."""
    _lock(subscriber_id)
    if ConsentEvent.objects.filter(subscriber_id=subscriber_id, kind=Kind.STOPPED, at__gte=asked_at).exists():
        return False
    agree(subscriber_id, door, now, wording=PAGE_WORDING, agreed_with=agreed_with)
    return True


def ask(subscriber_id: int, door: str, now: datetime) -> None:
    """Somebody wants to join, or to start again: the question "reply YES" is open from now for CONFIRM_WITHIN."""
    _record(subscriber_id, Kind.ASKED, door, now)


@transaction.atomic
def confirm(subscriber_id: int, door: str, now: datetime, *, agreed_with: str = "") -> bool:
    """A YES. It counts only as the answer to a question that is still open; otherwise nothing changes."""
    _lock(subscriber_id)
    if not _is_asked(subscriber_id, now):
        return False
    agree(subscriber_id, door, now, agreed_with=agreed_with)
    Journey.objects.filter(subscriber_id=subscriber_id).update(plan_from=now)  # what was missed is not caught up
    return True


def _lock(subscriber_id: int) -> None:
    """One word of a person after the other: a stop and a yes at the same moment see each other."""
    Subscriber.objects.select_for_update(no_key=True).filter(pk=subscriber_id).first()


def _is_asked(subscriber_id: int, now: datetime) -> bool:
    """Whether our question "reply YES" is open: the last word in the ledger, and not too old."""
    last = ConsentEvent.objects.filter(subscriber_id=subscriber_id).order_by("pk").last()
    return last is not None and last.kind == Kind.ASKED and now - last.at <= settings.CONFIRM_WITHIN


def _record(subscriber_id: int, kind: Kind, door: str, now: datetime, **details: str) -> None:
    ConsentEvent.objects.create(
        subscriber_id=subscriber_id, kind=kind, door=door, at=now, **{"wording": WORDING, **details}
    )
