"""What readers would put better in a draft of a translation: kept for a while, with nothing that tells who wrote it."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

from languages.table import Language
from portal.models import Suggestion
from portal.understanding.text import ADDRESS

# Six digits and more, with the marks that people write between them: numbers to dial, dates, parts of an address.
LONG_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){5,}")
# Pages of somebody's own, as people copy them without https://; what follows is their token.
OWN_PAGE = re.compile(r"\S*/(?:m|stop|confirm|i|calendar)/\S+", re.IGNORECASE)
BLANK = "[…]"
DETAIL = re.compile(r"%\(\w+\)s")  # how Django writes what an address names
UNNAMED = "…"


def keep(language: Language, page: str, words: str, better: str, now: datetime) -> None:
    """Keep what somebody wrote, numbers and addresses blanked. `page` is the name of an address, or anything."""
    Suggestion.objects.create(
        language=language.code,
        page=page if path_of(page, language) else "",
        words=blanked(words),
        better=blanked(better),
        at=now,
    )


def blanked(text: str) -> str:
    """The text without mailboxes, web addresses and long numbers."""
    ours = re.compile(rf"\S*{re.escape(urlsplit(settings.PUBLIC_URL).netloc)}\S*", re.IGNORECASE)
    for what in (ADDRESS, ours, OWN_PAGE, LONG_NUMBER):
        text = what.sub(BLANK, text)
    return text


def path_of(page: str, language: Language) -> str:
    """The path of a page by its name, as /pl/stop/…/: what could name a person or a token is left out.

    Empty for what is no page's name.
    """
    with translation.override(language.django):
        found = get_resolver().reverse_dict.getlist(page)
    return f"/{DETAIL.sub(UNNAMED, found[0][0][0][0])}" if found else ""


def forget(now: datetime) -> None:
    """Drop what is older than it is kept for, done or not."""
    Suggestion.objects.filter(at__lt=now - settings.KEEP_SUGGESTIONS).delete()
