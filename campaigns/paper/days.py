"""Days as a sheet writes them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from campaigns.paper.phrases import MissingPhrasesError
from directory import languages


def between(first: date, last: date, language: str) -> str:
    """Two days in words, "8 to 14 June 2026"; raises MissingPhrasesError for a language without a catalogue.

    Words, not a dash: a dash between numbers turns them round beside Arabic letters.
    """
    if language not in languages.INTERFACE:
        raise MissingPhrasesError(f"No words for days in {language!r}.")
    with override(languages.interface(language)):  # "E" is the month as it stands in a date: "czerwca", not "Czerwiec"
        whole = date_format(last, "j E Y")
        if first == last:
            return whole
        begin = date_format(first, _unshared(first, last))
        return gettext("%(first)s to %(last)s") % {"first": begin, "last": whole}


def _unshared(first: date, last: date) -> str:
    """The format of what the first day does not share with the last."""
    if first.year != last.year:
        return "j E Y"
    return "j E" if first.month != last.month else "j"
