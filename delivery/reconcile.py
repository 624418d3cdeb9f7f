"""What is unknown is settled by evidence: a callback, or the provider's own list; else it waits for a person."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from delivery.channels import ChannelError
from delivery.claims import parcel
from delivery.dispatcher import Channels
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.outbox import raise_status

logger = logging.getLogger(__name__)

LOOK_AFTER = timedelta(minutes=2)  # a callback usually settles it before
LOOK_FOR = timedelta(hours=24)
ALERT_AFTER = timedelta(minutes=10)
BATCH = 50


def reconcile(now: datetime, channels: Channels) -> int:
    """Look unknown nudges up in the provider's list. Returns how many were found and settled."""
    unknown = Nudge.objects.filter(status=Status.UNKNOWN, submitted_at__lte=now - LOOK_AFTER)
    recent = unknown.filter(submitted_at__gt=now - LOOK_FOR, contact__isnull=False)
    settled = sum(_look_up(nudge, now, channels) for nudge in recent.select_related("contact")[:BATCH])
    if waiting := unknown.filter(submitted_at__lte=now - ALERT_AFTER).count():
        logger.error("%d sendings are unknown: look at them before anything is sent again", waiting)
    return settled


def _look_up(nudge: Nudge, now: datetime, channels: Channels) -> bool:
    assert nudge.contact is not None  # noqa: S101 - narrows the type: the query asked for it
    others = Nudge.objects.filter(contact=nudge.contact).exclude(provider_id="")
    taken = frozenset(others.values_list("provider_id", flat=True))
    try:
        receipt = channels[nudge.channel].find(parcel(nudge, nudge.contact), taken)
    except ChannelError:
        return False  # the provider cannot be asked now; the next round asks again
    if receipt is None:
        return False
    source = DeliveryEvent.Source.LIST
    return raise_status(Q(pk=nudge.pk), Status.SENT, source, now, provider_id=receipt.provider_id)
