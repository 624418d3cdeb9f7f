"""Finding dates, ages and spans of time among the words of a text, in every language at once."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.understanding.clock import Item
from portal.understanding.places import CENTURY, FIRST_YEAR, LAST_YEAR, is_any, meaning, number_at, skip, year_at
from portal.understanding.said import Day, Offset, Said, Weekday
from portal.understanding.spans import span, week_number

MONTH = 30  # a unit, in days
PARTS = {"beginning": 1, "middle": 15, "end": 0}  # of a month
STEPS = {"last": -1, "this": 0, "next": 1}
DATE_PARTS = 3


@dataclass(frozen=True, kw_only=True)
class Found:
    """One date or span, with its place among the words."""

    start: int
    end: int
    said: Said
    language: str | None = None


Pattern = Callable[[list[Item], int], tuple[Said, int] | None]  # what was said, and the item after it


def find(items: list[Item]) -> list[Found]:
    """Every date and span, from left to right."""
    found: list[Found] = []
    at = 0
    while at < len(items):
        said, after = next((hit for pattern in PATTERNS if (hit := pattern(items, at))), (None, at + 1))
        if said:
            language = next((item.language for item in items[at:after] if item.language), None)
            found.append(Found(start=items[at].start, end=items[after - 1].end, said=said, language=language))
        at = after
    return found


def _digits(items: list[Item], at: int) -> tuple[Said, int] | None:
    """3/5/27, 14.3.2027, 2027-03-14, 14/3; not 7.5 lb or 3.15 am. Eight digits run together are a date too."""
    word = items[at].word
    parts = [int(part) for part in word.replace("/", " ").replace(".", " ").replace("-", " ").split() if part.isdigit()]
    if not word[0].isdigit() or any(part > LAST_YEAR for part in parts[1:]) or is_any(items, at + 1, "measure", "unit"):
        return None
    if word.isdigit():
        return _run_together(word, at)
    if len(parts) == 2:  # noqa: PLR2004 - day and month
        year, after = year_at(items, at + 1)
        return Day(day=parts[0] or 99, month=parts[1], year=year), after
    if len(parts) != DATE_PARTS:
        return None
    day, month, year = reversed(parts) if parts[0] > 31 else parts  # noqa: PLR2004 - more than any day
    return Day(day=day or 99, month=month, year=year if year >= FIRST_YEAR else CENTURY + year), at + 1


def _run_together(word: str, at: int) -> tuple[Said, int] | None:
    for day, month, year in ((word[:2], word[2:4], word[4:]), (word[6:], word[4:6], word[:4])):
        if len(word) == 8 and 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and FIRST_YEAR <= int(year) <= LAST_YEAR:  # noqa: PLR2004
            return Day(day=int(day), month=int(month), year=int(year)), at + 1
    return None


def _day_month(items: list[Item], at: int) -> tuple[Said, int] | None:
    """14 March, the 14th of March 2027, 2027. gada 14. marts; 3月14日 is another."""
    day = number_at(items, at, ordinal=True)
    place = skip(items, at + 1, "suffix", "of", "of_month")
    month = meaning(items, place, "month")
    if day is None or month is None or day >= FIRST_YEAR:
        return None
    year, after = year_at(items, skip(items, place + 1, "month_sign"))
    return Day(day=day or 99, month=month, year=year or _year_before(items, at)), after


def _month_day(items: list[Item], at: int) -> tuple[Said, int] | None:
    """March 14, March the 14th, kovo 14 d., március 14-én, 2027. március 14."""
    month = meaning(items, at, "month")
    place = skip(items, at + 1, "suffix", "of", "month_sign")
    day = number_at(items, place, ordinal=True)
    after = skip(items, place + 1, "suffix", "day_sign")
    if month is None or day is None or is_any(items, after, "month", "unit", "measure") or day >= FIRST_YEAR:
        return None
    year, after = year_at(items, after)
    return Day(day=day or 99, month=month, year=year or _year_before(items, at)), after


def _year_before(items: list[Item], at: int) -> int | None:
    """The year that stands before a month, as in Hungarian, Lithuanian, Latvian and Chinese."""
    place = at - 1
    while place >= max(0, at - 3) and is_any(items, place, "year_sign", "suffix"):
        place -= 1
    number = meaning(items, place, "number")
    return number if number and FIRST_YEAR <= number <= LAST_YEAR else None


def _year_first(items: list[Item], at: int) -> tuple[Said, int] | None:
    """2027. március 14., 2027 m. kovo 14 d., 2027. gada 14. marts, 2027年3月14日."""
    year = meaning(items, at, "number")
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    place = skip(items, at + 1, "year_sign", "suffix", "of")
    if place >= len(items):
        return None
    return _month_day(items, place) or _day_month(items, place) or _chinese(items, place)


def _chinese(items: list[Item], at: int) -> tuple[Said, int] | None:
    """3月14日, 三月十四号, 2027年3月14日."""
    month, day = number_at(items, at), number_at(items, at + 2)
    if month is None or day is None or not is_any(items, at + 1, "month_sign"):
        return None
    return Day(day=day or 99, month=month, year=_year_before(items, at)), skip(items, at + 3, "day_sign")


def _spaced(items: list[Item], at: int) -> tuple[Said, int] | None:
    """14 03 2027."""
    day, month, year = (number_at(items, at + step) for step in range(DATE_PARTS))
    if day is None or month is None or year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Day(day=day or 99, month=month, year=year), at + DATE_PARTS


def _part_of_month(items: list[Item], at: int) -> tuple[Said, int] | None:
    """End of March, mid April, the beginning of next month; március vége, 三月底."""
    if (part := _part(items, at)) is None:
        return _month_and_part(items, at)
    place = skip(items, at + 1, "of", "month_word")
    if (month := meaning(items, place, "month")) is not None:
        year, after = year_at(items, place + 1)
        return Day(day=part, month=month, year=year), after
    step = _step(items, place)
    if step is None or meaning(items, place + 1, "unit") != MONTH:
        return None
    return Day(day=part, step=step), place + 2


def _part(items: list[Item], at: int) -> int | None:
    return next((day for name, day in PARTS.items() if is_any(items, at, name)), None)


def _month_and_part(items: list[Item], at: int) -> tuple[Said, int] | None:
    month, place = meaning(items, at, "month"), at + 1
    if month is None and is_any(items, place, "month_sign"):
        month, place = number_at(items, at), place + 1
    part = _part(items, place)
    return None if month is None or part is None else (Day(day=part, month=month), place + 1)


def _step(items: list[Item], at: int) -> int | None:
    return next((step for name, step in STEPS.items() if is_any(items, at, name)), None)


def _day_of_month(items: list[Item], at: int) -> tuple[Said, int] | None:
    """The 3rd of next month; the 3rd."""
    day = number_at(items, at, ordinal=True)
    suffixed = is_any(items, at + 1, "suffix") and len(items[at].word) <= 2  # noqa: PLR2004 - digits of a day
    if day is None or not (suffixed or is_any(items, at, "ordinal")) or is_any(items, at + 2, "unit"):
        return None
    place = skip(items, at + 1, "suffix", "of")
    step = _step(items, place)
    if step is not None and meaning(items, place + 1, "unit") == MONTH:
        return Day(day=day or 99, step=step), place + 2
    is_ordinal = meaning(items, at, "ordinal")
    return (Day(day=day or 99), skip(items, at + 1, "suffix")) if suffixed or is_ordinal else None


def _weekday(items: list[Item], at: int) -> tuple[Said, int] | None:
    """Monday, last Friday, next Tuesday; a day of the month beside it says more."""
    step = _step(items, at)
    place = at if step is None else at + 1
    weekday = meaning(items, place, "weekday")
    if weekday is None:
        return None
    if step is None and (later := _step(items, place + 1)) is not None and not is_any(items, place + 2, "unit"):
        return Weekday(weekday=weekday, step=later), place + 2
    return Weekday(weekday=weekday, step=step or 0), place + 1


def _offset(items: list[Item], at: int) -> tuple[Said, int] | None:
    days = meaning(items, at, "offset")
    if days is not None:
        return Offset(days=days), at + 1
    feast = meaning(items, at, "feast")
    return (Day(day=feast % 100, month=feast // 100), at + 1) if feast is not None else None


PATTERNS: tuple[Pattern, ...] = (
    _year_first,
    _digits,
    _day_month,
    _month_day,
    _chinese,
    _spaced,
    _part_of_month,
    span,
    week_number,
    _day_of_month,
    _weekday,
    _offset,
)
