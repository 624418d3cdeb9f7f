"""A letter as an inbox shows it: HTML and plain text, with what stands around the words in their language."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from languages.table import LANGUAGES, Language, interface
from languages.upright import upright
from messages.letters import ITEM, blocks_of

LINK = re.compile(r"https?://\S+")  # a paragraph that is nothing else becomes a button


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One e-mail, filled in."""

    subject: str
    preheader: str
    text: str  # in the light markup of messages.letters
    language: str  # a code of languages.table
    stop_url: str  # the one-click way out

    def html(self) -> str:
        return self._painted("html", {})

    def plain(self) -> str:
        """The words without marks; a list keeps its dashes."""
        return self._painted("txt", {"words": "\n\n".join(_plain(kind, words) for kind, words in self.pieces)})

    @property
    def tongue(self) -> Language:
        return LANGUAGES[self.language]

    @property
    def news_url(self) -> str:
        """Where a birth, a loss or any change is told: the page that sends a link, in the letter's language."""
        with translation.override(interface(self.language)):
            return f"{settings.PUBLIC_URL}{reverse('preferences-ask')}"

    @property
    def pieces(self) -> list[tuple[str, Any]]:
        """Paragraphs, actions, lists and links, in their order, each with its words or items."""
        blocks = blocks_of(upright(self.text) if self.tongue.right_to_left else self.text)
        return [
            ("link", words) if kind == "paragraph" and LINK.fullmatch(words) else (kind, words)
            for kind, words in blocks
        ]

    def _painted(self, kind: str, context: dict[str, Any]) -> str:
        with translation.override(interface(self.language)):
            painted: str = render_to_string(f"messages/letter.{kind}", {"letter": self, **context})
        return painted


def _plain(kind: str, words: Any) -> str:
    return "\n".join(ITEM + item for item in words) if kind == "list" else str(words)
