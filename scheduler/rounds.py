"""One round of work: plan, tidy, send, look for what is unknown. With a broker or without, it is the same."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from campaigns import running
from cms.publishing import publish_due
from cms.review import mail
from delivery.dispatcher import LANES, Channels, dispatch
from delivery.reconcile import reconcile
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


def whole_round(clock: Callable[[], datetime], channels: Channels) -> int:
    """Plan and send everything that is due, most urgent first. Returns how many calls were made."""
    try:
        prepare(clock())
        running.advance(clock())
    finally:  # what was planned before goes out all the same
        sent = sum(dispatch(lane, channels, clock) for lane in LANES)
        reconcile(clock(), channels)
    return sent
