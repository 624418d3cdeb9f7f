"""Days as a sheet writes them."""

from datetime import date

from django.utils.translation import gettext, override

from campaigns.paper.phrases import MissingPhrasesError
from languages import spoken, table


def between(first: date, last: date, language: str) -> str:
    """Two days in words, "8 to 14 June 2026"; raises MissingPhrasesError for a language without a catalogue.

    Words, not a dash: a dash between numbers turns them round beside Arabic letters.
    """
    if language not in table.INTERFACE:
        raise MissingPhrasesError(f"No words for days in {language!r}.")
    begins, ends = spoken.day(first, language), spoken.day(last, language)
    if first == last:
        return ends
    if first.year == last.year and begins.startswith(str(first.year)):
        ends = spoken.day_of_year(last, language)  # the year comes first, once
    elif first.year == last.year:
        begins = spoken.day_of_year(first, language)
        if first.month == last.month and ends.startswith(str(last.day)):
            begins = begins.split(" ")[0]  # the month follows once
    with override(table.interface(language)):
        return gettext("%(first)s to %(last)s") % {"first": begins, "last": ends}
