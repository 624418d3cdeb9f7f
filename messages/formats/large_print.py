"""A message in large print: A4, 18 points, black on white, as a tagged PDF."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext, override

from languages.table import LANGUAGES, interface
from languages.upright import upright
from messages.formats.text import Whole
from messages.paper import press
from messages.paper.letters import MissingGlyphError, ready

LAYOUT = Path(__file__).parent / "large_print.typ"


def large_print(whole: Whole) -> bytes:
    """The PDF. Raises MissingGlyphError."""
    language = LANGUAGES[whole.language]

    def made(text: str) -> str:
        return upright(ready(text)) if language.right_to_left else ready(text)

    with override(interface(whole.language)):
        name = gettext("Messages of Hope")
    content = {
        "lang": whole.language.partition("-")[0],
        "rtl": language.right_to_left,
        "name": made(name),
        "title": ready(whole.topic),
        "topic": made(whole.topic),
        "pieces": [
            {"kind": kind, "texts": [made(text) for text in (piece if isinstance(piece, list) else [piece])]}
            for kind, piece in whole.pieces
        ],
        "why_heading": made(whole.why_heading),
        "why": made(whole.why),
    }
    return press.pdf(LAYOUT, content, {})


def can_set(texts: Iterable[str]) -> bool:
    """Whether our fonts have every letter."""
    try:
        for text in texts:
            ready(text)
    except MissingGlyphError:
        return False
    return True
