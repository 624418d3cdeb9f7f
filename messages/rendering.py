"""From a message to the words that one parent gets: language, fallback, and the numbers of the directory."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.languages import DEFAULT, in_text
from directory.models import Service
from messages.models import Wording
from messages.sms import measure
from subscribers.models import Contact, Journey

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
DETAILS = ("phone", "url")


class UnknownPlaceholderError(LookupError):
    """A wording names a service or a detail that the directory does not have."""


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """Exactly what is sent."""

    wording_id: int
    revision: int
    language: str
    subject: str  # empty for a text message
    preheader: str  # empty for a text message
    text: str
    segments: int  # 0 for an e-mail


class Renderer:
    """Renders the wordings of some messages, with two queries whatever their number."""

    def __init__(self, message_ids: Iterable[int]) -> None:
        self._services: Mapping[str, Service] = {service.code: service for service in Service.objects.all()}
        wordings = Wording.objects.sendable().filter(message_id__in=set(message_ids))
        self._wordings = {(w.message_id, w.channel, w.language): w for w in wordings}

    def render(self, message_id: int, channel: str, journey: Journey) -> Rendering | None:
        """In the parent's language, else in the fallback they chose; None when there is nothing they may be sent.

        Raises UnknownPlaceholderError for a wording that cannot be filled in.
        """
        languages = [journey.language]
        if journey.fallback == Journey.Fallback.ENGLISH:
            languages.append(DEFAULT)
        wordings = (self._wordings.get((message_id, channel, language)) for language in languages)
        return next((self._rendering(wording) for wording in wordings if wording), None)

    def _rendering(self, wording: Wording) -> Rendering:
        text = fill(wording.body, self._services, wording.language)
        return Rendering(
            wording_id=wording.pk,
            revision=wording.revision,
            language=wording.language,
            subject=fill(wording.subject, self._services, wording.language),
            preheader=fill(wording.preheader, self._services, wording.language),
            text=text,
            segments=measure(text).segments if wording.channel == Contact.Kind.SMS else 0,
        )


def fill(body: str, services: Mapping[str, Service], language: str = DEFAULT) -> str:
    """Put the directory's numbers and addresses in place of {code.phone} and {code.url}.

    Raises UnknownPlaceholderError, which names the placeholder, when the directory has no such detail.
    """

    def detail(match: re.Match[str]) -> str:
        code, _, name = match[1].partition(".")
        value = getattr(services.get(code), name, "") if name in DETAILS else ""
        if not value:
            raise UnknownPlaceholderError(match[0])
        return in_text(value, language)

    return PLACEHOLDER.sub(detail, body)
