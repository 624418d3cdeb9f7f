"""Previews of words as a parent meets them: on a phone, in an inbox, on the web; of drafts too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from directory.models import Service
from languages.table import LANGUAGES, Language
from messages.letters import blocks_of, text_of
from messages.painting import Letter
from messages.placeholders import PLACEHOLDER, UnknownPlaceholderError, fill, known_services
from messages.sms import Measure, measure
from messages.stages import Part

if TYPE_CHECKING:
    from messages.models import AnyWords

MODES = {
    "sms": _("Text message"),
    "trio": _("Three a week"),
    "email": _("E-mail"),
    "plain": _("E-mail without pictures and colours"),
    "web": _("Web page"),
}


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One text on a phone."""

    text: str
    measure: Measure
    caption: Any = ""


class Filler:
    """Fills placeholders in, and keeps what the directory does not have, to be named beside the preview."""

    def __init__(self, language: str) -> None:
        self._services: Mapping[str, Service] = known_services()
        self._language = language
        self.unknown: list[str] = []

    def __call__(self, words: str) -> str:
        return PLACEHOLDER.sub(self._detail, words)

    def _detail(self, match: re.Match[str]) -> str:
        try:
            return fill(match[0], self._services, self._language)
        except UnknownPlaceholderError:
            self.unknown.append(match[0])
            return match[0]


def serve(request: HttpRequest, words: "AnyWords", mode: str) -> HttpResponse:
    """The page of one mode; the text message when the mode is none of ours.

    It is a page of the admin, whatever address Wagtail makes up for it: it is shown in a frame there, and a letter
    has its styles in its elements. So the policy of public pages is not for it.
    """
    mode = mode if mode in MODES else "sms"
    filled = Filler(words.language)
    context = CONTEXTS[mode](words, filled) | {
        "words": words,
        "mode": MODES[mode],
        "tongue": _tongue(words),
        "unknown": filled.unknown,
    }
    response = TemplateResponse(request, f"messages/preview/{TEMPLATES.get(mode, mode)}.html", context)
    response._csp_exempt = True  # type: ignore[attr-defined] # noqa: SLF001 - what django-csp's decorator of views sets
    return response


def _tongue(words: "AnyWords") -> Language:
    return LANGUAGES[words.language]


def _sms(words: "AnyWords", filled: Filler) -> dict[str, Any]:
    return {"bubbles": [_bubble(words.sms, filled)] if words.sms else []}


def _trio(words: "AnyWords", filled: Filler) -> dict[str, Any]:
    parts = zip(Part, (words.sms_why, words.sms_do, words.sms_done), strict=True)
    return {"bubbles": [_bubble(text, filled, _day(part)) for part, text in parts if text]}


def _bubble(text: str, filled: Filler, caption: Any = "") -> Bubble:
    whole = filled(text)
    return Bubble(text=whole, measure=measure(whole), caption=caption)


def _day(part: Part) -> str:
    return _("Day %(day)s of the week") % {"day": part.after.days + 1}


def _letter(words: "AnyWords", filled: Filler) -> dict[str, Any]:
    letter = Letter(
        subject=filled(words.subject),
        preheader=filled(words.preheader),
        text=filled(text_of(words.email)),
        language=words.language,
        stop_url=settings.PUBLIC_URL,
    )
    return {"letter": letter}


def _web(words: "AnyWords", filled: Filler) -> dict[str, Any]:
    return {"pieces": blocks_of(filled(words.web_text))}


CONTEXTS = {"sms": _sms, "trio": _trio, "email": _letter, "plain": _letter, "web": _web}
TEMPLATES = {"trio": "sms"}  # the same page, with three bubbles
