"""Dates as they are said, and the day that is meant: which year, which Monday, how long before today."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Wish = Literal["due", "born", "ahead"] | None  # what the date is for

DUE_AHEAD = timedelta(weeks=42)
DUE_PAST = timedelta(weeks=3)
BORN_PAST_YEARS = 3
RECENT = timedelta(weeks=12)  # a bare day and month within this is a day that has been
PREGNANCY_WEEKS = 40
WEEK = 7
MONTH = 30
YEAR = 365
MONTHS_A_YEAR = 12
CENTURY = 100
LAST_YEAR_THAT_IS = 9999


class ImpossibleError(ValueError):
    """There is no such day."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of the month; without a month, of this one or the one that `step` says; without a year, of the nearest."""

    day: int  # 0 is the last of the month
    month: int | None = None
    year: int | None = None
    step: int | None = None  # months from this one

    def on(self, today: date, wish: Wish) -> date:
        if self.month is not None and self.year is not None:
            return _day(self.year, self.month, self.day)
        if self.step is not None:
            return _day(*_month(today, self.step), self.day)
        if self.month is None:
            return _nearest([_maybe(*_month(today, step), self.day) for step in range(-3, 4)], today, wish)
        years = range(today.year - 4, today.year + 3)  # four, for 29 February
        return _nearest([_maybe(year, self.month, self.day) for year in years], today, wish)


@dataclass(frozen=True, kw_only=True)
class Weekday:
    weekday: int  # Monday is 0
    step: int = 0  # -1 the last, 1 the next, 0 unsaid

    def on(self, today: date, wish: Wish) -> date:
        ahead = (self.weekday - today.weekday()) % WEEK or WEEK
        if self.step > 0 or (self.step == 0 and wish in {"due", "ahead"}):
            return today + timedelta(days=ahead)
        return today - timedelta(days=(today.weekday() - self.weekday) % WEEK or WEEK)


@dataclass(frozen=True, kw_only=True)
class Offset:
    days: int

    def on(self, today: date, _wish: Wish) -> date:
        return today + timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class Span:
    """So many days, weeks, months or years."""

    count: int
    unit: int  # in days: 1, 7, 14, 30, 365
    extra: int = 0  # days more ("3 weeks and 2 days")
    sense: str = ""  # ago, ahead, old, left, at, early, pregnant

    @property
    def days(self) -> int:
        return self.count * self.unit + self.extra

    @property
    def weeks(self) -> int:
        """In whole weeks, a month being a twelfth of a year."""
        if self.unit == MONTH:
            return round(self.count * 52.18 / 12)
        return round(self.count * 52.18) if self.unit == YEAR else self.days // WEEK

    def on(self, today: date, wish: Wish) -> date:
        """The day so long ago; so long ahead if that was said or is wished."""
        forward = self.sense in {"ahead", "left"} or (not self.sense and wish in {"due", "ahead"})
        return shifted(today, self, 1 if forward else -1)

    def due(self, today: date) -> date:
        """The due date of somebody who is so long pregnant."""
        return today + timedelta(weeks=PREGNANCY_WEEKS - self.weeks, days=-self.extra if self.unit == WEEK else 0)


Said = Day | Weekday | Offset | Span


def shifted(today: date, span: Span, sign: int) -> date:
    """Today so much later or earlier, months and years by the calendar."""
    if span.unit not in {MONTH, YEAR}:
        return today + timedelta(days=sign * min(span.days, YEAR * CENTURY))
    months = min(span.count, CENTURY * MONTHS_A_YEAR) * (MONTHS_A_YEAR if span.unit == YEAR else 1)
    year, month = _month(today, sign * months)
    return date(year, month, min(today.day, monthrange(year, month)[1])) + timedelta(days=sign * span.extra)


def _month(today: date, step: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + step, MONTHS_A_YEAR)
    return max(1, min(LAST_YEAR_THAT_IS, today.year + years)), month + 1


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError as error:
        raise ImpossibleError from error


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return _day(year, month, day)
    except ImpossibleError:
        return None


def _nearest(days: list[date | None], today: date, wish: Wish) -> date:
    """Of the days that it can be, the one that is meant."""
    real = [day for day in days if day]
    if not real:
        raise ImpossibleError
    past = max((day for day in real if day <= today), default=real[0])
    future = min((day for day in real if day > today), default=real[-1])
    if wish == "born" or (wish is None and (today - past <= RECENT or future - today > DUE_AHEAD)):
        return past
    if wish == "due" and (past == today or (future - today > DUE_AHEAD and today - past <= DUE_PAST)):
        return past
    return future


def out_of_reach(day: date, today: date, wish: Wish) -> bool:
    """Whether a due date or a birth is too far from today to be one."""
    far_ahead = day - today > DUE_AHEAD
    long_ago = today.year * YEAR + today.timetuple().tm_yday - day.year * YEAR - day.timetuple().tm_yday
    too_old = long_ago > BORN_PAST_YEARS * YEAR
    if wish == "due":
        return far_ahead or today - day > DUE_PAST
    if wish == "born":
        return day > today or too_old
    return far_ahead or too_old
