"""Spans of time among the words of a text: 12 weeks, 3 weeks and 2 days, 2 months ago, week 20."""

from portal.understanding.clock import Item
from portal.understanding.places import is_any, meaning, number_at, skip
from portal.understanding.said import Said, Span

WEEK = 7  # a unit, in days
LAST_WEEK = 45  # that a pregnancy can be said to have
LONGEST_SPAN = 999  # of any unit
BEFORE = ("ago", "ahead", "at", "pregnant")  # words that may stand before a span
AFTER = ("ago", "ahead_after", "old", "pregnant", "left", "early")


def span(items: list[Item], at: int) -> tuple[Said, int] | None:
    """12 weeks, 3 weeks and 2 days, 3 weeks ago, in 2 months; a week where a word beside it makes it one."""
    plain = _count_and_unit(items, at)
    if plain is None:
        return None
    count, unit, after = plain
    extra = 0
    more = _count_and_unit(items, skip(items, after, "and")) if unit > 1 else None
    if more and more[1] < unit and number_at(items, skip(items, after, "and")) is not None:
        extra, after = more[0] * more[1], more[2]
        after = after + 1 if meaning(items, after, "unit") == unit else after  # "20+3 weeks" is read "20 weeks 3 days"
    sense = next((name for name in BEFORE if is_any(items, at - 1, name)), "")
    behind = next((name for name in AFTER if is_any(items, after, name)), "")
    if behind:
        after += 1
    sense = "ahead" if behind == "ahead_after" else behind or sense
    alone = number_at(items, at) is None and not is_any(items, at, "double")
    if count > LONGEST_SPAN or (alone and sense not in {"ago", "ahead", "left"} and not is_any(items, at - 1, "for")):
        return None
    return Span(count=count, unit=unit, extra=extra, sense=sense), after


def week_number(items: list[Item], at: int) -> tuple[Said, int] | None:
    """Week 20, as of a pregnancy."""
    week = number_at(items, at + 1)
    if meaning(items, at, "unit") != WEEK or week is None or week > LAST_WEEK or is_any(items, at + 2, "unit", "month"):
        return None
    return Span(count=week, unit=WEEK), at + 2


def _count_and_unit(items: list[Item], at: int) -> tuple[int, int, int] | None:
    """How many, of what, and the place after."""
    if (double := meaning(items, at, "double")) is not None:
        return 2, double, at + 1
    count = number_at(items, at)
    place = at if count is None else skip(items, at + 1, "suffix", "of", "full")
    unit = meaning(items, place, "unit")
    if unit is None or (count is None and is_any(items, place, "month")):
        return None
    return 1 if count is None else count, unit, place + 1
