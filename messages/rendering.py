"""From a message to the words that one parent gets: language, fallback, and the numbers of the directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from directory.models import Service
from languages.table import DEFAULT
from messages.library import Wording, wordings
from messages.placeholders import PLACEHOLDER, Found, UnknownPlaceholderError, fill, known_services
from messages.sms import measure
from messages.stages import Part
from subscribers.models import Contact, Journey

__all__ = ["Renderer", "Rendering", "UnknownPlaceholderError"]


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """Exactly what is sent."""

    version: int
    language: str
    whole: bool  # the whole message, and not a part of its trio
    subject: str  # empty for a text message
    preheader: str  # empty for a text message
    text: str
    segments: int  # 0 for an e-mail


class Renderer:
    """Renders the wordings of some messages: two queries whatever their number, and one if they name the directory."""

    def __init__(self, message_ids: Iterable[int]) -> None:
        self._wordings = wordings(set(message_ids))
        self._found: dict[str, Found | None] = {}  # what upper rooms know of the placeholders
        # By all that one parent's words depend on: many parents get the same.
        self._rendered: dict[tuple[int, str, str, str, int, bool], Rendering | None] = {}

    @cached_property
    def _services(self) -> Mapping[str, Service]:
        return known_services()

    def render(
        self, message_id: int, channel: str, journey: Journey, part: int = Part.FIRST, *, in_parts: bool = False
    ) -> Rendering | None:
        """In the parent's language, else in the fallback they chose; None when there is nothing they may be sent.

        Told in parts (subscribers.tracks.told_in_parts), a text is the trio's part, where the language has a trio; else
        the first part is the whole message, and the others are nothing.

        Raises UnknownPlaceholderError for a wording that cannot be filled in.
        """
        which = message_id, channel, journey.language, journey.fallback, part, in_parts
        if which not in self._rendered:
            self._rendered[which] = self._render(message_id, channel, journey, part, in_parts=in_parts)
        return self._rendered[which]

    def _render(
        self, message_id: int, channel: str, journey: Journey, part: int, *, in_parts: bool
    ) -> Rendering | None:
        languages = [journey.language]
        if journey.fallback == Journey.Fallback.ENGLISH:
            languages.append(DEFAULT)
        for language in languages:
            wording = self._wordings.get((message_id, language))
            if wording is None:
                continue
            if channel == Contact.Kind.SMS:
                if wording.trio and in_parts:
                    return self._text(wording, language, wording.trio[part - 1], whole=False)
                if wording.sms:
                    return self._text(wording, language, wording.sms, whole=True) if part == Part.FIRST else None
            elif wording.email_text:
                return self._letter(wording, language) if part == Part.FIRST else None
        return None

    def _text(self, wording: Wording, language: str, words: str, *, whole: bool) -> Rendering:
        text = self._fill(words, language).strip()
        return Rendering(
            version=wording.version,
            language=language,
            whole=whole,
            subject="",
            preheader="",
            text=text,
            segments=measure(text).segments,
        )

    def _letter(self, wording: Wording, language: str) -> Rendering:
        return Rendering(
            version=wording.version,
            language=language,
            whole=True,
            subject=self._fill(wording.subject, language),
            preheader=self._fill(wording.preheader, language),
            text=self._fill(wording.email_text, language),
            segments=0,
        )

    def _fill(self, words: str, language: str) -> str:
        return fill(words, self._services, language, self._found) if PLACEHOLDER.search(words) else words
