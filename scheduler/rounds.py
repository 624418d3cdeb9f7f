"""One round of work: plan, tidy, send, look for what is unknown. With a broker or without, it is the same."""

from collections.abc import Callable
from datetime import datetime

from delivery.dispatcher import LANES, Channels, dispatch
from delivery.reconcile import reconcile
from delivery.sweep import sweep
from scheduler.models import Heartbeat
from scheduler.planner import plan


def prepare(now: datetime) -> None:
    """All that comes before sending; no provider is asked anything."""
    plan(now)
    sweep(now)
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": now})


def whole_round(clock: Callable[[], datetime], channels: Channels) -> int:
    """Plan and send everything that is due, most urgent first. Returns how many calls were made."""
    prepare(clock())
    sent = sum(dispatch(lane, channels, clock) for lane in LANES)
    reconcile(clock(), channels)
    return sent
