"""Keywords of places: which ones mean something else already, and good ones that are free."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from campaigns.models import Place
from languages.table import LANGUAGES
from portal.understanding import understand
from subscribers.models import Journey

ANY_DAY = date(2026, 1, 1)  # a word is a date, or is none, on any day
LEAST, MOST = 3, 20
GOOD = 12  # letters that somebody still types without a slip
FILLERS = frozenset({"THE", "OF", "AND", "AT", "IN", "FOR", "ST", "LTD"})
OFFERED = 3
TRIES = 99


@lru_cache(1000)  # it is read in every language, and asked again with every letter that somebody types
def means_something_else(keyword: str) -> bool:
    """Whether parents text this word, in some language, to say something."""
    return any(understand(keyword, code, ANY_DAY).kind != "unknown" for code in LANGUAGES)


def suggestions(name: str) -> list[str]:
    """Up to three keywords for a place of this name that nobody has, has had, or texts for something else."""
    wanted = list(dict.fromkeys(_candidates(name)))
    places = Place.objects.filter(keyword__in=wanted).values_list("keyword", flat=True)
    journeys = Journey.objects.filter(keyword__in=wanted).values_list("keyword", flat=True).distinct()
    taken = {*places, *journeys}
    found: list[str] = []
    for keyword in wanted:
        if keyword not in taken and not means_something_else(keyword):
            found.append(keyword)
        if len(found) == OFFERED:
            break
    return found


def tidied(keyword: str) -> str:
    """As it is kept: capital letters and digits without spaces or hyphens between them."""
    return re.sub(r"[\s\-_.']+", "", keyword).upper()


def _candidates(name: str) -> Iterator[str]:
    """From the words of the name: two of them, the first one with initials, the initials, and numbered ones."""
    words = [word for word in _words(name) if word not in FILLERS] or _words(name)
    bases = [base for base in _bases(words) if len(base) <= MOST]
    yield from (base for base in bases if LEAST <= len(base) <= GOOD)
    yield from (base for base in bases if len(base) > GOOD)
    stem = "".join(words)[: GOOD - 1]
    if stem:
        yield from (f"{stem}{n}" for n in range(1, TRIES + 1) if len(f"{stem}{n}") >= LEAST)


def _bases(words: list[str]) -> Iterator[str]:
    initials = "".join(word[0] for word in words)
    if len(words) > 1:
        yield words[0] + words[1]
        yield words[0] + words[-1]
        yield words[0] + initials[1:]
        if len(words[0] + words[-1]) > GOOD:
            yield words[0][: GOOD // 2] + words[-1][: GOOD // 2]
        yield "".join(words)
    yield from (word for word in words[:1])
    yield initials


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()  # noqa: RUF001 - as phones write it
    return re.findall(r"[A-Z0-9]+", plain.upper())
