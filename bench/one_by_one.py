"""What people usually write to claim and settle: one nudge at a time through the ORM, with the same checks."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from delivery.fitting import still_fits
from delivery.holding import stands_still
from delivery.models import DayTaken, DeliveryEvent, Nudge, Status
from delivery.tokens import nudge_token
from messages.rendering import Renderer
from subscribers.hours import local_day
from subscribers.models import Contact
from subscribers.tracks import told_in_parts

DISPATCHER = DeliveryEvent.Source.DISPATCHER
Call = Callable[[str, str, str], str]  # address, text and token in; the provider's id out


def send_all(call: Call, now: datetime) -> int:
    """Everything that is due, each by itself. Returns how many were sent."""
    due = Nudge.objects.filter(status=Status.QUEUED, due_at__lte=now, expires_at__gt=now).order_by("urgency", "due_at")
    return sum(send_one(pk, call, now) for pk in list(due.values_list("pk", flat=True)))


def send_one(pk: int, call: Call, now: datetime) -> bool:
    """Look at one nudge, hand it over and store what came of it. False when it may not go."""
    nudge = _claimed(pk, now)
    if nudge is None or nudge.contact is None:
        return False
    nudge.provider_id = call(nudge.contact.address, nudge.text, nudge_token(nudge.pk))
    nudge.status, nudge.leased_until = Status.SENT, None
    nudge.save()
    DeliveryEvent.objects.create(nudge=nudge, status=Status.SENT, source=DISPATCHER, at=now)
    return True


@transaction.atomic
def _claimed(pk: int, now: datetime) -> Nudge | None:
    locked = Nudge.objects.select_for_update(of=("self",)).select_related("message", "journey__child", "contact")
    nudge = locked.get(pk=pk)
    journey, message = nudge.journey, nudge.message
    if nudge.status != Status.QUEUED or journey is None or message is None or message.held_at or stands_still():
        return None
    contact = Contact.objects.get(subscriber=journey.subscriber_id, kind=nudge.channel)
    if journey.subscriber.state != "active" or journey.state != "active" or not still_fits(message, nudge, journey):
        return None
    today = local_day(now)
    taken = DayTaken.objects.filter(subscriber=journey.subscriber_id, day__gt=today - timedelta(days=7))
    days = list(taken.values_list("day", flat=True))
    if today in days or len(days) >= settings.CAP_WEEK:
        return None
    in_parts = told_in_parts(journey, today)
    words = Renderer([message.pk]).render(message.pk, nudge.channel, journey, nudge.part, in_parts=in_parts)
    if words is None:
        return None
    DayTaken.objects.create(subscriber_id=journey.subscriber_id, day=today, message=message, journey=journey)
    for name in ("version", "whole", "language", "subject", "preheader", "text", "segments"):
        setattr(nudge, name, getattr(words, name))
    nudge.contact, nudge.status, nudge.submitted_at = contact, Status.SUBMITTING, now
    nudge.fence, nudge.leased_until = nudge.fence + 1, now + settings.LEASE
    nudge.save()
    DeliveryEvent.objects.create(nudge=nudge, status=Status.SUBMITTING, source=DISPATCHER, at=now)
    return nudge
