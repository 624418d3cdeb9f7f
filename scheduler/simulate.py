"""What would be sent to whom, and when: by the very functions that send, on a private copy of the data."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import DayTaken, DeliveryEvent, Nudge, Pace, Status
from delivery.sweep import sweep
from messages.models import Message
from scheduler.planner import plan
from scheduler.private_copy import private_copy
from subscribers.hours import day_ends, instant, local_day, slot_instant
from subscribers.models import Child, Journey, Slot, Subscriber

COPIED = (Subscriber, Child, Journey, Nudge, DeliveryEvent, DayTaken, Pace)
BATCH = 500
OnDay = Callable[[date], object]


def nothing(_day: date) -> None:
    """What happens on most days besides sending."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One nudge that would be sent."""

    journey: int
    subscriber: int
    child: int
    roster_row: int | None  # the line of the roster file it came from
    send_at_utc: datetime
    channel: str
    language: str
    track: str
    stage: str  # pregnancy_week, baby_week or child_month
    number: int
    message: int
    segments: int  # 0 for an e-mail
    body: str


def simulate(first: date, last: date, now: datetime, on_day: Callable[[], object] = lambda: None) -> list[Sending]:
    """All that would be sent from the first to the last local day, both included, in the order of sending.

    The database is left as it was, and nothing of it is locked meanwhile. `on_day` is called as each day begins.
    """
    with private_copy(COPIED):
        return list(_sendings(run(first, last, now, each_day=lambda _day: on_day())))


def run(
    first: date,
    last: date,
    now: datetime,
    *,
    each_day: OnDay = nothing,
    stage_days: Container[date] | None = None,
) -> list[int]:
    """Send day by day, within a private copy. Returns the ids of what was sent from the first to the last local day.

    When the first day lies ahead of `now`, the days until then are run through too, because what a parent has had
    by then decides what they get. `each_day` is called as a day begins, before anything is sent. Where all days on
    which a stage may fall are known (`stage_days`), only those and the days to which something was put off are worth
    a look; the outcome is the same.
    """
    channel = MemoryChannel()
    channels = {"sms": channel, "email": channel}
    day = min(first, local_day(now))
    since = day_ends(day - timedelta(days=1))
    is_waiting = True  # whatever the copy has brought along
    while day <= last:
        if day == first:
            channel.sent.clear()
        each_day(day)
        if stage_days is None or is_waiting or day in stage_days:
            _run_day(day, since, channels)
            is_waiting = Nudge.objects.filter(status=Status.QUEUED).exists()
        day += timedelta(days=1)
    return [parcel.nudge_id for parcel in channel.sent]


def _run_day(day: date, since: datetime, channels: dict[str, MemoryChannel]) -> None:
    """Send at each instant of the day at which something falls due; at night nothing does."""
    quiet_begins, quiet_ends = (instant(day, at) for at in settings.QUIET_HOURS)
    plan(slot_instant(day, Slot.EVENING), since)
    first = Nudge.objects.filter(status=Status.QUEUED).order_by("due_at").values_list("due_at", flat=True).first()
    now = max(first, quiet_ends) if first else None
    while now is not None and now < quiet_begins:
        now = _send_at(now, channels)


def _send_at(now: datetime, channels: dict[str, MemoryChannel]) -> datetime | None:
    """Send what is due at an instant. Returns the next one at which something is."""
    sweep(now)
    dispatch("nudges", channels, lambda: now, BATCH, paced=False)
    waiting = Nudge.objects.filter(status=Status.QUEUED, due_at__gt=now).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _sendings(nudge_ids: list[int]) -> Iterator[Sending]:
    messages = Message.objects.in_bulk()
    for start in range(0, len(nudge_ids), BATCH):
        batch = nudge_ids[start : start + BATCH]
        nudges = Nudge.objects.select_related("journey").in_bulk(batch)
        for nudge in (nudges[pk] for pk in batch):
            journey, message = nudge.journey, messages.get(nudge.message_id or 0)
            if journey is None or message is None or nudge.submitted_at is None:
                continue  # a reply: not something that is planned
            yield Sending(
                journey=journey.pk,
                subscriber=journey.subscriber_id,
                child=journey.child_id,
                roster_row=journey.roster_row,
                send_at_utc=nudge.submitted_at,
                channel=nudge.channel,
                language=nudge.language,
                track=message.track,
                stage=message.kind,
                number=message.number,
                message=message.pk,
                segments=nudge.segments,
                body=nudge.text,
            )
