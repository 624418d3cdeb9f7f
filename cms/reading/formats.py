"""Other ways to take a message in: a page in easy read, a recording, large print and braille."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.text import slugify
from django.utils.translation import override

from cms.keeping import for_a_while
from cms.reading.recordings import recording
from cms.reading.views import public_words
from languages.table import LANGUAGES, interface, of_page
from messages.formats import brf
from messages.formats.braille import BrailleError, NotInBrailleError
from messages.formats.large_print import large_print
from messages.formats.models import Audio, EasyRead
from messages.formats.pictures import Picture
from messages.formats.text import Whole, whole
from messages.models import AnyWords
from messages.paper.letters import MissingGlyphError
from messages.placeholders import UnknownPlaceholderError

IMAGE = "max-640x480"
PDF = "application/pdf"
UNMADE = (MissingGlyphError, BrailleError, NotInBrailleError, UnknownPlaceholderError)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence with its picture."""

    sentence: str
    source: str  # the picture's address
    alt: str


def lines_of(easy: EasyRead) -> list[Line]:
    """The lines as a page shows them."""
    with override(interface(easy.language)):
        return [_line(block.value) for block in easy.lines]


def _line(value: Any) -> Line:
    if image := value["image"]:
        return Line(sentence=value["sentence"], source=image.get_rendition(IMAGE).url, alt=value["alt"])
    picture = Picture(value["picture"]) if value["picture"] else None
    source = static(f"pictures/{picture.value}.svg") if picture else ""
    return Line(sentence=value["sentence"], source=source, alt=str(picture.label) if picture else "")


@for_a_while
def easy_read(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own, large; without one, the message's page, so that a change of language finds the words."""
    words = public_words(pk)
    try:
        found = EasyRead.objects.public(words, whole(words))
    except UnknownPlaceholderError as error:
        raise Http404 from error
    if found is None:
        return redirect("read-message", pk)
    context = {
        "words": words,
        "lines": lines_of(found),
        "tongue": LANGUAGES[words.language],
        "in_english": words.language != of_page().code,
    }
    return render(request, "cms/reading/easy_read.html", context)


def listen(request: HttpRequest, pk: int, sound: str) -> HttpResponseBase:
    """The recording itself."""
    words = public_words(pk)
    found: Audio = _found(Audio.objects.public(words))
    if found.sound != sound:
        raise Http404
    return recording(request, found, f"{_name(words)}.{sound}")


def large(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - a view's first argument
    """The message as a PDF in large print."""
    return made(public_words(pk), "large-print")


def braille(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    """The message as a braille-ready file."""
    return made(public_words(pk), "braille")


MAKERS = {"large-print": (large_print, "pdf", PDF), "braille": (brf.brf, "brf", brf.TYPE)}


def made(words: AnyWords, kind: str) -> HttpResponse:
    """A file that is made when somebody asks for it. Raises Http404 when it cannot be made of these words here."""
    make, ending, media_type = MAKERS[kind]
    try:
        text: Whole = whole(words)
        content = make(text)
    except UNMADE as error:
        raise Http404 from error
    # To be kept, printed or carried to a device: no browser shows braille, and none prints large print as well.
    headers = {"Content-Disposition": f'attachment; filename="{_name(words)}-{kind}.{ending}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _name(words: AnyWords) -> str:
    """A file's name, that tells files of several weeks and languages apart."""
    parts: Iterable[str] = ("message", str(words.message_id), words.language)
    return slugify("-".join(parts))


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row
