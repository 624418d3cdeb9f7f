"""A made-up family's months as a calendar: what comes on which day, in which words, at what cost, and what is missing.

Pure: it arranges what a simulation has found, and asks the database nothing.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delivery.models import Nudge
from languages.table import LANGUAGES, Language
from messages.models import Message
from messages.stages import Part, StageKind
from subscribers.hours import local_day, zone

STAGES: Mapping[str, Any] = {
    StageKind.PREGNANCY_WEEK: _("Pregnancy, week %(number)s"),
    StageKind.BABY_WEEK: _("Baby, week %(number)s"),
    StageKind.CHILD_MONTH: _("Child, month %(number)s"),
    StageKind.CARE_WEEK: _("Care, week %(number)s"),
    StageKind.TRACK_WEEK: _("Special track, week %(number)s"),
}
PARTS: Mapping[int, Any] = {Part.FIRST: _("Why"), Part.SECOND: _("Do"), Part.THIRD: _("Well done")}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One text or letter, on its day."""

    number: int  # in the order of sending, from 1
    at: datetime  # aware, UTC
    channel: str
    message: Message
    part: str  # of a trio; blank for a whole message
    language: Language
    is_fallback: bool  # not in the language that they asked for
    is_approved: bool
    subject: str  # blank for a text
    text: str
    segments: int  # 0 for an e-mail

    @property
    def day(self) -> date:
        return local_day(self.at)

    @property
    def local(self) -> datetime:
        return self.at.astimezone(zone())

    @property
    def stage(self) -> str:
        return stage_name(self.message.kind, self.message.number)

    @property
    def pence(self) -> Decimal:
        return pence(self.segments)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stage of which nothing comes, or a part of it that does not."""

    day: date  # local
    stage: str
    topic: str  # blank when nothing is written
    message_id: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    is_in_range: bool
    is_in_month: bool
    sent: Sequence[Sent]
    gaps: Sequence[Gap]


@dataclass(frozen=True, kw_only=True)
class Month:
    first: date
    weeks: Sequence[Sequence[Day]]  # from Monday to Sunday


@dataclass(frozen=True, kw_only=True)
class Total:
    """What goes by one channel in one language."""

    language: Language
    channel: str
    number: int
    segments: int

    @property
    def pence(self) -> Decimal:
        return pence(self.segments)


def stage_name(kind: str, number: int) -> str:
    """A stage in words."""
    return str(STAGES[kind] % {"number": number})


def pence(segments: int) -> Decimal:
    """What so many segments of a text cost."""
    return segments * Decimal(settings.SMS_PENCE)


def sendings(nudges: Iterable[Nudge], wanted: str, unapproved: set[tuple[int, str]]) -> Iterator[Sent]:
    """Those of the nudges that were sent, in their order. `unapproved` holds messages and languages."""
    went = [nudge for nudge in nudges if nudge.submitted_at is not None]
    went.sort(key=lambda nudge: (nudge.submitted_at, nudge.channel, nudge.pk))
    for number, nudge in enumerate(went, start=1):
        assert nudge.message is not None  # noqa: S101 - narrows the type: only replies have none
        assert nudge.submitted_at is not None  # noqa: S101 - narrows the type
        yield Sent(
            number=number,
            at=nudge.submitted_at,
            channel=nudge.channel,
            message=nudge.message,
            part="" if nudge.whole else str(PARTS[nudge.part]),
            language=LANGUAGES[nudge.language],
            is_fallback=nudge.language != wanted,
            is_approved=(nudge.message.pk, nudge.language) not in unapproved,
            subject=nudge.subject,
            text=nudge.text,
            segments=nudge.segments,
        )


def months(first: date, last: date, sent: Iterable[Sent], gaps: Iterable[Gap]) -> list[Month]:
    """The calendar of the days from the first to the last, both included, in weeks that begin on Monday."""
    by_day: dict[date, list[Sent]] = {}
    for each in sent:
        by_day.setdefault(each.day, []).append(each)
    missing: dict[date, list[Gap]] = {}
    for gap in gaps:
        missing.setdefault(gap.day, []).append(gap)

    def cell(day: date, month: int) -> Day:
        here = day.month == month
        return Day(
            day=day,
            is_in_range=first <= day <= last,
            is_in_month=here,
            sent=by_day.get(day, []) if here else [],
            gaps=missing.get(day, []) if here else [],
        )

    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar
    return [
        Month(
            first=month,
            weeks=[
                [cell(day, month.month) for day in week]
                for week in weeks(month.year, month.month)
                if any(first <= day <= last and day.month == month.month for day in week)
            ],
        )
        for month in _months(first, last)
    ]


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def totals(sent: Iterable[Sent]) -> list[Total]:
    """By language and channel."""
    found: dict[tuple[str, str], list[int]] = {}
    for each in sent:
        found.setdefault((each.language.code, each.channel), []).append(each.segments)
    return [
        Total(language=LANGUAGES[code], channel=channel, number=len(segments), segments=sum(segments))
        for (code, channel), segments in sorted(found.items())
    ]
