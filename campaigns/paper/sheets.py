"""Content in, bytes out: each kind of sheet."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from campaigns.paper.content import DaySheet, Picture, Poster, PressNote, SocialImage
from campaigns.paper.phrases import Phrases, phrases_in
from campaigns.paper.sizes import MEASURES, PIXELS, Shape, Size
from languages.table import LANGUAGES
from languages.upright import upright
from messages.paper import press
from messages.paper.letters import ready

LAYOUTS = Path(__file__).parent / "layouts"
PICTURES = Path(__file__).resolve().parents[2] / "static" / "pictures"
# They run from left to right in every language; the layouts see to it.
CODES = frozenset({"keyword", "number", "address", "phone", "email"})


def poster(content: Poster, size: Size) -> bytes:
    """A poster, flyer, card, large-type sheet or sheet of four cards: one page, as a tagged PDF.

    Raises MissingGlyphError, MissingPhrasesError and DoesNotFitError.
    """
    return press.pdf(LAYOUTS / "poster.typ", poster_data(content, size), poster_drawings(content))


def poster_data(content: Poster, size: Size) -> dict[str, Any]:
    """What the layout of a poster reads."""
    measures = MEASURES[size]
    shown = replace(content, events=content.events[: measures.events], address=content.printed_address)
    count = len(content.events) if measures.events else 0
    data = _data(shown, content.heading, content.printed_address)
    return data | {"measures": asdict(measures), "event_count": count}


def poster_drawings(content: Poster) -> dict[str, str]:
    """The QR code and the picture of a poster, as SVG."""
    return {"qr": press.qr_svg(content.url), "picture": _picture(content.picture)}


def image(content: SocialImage, shape: Shape) -> bytes:
    """A PNG for social networks in exactly the pixels of its shape. Raises as `poster` does."""
    return press.png(LAYOUTS / "image.typ", image_data(content, shape), {"picture": _picture(content.picture)})


def image_data(content: SocialImage, shape: Shape) -> dict[str, Any]:
    """What the layout of an image reads."""
    width, height = PIXELS[shape]
    measures = {"width": width, "height": height, "shape": shape.value}
    return _data(content, content.heading, content.address) | {"measures": measures}


def press_note(content: PressNote) -> bytes:
    """A press note's skeleton on A4, as a tagged PDF; long ones take a second page. Raises as `poster` does."""
    return press.pdf(LAYOUTS / "press_note.typ", _data(content, content.headline, content.address), {})


def day_sheet(content: DaySheet) -> bytes:
    """The week's programme on one page of A4, as a tagged PDF. Raises as `poster` does."""
    data = _data(replace(content, address=content.printed_address), content.title, content.printed_address)
    drawings = {"qr": press.qr_svg(content.url)} if content.url else {}
    return press.pdf(LAYOUTS / "day_sheet.typ", data | {"url": bool(content.url)}, drawings)


def _data(content: Poster | SocialImage | PressNote | DaySheet, title: str, address: str) -> dict[str, Any]:
    """The content as JSON can hold it, ready for the fonts, with title, language, direction and fixed words."""
    language = LANGUAGES.get(content.language)
    rtl = bool(language and language.right_to_left)
    fields = {name: value for name, value in asdict(content).items() if name not in {"phrases", "url", "picture"}}
    return {
        **_made_ready(fields, rtl=rtl),
        "title": ready(title),
        "lang": content.language.partition("-")[0],
        "rtl": rtl,
        "measures": {},
        "phrases": _words(content.phrases or phrases_in(content.language), address, rtl=rtl),
    }


def _made_ready(value: Any, *, rtl: bool, code: bool = False) -> Any:
    if isinstance(value, str):
        return upright(ready(value)) if rtl and not code else ready(value)
    if isinstance(value, Mapping):
        return {name: _made_ready(part, rtl=rtl, code=name in CODES) for name, part in value.items()}
    return [_made_ready(part, rtl=rtl) for part in value]


def _words(phrases: Phrases, address: str, *, rtl: bool) -> dict[str, str]:
    """The fixed words with the web address in its place; isolated, for its full stops belong to it."""
    shown = f"\u2066{address}\u2069" if rtl else address
    return {name: ready(words.replace("%(address)s", shown)) for name, words in asdict(phrases).items()}


def _picture(picture: Picture) -> str:
    return (PICTURES / f"{picture.value}.svg").read_text(encoding="utf-8")
