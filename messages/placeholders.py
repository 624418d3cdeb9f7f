"""Placeholders: messages never carry a typed number or name of a service; the directory fills them in."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from directory.models import Service
from languages.table import DEFAULT, in_text

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
DETAILS = ("name", "phone", "url", "hours")
# What upper rooms can fill in besides: {event-12.line} asks the finder of "event" for 12, and it for its line. A finder
# gives None for what there is not; what it gives answers each detail by language, blank when there is nothing to say.
FINDERS: dict[str, Callable[[str], "Found | None"]] = {}


class Found(Protocol):
    """Something that an upper room knows by a code."""

    def detail(self, name: str, language: str) -> str | None:
        """What to say, perhaps nothing; None when it has no such detail."""


class UnknownPlaceholderError(LookupError):
    """A wording names a service or a detail that the directory does not have."""


def named_in(text: str) -> list[str]:
    """The placeholders of a text as they are written, each once."""
    return list(dict.fromkeys(match[0] for match in PLACEHOLDER.finditer(text)))


def known_services() -> Mapping[str, Service]:
    """The directory's services, by the code that placeholders name them with; one query."""
    return {service.code: service for service in Service.objects.all()}


def fill(
    body: str, services: Mapping[str, Service], language: str = DEFAULT, found: "dict[str, Found | None] | None" = None
) -> str:
    """Put the directory's names, numbers, addresses and hours in place of {code.phone} and its like.

    What upper rooms know is kept in `found`, for whoever fills many texts in at the same instant.

    Raises UnknownPlaceholderError, which names the placeholder, when nobody has such a detail.
    """

    def detail(match: re.Match[str]) -> str:
        code, _, name = match[1].partition(".")
        value = getattr(services.get(code), name, "") if name in DETAILS else ""
        if not value and (value := from_above(code, name, language, found)) is None:
            raise UnknownPlaceholderError(match[0])
        return in_text(value, language) if name in ("phone", "url") else value

    return PLACEHOLDER.sub(detail, body)


def from_above(code: str, name: str, language: str, found: "dict[str, Found | None] | None" = None) -> str | None:
    """What an upper room says; None when it knows nothing of it."""
    kind, _, which = code.partition("-")
    known = {} if found is None else found
    if code not in known:
        known[code] = FINDERS[kind](which) if kind in FINDERS else None
    thing = known[code]
    return thing.detail(name, language) if thing else None
