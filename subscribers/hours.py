"""Local time: the hours at which a parent wants to hear from us, and those at which nobody does.

All instants are aware and in UTC; days are calendar days of settings.TIME_ZONE (Europe/London).
Working by calendar day, and not by adding hours, keeps both nights on which the clocks change right.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest


def now_of(request: HttpRequest) -> datetime:
    """The instant at which a request came, aware and in UTC: the middleware has asked the clock."""
    now: datetime = request.now  # type: ignore[attr-defined] # set by config.middleware.ClockMiddleware
    return now


def zone() -> ZoneInfo:
    """The parents' time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def instant(day: date, at: time) -> datetime:
    """The UTC instant of a local time on a local day."""
    return datetime.combine(day, at, zone()).astimezone(UTC)


def slot_instant(day: date, slot: str) -> datetime:
    """The UTC instant of a slot ("morning", "afternoon" or "evening") on a local day."""
    return instant(day, settings.SLOTS[slot])


def local_day(now: datetime) -> date:
    """The calendar day that it is for parents."""
    return now.astimezone(zone()).date()


def day_ends(day: date) -> datetime:
    """The UTC instant at which a local day is over."""
    return instant(day + timedelta(days=1), time())


def is_quiet(now: datetime) -> bool:
    """Whether it is night for parents: from 21:00 up to, but not including, 08:00."""
    begins, ends = settings.QUIET_HOURS
    local = now.astimezone(zone()).time()
    return local >= begins or local < ends


def after_night(now: datetime) -> datetime:
    """The same instant by day; by night the one at which the quiet hours end."""
    if not is_quiet(now):
        return now
    begins, ends = settings.QUIET_HOURS
    local = now.astimezone(zone())
    return instant(local.date() + timedelta(days=local.time() >= begins), ends)
