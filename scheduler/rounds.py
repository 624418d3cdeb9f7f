"""One round of work: plan, tidy, send, look for what is unknown. With a broker or without, it is the same."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from campaigns import running
from cms.publishing import publish_due
from cms.review import mail
from cms.unknown import mail as unknown_mail
from delivery import pace
from delivery.dispatcher import LANES, Channels, dispatch
from delivery.reconcile import left_over, reconcile
from delivery.sweep import sweep
from portal import chores
from portal.conversation import answer_leftovers
from scheduler.models import Heartbeat
from scheduler.planner import plan
from subscribers.hours import is_quiet
from subscribers.pauses import resume_due

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
TRY_AGAIN = timedelta(minutes=5)  # when nobody was written to about what is unknown


Send = Callable[[str, Channels, Callable[[], datetime]], int]


class RoundError(Exception):
    """Steps of a round have failed, and the others were done. It names them and the kinds of error, no more."""


def prepare(now: datetime) -> None:
    """All that comes before sending; no provider is asked anything. A step that fails does not keep the next from work.

    Raises RoundError at the end when one has failed, and then there is no sign of life.
    """
    failed = [name for name, step in _steps().items() if not _done(name, step, now)]
    if not failed and not _done("heartbeat", _beat, now):
        failed = ["heartbeat"]
    if failed:
        raise RoundError(f"failed in this round: {', '.join(failed)}")


def _done(name: str, step: Callable[[datetime], object], now: datetime) -> bool:
    try:
        step(now)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other steps have their turn
        logger.error("%s failed: %s", name, type(error).__name__)  # noqa: TRY400 - its text may hold what a row holds
        return False
    return True


def _forget_daily(now: datetime) -> None:
    done, is_first = Heartbeat.objects.get_or_create(name="forget", defaults={"at": now})
    if is_first or now - done.at >= DAY:
        chores.forget(now)
        Heartbeat.objects.filter(name="forget").update(at=now)


def _review_weekly(now: datetime) -> None:
    """By day only. The row comes first: whoever crashes while sending has written to nobody twice in a week."""
    if is_quiet(now):
        return
    row, is_first = Heartbeat.objects.get_or_create(name="review", defaults={"at": now})
    if is_first or Heartbeat.objects.filter(pk=row.pk, at__lte=now - WEEK).update(at=now) == 1:
        mail.remind(now)


def look_up_unknown(now: datetime, channels: Channels) -> None:
    """Ask the providers about sendings whose end nobody knows, and tell people about those that stay so.

    The letters come last of all, whatever became of the asking: a slow mail server holds up no message.
    """
    try:
        reconcile(now, channels)
    finally:
        _done("alert", _alert, now)


def _alert(now: datetime) -> None:
    """By day and night: once, and not again before there was nothing left over or a day has passed."""
    rows = Heartbeat.objects.filter(name="unknown")
    if not left_over(now).exists():
        rows.delete()
        return
    soon = now - DAY + TRY_AGAIN  # until a letter has gone, and whoever dies over it has told nobody
    _row, is_first = Heartbeat.objects.get_or_create(name="unknown", defaults={"at": soon})
    is_due = is_first or rows.filter(at__lte=now - DAY).update(at=soon) == 1
    if is_due and unknown_mail.tell(now):
        rows.update(at=now)


def _steps() -> Mapping[str, Callable[[datetime], object]]:
    return {
        "publish": publish_due,
        "leftovers": answer_leftovers,
        "resume": resume_due,
        "plan": plan,
        "sweep": sweep,
        "remind": chores.remind,
        "forget": _forget_daily,
        "review": _review_weekly,
    }


def _beat(now: datetime) -> None:
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": now})


def at_pace(
    lane: str,
    channels: Channels,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None] = time.sleep,
    seconds: Callable[[], float] = time.monotonic,
) -> int:
    """Send a lane as fast as the providers take it, until the next tick wakes another. Returns how many calls.

    Ends early when nothing is due, and when the providers rest for longer.
    """
    until = seconds() + settings.TICK_SECONDS
    calls = 0
    while True:
        sent = dispatch(lane, channels, clock)
        calls += sent
        busy = pace.wait(clock())
        if not (sent or busy) or seconds() + busy > until:
            return calls
        sleep(busy)


def whole_round(clock: Callable[[], datetime], channels: Channels, send: Send = dispatch) -> int:
    """Plan and send what is due, most urgent first. Returns how many calls were made.

    `send` sends a lane: `at_pace` for as long as a tick; `dispatch` what the providers take at once, as a clock that
    stands still has it.
    """
    try:
        prepare(clock())
        running.advance(clock())
    finally:  # what was planned before goes out all the same
        sent = sum(send(lane, channels, clock) for lane in LANES)
        look_up_unknown(clock(), channels)
    return sent
