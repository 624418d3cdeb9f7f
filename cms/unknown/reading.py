"""What we know of a sending whose end nobody knows, for whoever has to decide. All instants are aware and in UTC."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from delivery.channels.codes import in_words
from delivery.deciding import decided_from, what_follows
from delivery.dispatcher import Channels
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency
from delivery.outbox import LASTING, NEWS
from delivery.reconcile import LOOK_FOR
from subscribers.models import Contact

NEAR = timedelta(days=1)  # before and after: what else went to the same phone or mailbox
MOST = 10
CLOCKS_DIFFER = timedelta(minutes=2)  # ours and the provider's
DIGITS = 3  # of a number, shown to whoever has not asked for all of it
SECRET = re.compile(r"https?://\S+|\d(?:[\s-]?\d){3,}")  # the link to a parent's own page, a code, a number


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another sending to the same phone or mailbox, at about the same time."""

    nudge: Nudge
    what: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything that the page shows of one sending."""

    nudge: Nudge
    what: str  # which message it is, or what kind of answer
    words: str  # what was to go; of an answer without what only the parent may read
    meaning: str  # of the provider's code; blank when there is none, or we do not know it
    masked: str  # the number or mailbox, not in full; blank when we have none any more
    events: Sequence[DeliveryEvent]
    others: Sequence[Other]
    has_list: bool  # whether the provider can be asked what it accepted
    is_asked: bool  # whether we still ask it
    since: datetime  # between these two it may have reached the provider
    until: datetime
    decided_from: datetime
    may_decide: bool
    follows: Status  # what "it was not sent" makes of it
    reason: str

    @property
    def is_unknown(self) -> bool:
        return self.nudge.status == Status.UNKNOWN

    @property
    def is_answer(self) -> bool:
        return self.nudge.urgency == Urgency.REPLY

    @property
    def goes_again(self) -> bool:
        return self.follows == Status.QUEUED


def ever_unknown() -> QuerySet[Nudge]:
    """Those that a page may be about, settled or not."""
    found = DeliveryEvent.objects.filter(status=Status.UNKNOWN).values("nudge")
    return Nudge.objects.filter(Q(status=Status.UNKNOWN) | Q(pk__in=found)).exclude(submitted_at=None)


def waiting() -> QuerySet[Nudge]:
    """All that are unknown now, longest waiting first."""
    rows = Nudge.objects.filter(status=Status.UNKNOWN, submitted_at__isnull=False)
    return rows.select_related("message").order_by("submitted_at", "pk")


def what_of(nudge: Nudge) -> str:
    """Which message it is, or what kind of answer."""
    if nudge.message is not None:
        return str(nudge.message)
    key = nudge.key or ""
    if key.startswith(LASTING):
        return _("An answer that is never taken back: a code, a link, or a helpline's number")
    if key.startswith(NEWS):
        return _("News of an event")
    return _("An answer to a parent")


def evidence(nudge: Nudge, now: datetime, channels: Channels) -> Evidence:
    """Collect what is known of a nudge that is, or was, unknown."""
    claimed_at, from_then = _claimed_at(nudge), decided_from(nudge)
    has_list = channels[nudge.channel].has_list
    follows, reason = what_follows(nudge, now)
    return Evidence(
        nudge=nudge,
        what=what_of(nudge),
        words=_words(nudge),
        meaning=in_words(nudge.channel, nudge.code),
        masked=masked(nudge.contact),
        events=list(nudge.events.select_related("by").order_by("at", "pk")),
        others=[Other(nudge=x, what=what_of(x)) for x in _others(nudge, claimed_at)],
        has_list=has_list,
        is_asked=has_list and now - claimed_at < LOOK_FOR,
        since=claimed_at - CLOCKS_DIFFER,
        until=claimed_at + settings.DECIDE_AFTER,
        decided_from=from_then,
        may_decide=nudge.status == Status.UNKNOWN and now >= from_then,
        follows=follows,
        reason=str(Reason(reason).label) if reason else "",
    )


def masked(contact: Contact | None) -> str:
    """A number's last digits, a mailbox's first letter."""
    if contact is None or not contact.address:
        return ""
    address = contact.address
    return f"{address[0]}…@…" if contact.kind == Contact.Kind.EMAIL else f"…{address[-DIGITS:]}"


def _words(nudge: Nudge) -> str:
    return SECRET.sub("…", nudge.text) if nudge.urgency == Urgency.REPLY else nudge.text


def _others(nudge: Nudge, at: datetime) -> Any:
    if nudge.contact is None:
        return []
    near = Nudge.objects.filter(contact=nudge.contact, submitted_at__range=(at - NEAR, at + NEAR)).exclude(pk=nudge.pk)
    return near.select_related("message").order_by("submitted_at", "pk")[:MOST]


def _claimed_at(nudge: Nudge) -> datetime:
    assert nudge.submitted_at is not None  # noqa: S101 - narrows the type: `ever_unknown` leaves the others out
    return nudge.submitted_at
