"""What is unknown is settled by evidence: a callback, or the provider's own list; else it waits for a person."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet

from delivery.channels import ChannelError
from delivery.claims import parcel
from delivery.dispatcher import Channels
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.reports import Report, raise_statuses

logger = logging.getLogger(__name__)

LOOK_AFTER = timedelta(minutes=2)  # a callback usually settles it before
LOOK_FOR = timedelta(hours=24)
ALERT_AFTER = timedelta(minutes=10)
BATCH = 50


def reconcile(now: datetime, channels: Channels, seconds: Callable[[], float] = time.monotonic) -> int:
    """Look unknown nudges up in the provider's list. Returns how many were found and settled.

    Asks for settings.RECONCILE_SECONDS by the clock `seconds`, and first about those that it has not asked about for
    longest, so that every one has its turn. A channel that cannot be asked is left alone until the next round.
    """
    unknown = Nudge.objects.filter(status=Status.UNKNOWN, submitted_at__lte=now - LOOK_AFTER)
    if waiting := left_over(now).count():  # said even if the asking fails
        logger.error("%d sendings are unknown: look at them before anything is sent again", waiting)
    until = seconds() + settings.RECONCILE_SECONDS
    open_lists = {name for name, channel in channels.items() if channel.has_list}
    settled = 0
    for nudge in _to_ask(unknown.filter(submitted_at__gt=now - LOOK_FOR, channel__in=open_lists)):
        if seconds() > until:
            break
        if nudge.channel in open_lists:
            try:
                settled += look_up(nudge, now, channels)
            except ChannelError as error:
                logger.warning("The provider of %s cannot be asked now: %s", nudge.channel, error)
                open_lists.remove(nudge.channel)
    return settled


def left_over(now: datetime) -> QuerySet[Nudge]:
    """What nothing has settled for so long that people are told, longest waiting first."""
    old = Nudge.objects.filter(status=Status.UNKNOWN, submitted_at__lte=now - ALERT_AFTER)
    return old.order_by("submitted_at", "pk")


def _to_ask(unknown: QuerySet[Nudge]) -> QuerySet[Nudge]:
    turn = (F("asked_at").asc(nulls_first=True), "submitted_at", "pk")
    return unknown.filter(contact__isnull=False).select_related("contact").order_by(*turn)[:BATCH]


def look_up(nudge: Nudge, now: datetime, channels: Channels) -> bool:
    """Ask the provider's list for an unknown nudge that has a contact. Whether it was there, and is settled now.

    Raises ChannelError when the provider cannot be asked.
    """
    assert nudge.contact is not None  # noqa: S101 - narrows the type: nothing else is asked for
    assert nudge.submitted_at is not None  # noqa: S101
    Nudge.objects.filter(pk=nudge.pk).update(asked_at=now)
    others = Nudge.objects.filter(contact=nudge.contact).exclude(provider_id="")
    taken = frozenset(others.values_list("provider_id", flat=True))
    receipt = channels[nudge.channel].find(parcel(nudge, nudge.contact, nudge.submitted_at), taken)
    if receipt is None:
        return False
    source = DeliveryEvent.Source.LIST
    report = Report(nudge.pk, Status.SENT, source, now, provider_id=receipt.provider_id)
    return raise_statuses([report]).get(nudge.pk, False)
