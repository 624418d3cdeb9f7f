"""Days, hours, numbers and lists as each language writes them, by CLDR through Babel.

`code` is a code of the table. A day is a local day; an aware instant is told as it is here (settings.TIME_ZONE).
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.timezone import is_aware, localtime

from languages.table import DEFAULT, TABLE

BRITISH = "en_GB"
COMMAS = {"ar": "، ", "zh-hans": "\uff0c"}
CLOSED_UP = {"zh-hans": ""}  # between a day and its weekday nothing stands there


@cache
def locale_of(code: str) -> Locale:
    """Babel's locale for a language; one that the table does not know is written as English."""
    return Locale.parse(TABLE.get(code, TABLE[DEFAULT]).cldr)


def _here(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


def day(value: date, code: str) -> str:
    """As "9 June 2026"."""
    return format_date(_here(value), "long", locale_of(code))


def day_of_year(value: date, code: str) -> str:
    """As "9 June"."""
    return format_skeleton("MMMMd", _here(value), locale=locale_of(code))


def weekday(value: date, code: str) -> str:
    """As "Tuesday 9 June": for a day of the coming weeks."""
    return _british(value, code, "EEEE d MMMM") or _with_weekday(value, code, "EEEE")


def short_day(value: date, code: str) -> str:
    """As "Tue 9 June": for a text message."""
    return _british(value, code, "EEE d MMMM") or _with_weekday(value, code, "EEE")


def _with_weekday(value: date, code: str, width: str) -> str:
    """A day without its year: CLDR has no pattern for it that holds in all of our languages."""
    locale = locale_of(code)
    parts = [format_date(_here(value), width, locale), day_of_year(value, code)]
    if not str(locale.date_formats["full"].pattern).startswith("EEEE"):
        parts.reverse()
    return CLOSED_UP.get(code, comma(code)).join(parts)


def long_day(value: date, code: str) -> str:
    """As "Tuesday 9 June 2026"."""
    return _british(value, code, "EEEE d MMMM y") or format_date(_here(value), "full", locale_of(code))


def _british(value: date, code: str, pattern: str) -> str:
    """British English leaves CLDR's comma after the weekday out; empty for any other language."""
    locale = locale_of(code)
    return format_date(_here(value), pattern, locale) if str(locale) == BRITISH else ""


def hour(value: time | datetime, code: str) -> str:
    """As "10:30": by the clock of 24 hours everywhere, so that nobody takes morning for evening."""
    here = localtime(value) if isinstance(value, datetime) and is_aware(value) else value
    return format_time(here, "HH:mm", locale=locale_of(code))


def moment(value: datetime, code: str) -> str:
    """A local instant, as "9 June 2026, 10:30"."""
    pattern = get_datetime_format("medium", locale_of(code))
    return str(pattern).replace("'", "").format(hour(value, code), day(value, code))


def number(value: float, code: str) -> str:
    """As "1,234"."""
    return format_decimal(value, locale=locale_of(code))


def comma(code: str) -> str:
    """What stands between the parts of a line, such as a day and its hour."""
    return COMMAS.get(code, ", ")


def listed(items: Iterable[str], code: str) -> str:
    """As "bread, milk and tea"."""
    return format_list(list(items), locale=locale_of(code))
