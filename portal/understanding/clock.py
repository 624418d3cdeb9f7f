"""Words of time: each word or number of a text that can be part of a date, with all that it can mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale

from portal.understanding.matching import Phrase, Tree, bare
from portal.understanding.words import elements, tables

LOCALES = {  # of CLDR, for the names of months and weekdays; Arabic has three sets, Tetum takes the Portuguese
    **{code: (code,) for code in ("en", "pl", "ro", "lt", "bg", "pt", "sk", "ga", "uk", "so", "hu", "lv", "ru")},
    "ar": ("ar", "ar_SY", "ar_MA"),
    "tet": ("pt",),
    "zh-hans": ("zh_Hans",),
}
COUNTED_FROM = {"number": 1, "ordinal": 1, "month": 1, "weekday": 0}  # the first row of each such list
VALUES = {
    "unit_day": ("unit", 1),
    "unit_week": ("unit", 7),
    "unit_fortnight": ("unit", 14),
    "unit_month": ("unit", 30),
    "unit_year": ("unit", 365),
    "two_days": ("double", 1),
    "two_weeks": ("double", 7),
    "two_months": ("double", 30),
    "before_yesterday": ("offset", -2),
    "yesterday": ("offset", -1),
    "today": ("offset", 0),
    "tomorrow": ("offset", 1),
    "after_tomorrow": ("offset", 2),
}
SHORT = 3  # letters: a shorter word is too often something else in another language
LONGEST_NUMBER = 8  # digits


@dataclass(frozen=True, kw_only=True)
class Item:
    """One word, or a few that belong together, or a number."""

    start: int
    end: int  # after its last word
    word: str
    means: dict[str, int]  # such as {"month": 3}, {"weekday": 0}, {"number": 14}, {"unit": 7}, {"ago": 0}
    language: str | None = None


@cache
def _tree() -> Tree:
    tree = Tree()
    for language, phrase, name, value, role in (*_listed(), *_calendars()):
        for way in elements(phrase, language):
            tree.add(way, Phrase(kind=name, language=language, value=value, role=role))
    return tree


def _listed() -> Iterator[tuple[str, str, str, int, str]]:
    """The rows of time.toml. Words that mean the same stand in one row, with | between them."""
    for table, languages in tables()["time"].items():
        for language, rows in languages.items():
            for place, row in enumerate(rows):
                for phrase in row.split("|"):
                    yield language, phrase, *_named(table, place), "wide"


def _named(table: str, place: int) -> tuple[str, int]:
    if table in COUNTED_FROM:
        return table, place + COUNTED_FROM[table]
    if table.startswith("feast_"):
        return "feast", int(table.removeprefix("feast_"))
    return VALUES.get(table, (table, 0))


def _calendars() -> Iterator[tuple[str, str, str, int, str]]:
    """The names of months and weekdays, long and short, in all their forms."""
    for language, codes in LOCALES.items():
        for locale in map(Locale.parse, codes):
            for what, forms in (("month", locale.months), ("weekday", locale.days)):
                for context in ("format", "stand-alone"):
                    for width in ("wide", "abbreviated"):
                        for value, name in forms[context][width].items():
                            if "月" not in name and "周" not in name and "星期" not in name:  # time.toml has these
                                yield language, name, what, value, width


def items(words: tuple[str, ...], language: str) -> list[Item]:
    """Every word of a text, or the longest group of words that time.toml or the calendars know, in order."""
    plain = tuple(bare(word) for word in words)
    found: list[Item] = []
    at = 0
    while at < len(words):
        item = _item(plain, at, language)
        found.append(item)
        at = item.end
    return found


def _item(words: tuple[str, ...], at: int, language: str) -> Item:
    word = words[at]
    if word[0].isdigit():
        means = {"number": int(word)} if word.isdigit() and len(word) <= LONGEST_NUMBER else {}
        return Item(start=at, end=at + 1, word=word, means=means)
    by_number = any(words[near][0].isdigit() for near in (at - 1, at + 1) if 0 <= near < len(words))
    known = [
        match
        for match in _tree().starting(words, at)
        if _is_meant(match.phrase, words[at : match.end], language, by_number=by_number)
    ]
    end = max((match.end for match in known), default=at + 1)
    phrases = [match.phrase for match in known if match.end == end]
    for code in (language, "en"):
        phrases = [phrase for phrase in phrases if phrase.language == code] or phrases
    said_in = phrases[0].language if phrases else None
    means = {phrase.kind: phrase.value for phrase in phrases}
    return Item(start=at, end=end, word=" ".join(words[at:end]), means=means, language=said_in)


def _is_meant(phrase: Phrase, words: tuple[str, ...], language: str, *, by_number: bool) -> bool:
    """Whether a short word or a short form counts: in the parent's own language and in English it always does."""
    if phrase.language in {language, "en"} or phrase.kind == "of":
        return True
    if phrase.role == "abbreviated":
        return phrase.kind == "month" and by_number
    word = "".join(words)
    return len(word) >= SHORT or not word.isascii()
