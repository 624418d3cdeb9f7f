"""Finding dates, ages and spans of time among the words of a text, in every language at once."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.understanding.clock import Item
from portal.understanding.said import Day, Offset, Said, Span, Weekday

CENTURY = 2000
WEEK, YEAR = 7, 365  # units, in days
LAST_WEEK = 45  # that a pregnancy can be said to have
FIRST_YEAR = 2000
LAST_YEAR = 2099
LONGEST_SPAN = 999  # of any unit
PARTS = {"beginning": 1, "middle": 15, "end": 0}  # of a month
STEPS = {"last": -1, "this": 0, "next": 1}
BEFORE = ("ago", "ahead", "at", "pregnant")  # words that may stand before a span
AFTER = ("ago", "ahead_after", "old", "pregnant", "left", "early")
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


def _means(items: list[Item], at: int, what: str) -> int | None:
    return items[at].means.get(what) if 0 <= at < len(items) else None


def _is(items: list[Item], at: int, *what: str) -> bool:
    return any(_means(items, at, one) is not None for one in what)


def _skip(items: list[Item], at: int, *what: str) -> int:
    while _is(items, at, *what):
        at += 1
    return at


def _number(items: list[Item], at: int, *, ordinal: bool = False) -> int | None:
    number = _means(items, at, "number")
    return _means(items, at, "ordinal") if number is None and ordinal else number


def _year(items: list[Item], at: int) -> tuple[int | None, int]:
    """The year at a place, if there is one, and the place after it."""
    at_year = _skip(items, at, "of")
    number = _means(items, at_year, "number")
    if number is None or (
        _is(items, at_year + 1, "unit", "measure", "suffix") and not _is_year_sign(items, at_year + 1)
    ):
        return None, at
    if FIRST_YEAR <= number <= LAST_YEAR:
        return number, _skip(items, at_year + 1, "year_sign")
    word = items[at_year].word
    two_digits = len(word) == 2 and word.isdigit() and 20 <= number <= 40  # noqa: PLR2004 - a year such as 27
    return (CENTURY + number, at_year + 1) if two_digits else (None, at)


def _is_year_sign(items: list[Item], at: int) -> bool:
    """Whether a unit is that of "2027 m." and "2027年"."""
    return _means(items, at, "unit") == YEAR


def _digits(items: list[Item], at: int) -> tuple[Said, int] | None:
    """3/5/27, 14.3.2027, 2027-03-14, 14/3; not 7.5 lb or 3.15 am. Eight digits run together are a date too."""
    word = items[at].word
    parts = [int(part) for part in word.replace("/", " ").replace(".", " ").replace("-", " ").split() if part.isdigit()]
    if not word[0].isdigit() or any(part > LAST_YEAR for part in parts[1:]) or _is(items, at + 1, "measure", "unit"):
        return None
    if word.isdigit():
        return _run_together(word, at)
    if len(parts) == 2:  # noqa: PLR2004 - day and month
        year, after = _year(items, at + 1)
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
    """14 March, the 14th of March 2027, 3月14日 is another."""
    day = _number(items, at, ordinal=True)
    place = _skip(items, at + 1, "suffix", "of", "of_month")
    month = _means(items, place, "month")
    if day is None or month is None or day >= FIRST_YEAR:
        return None
    year, after = _year(items, _skip(items, place + 1, "month_sign"))
    return Day(day=day or 99, month=month, year=year), after


def _month_day(items: list[Item], at: int) -> tuple[Said, int] | None:
    """March 14, March the 14th, kovo 14 d., március 14-én, 2027. március 14."""
    month = _means(items, at, "month")
    place = _skip(items, at + 1, "suffix", "of", "month_sign")
    day = _number(items, place, ordinal=True)
    after = _skip(items, place + 1, "suffix", "day_sign")
    if month is None or day is None or _is(items, after, "month", "unit", "measure") or day >= FIRST_YEAR:
        return None
    year, after = _year(items, after)
    return Day(day=day or 99, month=month, year=year or _year_before(items, at)), after


def _year_before(items: list[Item], at: int) -> int | None:
    """The year that stands before a month, as in Hungarian, Lithuanian, Latvian and Chinese."""
    place = at - 1
    while place >= max(0, at - 3) and _is(items, place, "year_sign", "suffix"):
        place -= 1
    number = _means(items, place, "number")
    return number if number and FIRST_YEAR <= number <= LAST_YEAR else None


def _chinese(items: list[Item], at: int) -> tuple[Said, int] | None:
    """3月14日, 三月十四号, 2027年3月14日."""
    month, day = _number(items, at), _number(items, at + 2)
    if month is None or day is None or not _is(items, at + 1, "month_sign"):
        return None
    return Day(day=day or 99, month=month, year=_year_before(items, at)), _skip(items, at + 3, "day_sign")


def _spaced(items: list[Item], at: int) -> tuple[Said, int] | None:
    """14 03 2027."""
    day, month, year = (_number(items, at + step) for step in range(DATE_PARTS))
    if day is None or month is None or year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Day(day=day or 99, month=month, year=year), at + DATE_PARTS


def _part_of_month(items: list[Item], at: int) -> tuple[Said, int] | None:
    """End of March, mid April, the beginning of next month."""
    part = next((day for name, day in PARTS.items() if _is(items, at, name)), None)
    place = _skip(items, at + 1, "of")
    if part is None:
        return None
    if (month := _means(items, place, "month")) is not None:
        year, after = _year(items, place + 1)
        return Day(day=part, month=month, year=year), after
    step = _step(items, place)
    if step is None or _means(items, place + 1, "unit") != 30:  # noqa: PLR2004 - a month
        return None
    return Day(day=part, step=step), place + 2


def _step(items: list[Item], at: int) -> int | None:
    return next((step for name, step in STEPS.items() if _is(items, at, name)), None)


def _day_of_month(items: list[Item], at: int) -> tuple[Said, int] | None:
    """The 3rd of next month; the 3rd."""
    day = _number(items, at, ordinal=True)
    suffixed = _is(items, at + 1, "suffix") and len(items[at].word) <= 2  # noqa: PLR2004 - digits of a day
    if day is None or not (suffixed or _is(items, at, "ordinal")) or _is(items, at + 2, "unit"):
        return None
    place = _skip(items, at + 1, "suffix", "of")
    step = _step(items, place)
    if step is not None and _means(items, place + 1, "unit") == 30:  # noqa: PLR2004 - a month
        return Day(day=day or 99, step=step), place + 2
    is_ordinal = _means(items, at, "ordinal")
    return (Day(day=day or 99), _skip(items, at + 1, "suffix")) if suffixed or is_ordinal else None


def _weekday(items: list[Item], at: int) -> tuple[Said, int] | None:
    """Monday, last Friday, next Tuesday; a day of the month beside it says more."""
    step = _step(items, at)
    place = at if step is None else at + 1
    weekday = _means(items, place, "weekday")
    if weekday is None:
        return None
    if step is None and (later := _step(items, place + 1)) is not None and not _is(items, place + 2, "unit"):
        return Weekday(weekday=weekday, step=later), place + 2
    return Weekday(weekday=weekday, step=step or 0), place + 1


def _offset(items: list[Item], at: int) -> tuple[Said, int] | None:
    days = _means(items, at, "offset")
    if days is not None:
        return Offset(days=days), at + 1
    feast = _means(items, at, "feast")
    return (Day(day=feast % 100, month=feast // 100), at + 1) if feast is not None else None


def _span(items: list[Item], at: int) -> tuple[Said, int] | None:
    """12 weeks, 3 weeks and 2 days, 3 weeks ago, in 2 months; a week where a word beside it makes it one."""
    plain = _count_and_unit(items, at)
    if plain is None:
        return None
    count, unit, after = plain
    extra = 0
    more = _count_and_unit(items, _skip(items, after, "and")) if unit > 1 else None
    if more and more[1] < unit and _number(items, _skip(items, after, "and")) is not None:
        extra, after = more[0] * more[1], more[2]
    sense = next((name for name in BEFORE if _is(items, at - 1, name)), "")
    behind = next((name for name in AFTER if _is(items, after, name)), "")
    if behind:
        after += 1
    sense = "ahead" if behind == "ahead_after" else behind or sense
    alone = _number(items, at) is None and not _is(items, at, "double")
    if count > LONGEST_SPAN or (alone and sense not in {"ago", "ahead", "left"} and not _is(items, at - 1, "for")):
        return None
    return Span(count=count, unit=unit, extra=extra, sense=sense), after


def _week_number(items: list[Item], at: int) -> tuple[Said, int] | None:
    """Week 20, as of a pregnancy."""
    week = _number(items, at + 1)
    if _means(items, at, "unit") != WEEK or week is None or week > LAST_WEEK or _is(items, at + 2, "unit", "month"):
        return None
    return Span(count=week, unit=WEEK), at + 2


def _count_and_unit(items: list[Item], at: int) -> tuple[int, int, int] | None:
    """How many, of what, and the place after."""
    if (double := _means(items, at, "double")) is not None:
        return 2, double, at + 1
    count = _number(items, at)
    place = at if count is None else _skip(items, at + 1, "suffix", "of", "full")
    unit = _means(items, place, "unit")
    if unit is None or (count is None and _is(items, place, "month")):
        return None
    return 1 if count is None else count, unit, place + 1


PATTERNS: tuple[Pattern, ...] = (
    _digits,
    _day_month,
    _month_day,
    _chinese,
    _spaced,
    _part_of_month,
    _span,
    _week_number,
    _day_of_month,
    _weekday,
    _offset,
)
