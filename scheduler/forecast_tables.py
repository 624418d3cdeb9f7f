"""A forecast as it may be shown: days as a calendar, languages and channels as a table, no small number in either."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from languages.table import LANGUAGES, Language
from scheduler.forecast import Forecast
from scheduler.what_if import pence
from subscribers.small_numbers import Cell, about, shown

HEATS = 4  # shades of a day, from the palest


@dataclass(frozen=True, kw_only=True)
class DayCell:
    day: date
    cell: Cell
    heat: int  # 0 for nobody, else 1 to HEATS; 1 too for what is not shown


@dataclass(frozen=True, kw_only=True)
class Group:
    """One language and channel. A number that is not shown has no segments either: they would give it away."""

    language: Language
    channel: str
    cell: Cell
    segments: int | None
    pounds: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """All that a page shows of a forecast."""

    weeks: Sequence[Sequence[DayCell | None]]  # from Monday to Sunday; None for days outside
    days: Sequence[DayCell]
    groups: Sequence[Group]
    total: Cell  # of the days: parents when simulated, else messages
    segments: int
    pounds: str
    is_about: bool  # the segments and the cost are rounded up, because some number is not shown
    is_by_day: bool  # the days may be shown
    is_simulated: bool

    @property
    def names(self) -> Sequence[date]:
        """Seven days from a Monday, for their names."""
        monday = self.days[0].day - timedelta(days=self.days[0].day.weekday())
        return [monday + timedelta(days=n) for n in range(7)]


def pounds(segments: int) -> str:
    """What so many segments cost, in pounds, such as "1,012.40"."""
    return f"{pence(segments) / 100:,.2f}"


def table(found: Forecast, first: date, last: date) -> Table:
    """What may be shown of a forecast for the days from the first to the last, both included."""
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    by_day = shown([found.days.get(day, 0) for day in every])
    keys = sorted(found.groups)
    by_group = shown([found.groups[key][0] for key in keys])
    highest = max((cell.number or 0 for cell in by_day.cells), default=0)
    days = [
        DayCell(day=day, cell=cell, heat=_heat(cell, highest)) for day, cell in zip(every, by_day.cells, strict=True)
    ]
    hides = by_group.hides
    segments = sum(segments for _, segments in found.groups.values())
    segments = about(segments) if hides else segments
    # When the languages may not be added up, the days would do it for whoever looks.
    is_by_day = not (hides and by_group.total.number is None)
    return Table(
        weeks=_weeks(days),
        days=days,
        groups=[_group(key, cell, found.groups[key][1]) for key, cell in zip(keys, by_group.cells, strict=True)],
        total=by_day.total if is_by_day else by_group.total,
        segments=segments,
        pounds=pounds(segments),
        is_about=hides,
        is_by_day=is_by_day,
        is_simulated=found.is_simulated,
    )


def _heat(cell: Cell, highest: int) -> int:
    if cell.number is None:
        return 1
    return -(-cell.number * HEATS // highest) if cell.number else 0


def _group(key: tuple[str, str], cell: Cell, segments: int) -> Group:
    code, channel = key
    known = cell.number is not None
    return Group(
        language=LANGUAGES[code],
        channel=channel,
        cell=cell,
        segments=segments if known else None,
        pounds=pounds(segments) if known else "",
    )


def _weeks(days: Sequence[DayCell]) -> list[list[DayCell | None]]:
    cells: list[DayCell | None] = [*([None] * days[0].day.weekday()), *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]
