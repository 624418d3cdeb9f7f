"""Placeholders: messages never carry a typed number or name of a service; the directory fills them in."""

import re
from collections.abc import Mapping

from directory.languages import DEFAULT, in_text
from directory.models import Service

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
DETAILS = ("name", "phone", "url", "hours")


class UnknownPlaceholderError(LookupError):
    """A wording names a service or a detail that the directory does not have."""


def known_services() -> Mapping[str, Service]:
    """The directory's services, by the code that placeholders name them with; one query."""
    return {service.code: service for service in Service.objects.all()}


def fill(body: str, services: Mapping[str, Service], language: str = DEFAULT) -> str:
    """Put the directory's names, numbers, addresses and hours in place of {code.phone} and its like.

    Raises UnknownPlaceholderError, which names the placeholder, when the directory has no such detail.
    """

    def detail(match: re.Match[str]) -> str:
        code, _, name = match[1].partition(".")
        value = getattr(services.get(code), name, "") if name in DETAILS else ""
        if not value:
            raise UnknownPlaceholderError(match[0])
        return in_text(value, language) if name in ("phone", "url") else value

    return PLACEHOLDER.sub(detail, body)
