"""Looking at the words of time in a text, place by place: what stands there, and where it ends."""

from portal.understanding.clock import Item

CENTURY = 2000
YEAR = 365  # a unit, in days
FIRST_YEAR = 2000
LAST_YEAR = 2099


def meaning(items: list[Item], at: int, what: str) -> int | None:
    """What the word at a place stands for, if it stands for this."""
    return items[at].means.get(what) if 0 <= at < len(items) else None


def is_any(items: list[Item], at: int, *what: str) -> bool:
    """Whether the word at a place stands for any of these."""
    return any(meaning(items, at, one) is not None for one in what)


def skip(items: list[Item], at: int, *what: str) -> int:
    """The place after the words that stand for any of these."""
    while is_any(items, at, *what):
        at += 1
    return at


def number_at(items: list[Item], at: int, *, ordinal: bool = False) -> int | None:
    """The number at a place, or the ordinal if that is wanted."""
    number = meaning(items, at, "number")
    return meaning(items, at, "ordinal") if number is None and ordinal else number


def year_at(items: list[Item], at: int) -> tuple[int | None, int]:
    """The year at a place, if there is one, and the place after it."""
    at_year = skip(items, at, "of")
    number = meaning(items, at_year, "number")
    if number is None or (
        is_any(items, at_year + 1, "unit", "measure", "suffix") and not _is_year_sign(items, at_year + 1)
    ):
        return None, at
    if FIRST_YEAR <= number <= LAST_YEAR:
        return number, skip(items, at_year + 1, "year_sign")
    word = items[at_year].word
    two_digits = len(word) == 2 and word.isdigit() and 20 <= number <= 40  # noqa: PLR2004 - a year such as 27
    return (CENTURY + number, at_year + 1) if two_digits else (None, at)


def _is_year_sign(items: list[Item], at: int) -> bool:
    """Whether a unit is that of "2027 m." and "2027年"."""
    return meaning(items, at, "unit") == YEAR
