"""Two ways of sending that people usually write, to see the harness catch them. Never used by the service."""

from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.conf import settings

from delivery.channels import ChannelError, Parcel, configured
from delivery.claims import parcel
from delivery.dispatcher import Channels
from delivery.models import Nudge, Status, Urgency
from messages.rendering import Renderer
from scheduler.clock import clock
from subscribers.hours import is_quiet
from subscribers.tracks import told_in_parts

LANE = (Urgency.SAFETY, Urgency.STAGE)


def _due(now: datetime) -> list[Nudge]:
    if is_quiet(now):
        return []
    due = Nudge.objects.filter(status=Status.QUEUED, urgency__in=LANE, due_at__lte=now, expires_at__gt=now)
    due = due.filter(journey__state="active", journey__subscriber__state="active").exclude(journey__child__state="lost")
    return list(due.select_related("journey__child", "message").order_by("due_at", "pk")[:200])


def _parcel(nudge: Nudge, now: datetime) -> Parcel | None:
    journey, message = nudge.journey, nudge.message
    assert journey  # noqa: S101 - narrows the type
    assert message  # noqa: S101 - narrows the type
    contact = journey.subscriber.contacts.filter(kind=nudge.channel).first()
    in_parts = told_in_parts(journey, nudge.stage_day or now.date())
    said = Renderer([message.pk]).render(message.pk, nudge.channel, journey, nudge.part, in_parts=in_parts)
    if contact is None or said is None:
        return None
    nudge.subject, nudge.text, nudge.language, nudge.submitted_at = said.subject, said.text, said.language, now
    nudge.contact, nudge.fence = contact, 1
    return parcel(nudge, contact, now)


def _send(nudge: Nudge, channels: Channels, now: datetime) -> None:
    """Read, call, commit."""
    made = _parcel(nudge, now)
    if made is None:
        return
    [result] = channels[nudge.channel].send([made], float("inf"))
    nudge.status = Status.QUEUED if isinstance(result, ChannelError) else Status.SENT
    nudge.save()


def loop(channels: Channels, now_of: Callable[[], datetime]) -> None:
    """One after the other, whatever another process is doing."""
    for nudge in _due(now_of()):
        _send(nudge, channels, now_of())


def a_task_each(now_of: Callable[[], datetime]) -> None:
    """A Celery task for each, as Celery runs them by default: taken off the queue before the work."""
    for nudge in _due(now_of()):
        Nudge.objects.filter(pk=nudge.pk).update(
            status=Status.SUBMITTING, leased_until=now_of() + settings.KEEP_STOPPED
        )
        send_one.apply_async((nudge.pk,), queue="nudges")


@shared_task(acks_late=False)  # type: ignore[untyped-decorator]
def send_one(pk: int) -> None:
    """Send it, and save that it was sent."""
    _send(Nudge.objects.select_related("journey__child", "message").get(pk=pk), configured(), clock()())
