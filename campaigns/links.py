"""Short addresses of our own, /go/CODE: they say how often something was followed, and nothing about who did."""

import re
import secrets
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from campaigns.models import Campaign, Clicks, Link
from languages.table import DEFAULT, interface

# No vowels, so that no code is a word; nothing that is easily taken for something else.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 6  # of 27 letters: 387 million codes
TRIES = 5
NOT_IN_AN_ADDRESS = re.compile(r"[\s\\\x00-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class FoundLink:
    """What placeholders know of a link: {link-CODE.url} for a text, and, whole, {link-CODE.address} for a letter."""

    code: str

    def detail(self, name: str, language: str) -> str | None:
        if name == "address":
            return address_of(self.code, language)
        return address_of(self.code, language).partition("://")[2] if name == "url" else None


def find(code: str) -> FoundLink | None:
    """For messages.placeholders: the link of this code; one query."""
    return FoundLink(code=code) if Link.objects.filter(code=code).exists() else None


def address_of(code: str, language: str = DEFAULT) -> str:
    """The whole address, which leads to our pages in this language where they are offered in it."""
    with override(interface(language)):
        return settings.PUBLIC_URL + reverse("go", args=[code])


def make(campaign: Campaign, label: str, url: str) -> Link:
    """The campaign's link with this label to this address; the one that there is, or a new one.

    Raises ValidationError when the address is neither https nor a path of this site.
    """
    validate(url)
    known = Link.objects.filter(campaign=campaign, label=label, url=url).first()
    return known or _made(campaign, label, url)


def _made(campaign: Campaign, label: str, url: str) -> Link:
    for _try in range(TRIES):
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        try:
            with transaction.atomic():
                return Link.objects.create(code=code, campaign=campaign, label=label, url=url)
        except IntegrityError:  # somebody has this code
            continue
    raise RuntimeError("No free code was found for a link.")


def validate(url: str) -> None:
    """Raise ValidationError unless this is an https address or a path of this site."""
    if not is_safe(url):
        raise ValidationError(_("Give an address that begins with https://, or a path of this site, such as /help/."))


def is_safe(url: str) -> bool:
    """Whether we would send somebody there."""
    if NOT_IN_AN_ADDRESS.search(url):
        return False
    try:
        parts = urlsplit(url)
        if parts.scheme == "https":
            return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//")


def count(link: Link, day: date) -> None:
    """One more click on this local day. Two at once are two: the database adds."""
    rows = Clicks.objects.filter(link=link, day=day)
    if rows.update(count=F("count") + 1):
        return
    Clicks.objects.get_or_create(link=link, day=day)
    rows.update(count=F("count") + 1)
