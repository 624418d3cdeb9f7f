"""Stages: pregnancy weeks, baby weeks and child months, as pure functions of dates.

A stage begins on one calendar day, counted from an anchor date: the due date before birth, the birth date after.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

DUE_WEEK = 40


class StageKind(models.TextChoices):
    PREGNANCY_WEEK = "pregnancy_week", _("week of pregnancy")
    BABY_WEEK = "baby_week", _("week of age")
    CHILD_MONTH = "child_month", _("month of age")
    CARE_WEEK = "care_week", _("week of care after a loss")
    TRACK_WEEK = "track_week", _("week of a special track")
    CAMPAIGN = "campaign", _("campaign")  # of no stage: its day is the campaign's


NUMBERS = {
    StageKind.PREGNANCY_WEEK: range(4, 43),
    StageKind.BABY_WEEK: range(53),
    StageKind.CHILD_MONTH: range(12, 37),
    StageKind.CARE_WEEK: range(1, 7),
    StageKind.TRACK_WEEK: range(1, 27),
}
# Week 52 and month 12 begin a day apart; month 12 waits so that it does not crowd week 52.
DELAY = {(StageKind.CHILD_MONTH, 12): timedelta(weeks=2)}


@dataclass(frozen=True)
class Stage:
    kind: StageKind
    number: int

    def day(self, anchor: date) -> date:
        """The day on which this stage begins, from a due date, birth date, or day of asking (care, special track)."""
        if self.kind == StageKind.PREGNANCY_WEEK:
            return anchor - timedelta(weeks=DUE_WEEK - self.number)
        if self.kind == StageKind.TRACK_WEEK:
            return anchor + timedelta(weeks=self.number - 1)
        if self.kind in (StageKind.BABY_WEEK, StageKind.CARE_WEEK):
            return anchor + timedelta(weeks=self.number)
        return add_months(anchor, self.number) + DELAY.get((self.kind, self.number), timedelta())

    def anchors(self, day: date) -> Sequence[date]:
        """The inverse of `day`: every anchor date for which this stage begins on that day."""
        return _anchors(self, day)


@lru_cache(maxsize=10_000)  # each tick asks for the same few days of every stage
def _anchors(stage: Stage, day: date) -> Sequence[date]:
    if stage.kind != StageKind.CHILD_MONTH:
        return [day + (day - stage.day(day))]
    birthday = day - DELAY.get((stage.kind, stage.number), timedelta())
    first = add_months(birthday.replace(day=1), -stage.number)
    births = (first.replace(day=n) for n in range(birthday.day, _last_day(first) + 1))
    return [birth for birth in births if add_months(birth, stage.number) == birthday]


def add_months(start: date, months: int) -> date:
    """The same day so many calendar months later; the last day of a shorter month."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first = date(years, month + 1, 1)
    return first.replace(day=min(start.day, _last_day(first)))


def _last_day(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


class Part(models.IntegerChoices):
    """A message goes whole on its stage's day, or, to who chose three texts a week, as a trio: why, do, well done."""

    FIRST = 1, _("why, or the whole message")
    SECOND = 2, _("do")
    THIRD = 3, _("well done")

    @property
    def after(self) -> timedelta:
        """How long after the stage's day it is sent."""
        return timedelta(days=2 * (self.value - 1))
