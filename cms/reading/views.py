"""The messages on the web, week by week: what anybody may read without signing up for anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cms.keeping import for_a_while
from languages.table import DEFAULT, LANGUAGES, of_page
from messages.formats.offering import ways_of
from messages.formats.text import whole
from messages.models import AnyWords, Message, Translation
from messages.placeholders import UnknownPlaceholderError
from messages.stages import StageKind
from subscribers.models import Track

# The special tracks, and care after a loss, are for those who asked for them.
TRACKS = (Track.CARER, Track.FATHER_PARTNER)
KINDS = (StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH)


@dataclass(frozen=True, kw_only=True)
class Link:
    """One message in the list."""

    pk: int
    topic: str
    language: str
    track: Track


@for_a_while
def index(request: HttpRequest) -> HttpResponse:
    """Every week and month that has a message which may be read, with its topics; two queries."""
    return render(request, "cms/reading/index.html", {"bands": list(_bands())})


def _bands() -> Iterator[tuple[StageKind, dict[int, list[Link]]]]:
    messages = Message.objects.of_stages().filter(track__in=TRACKS, live=True, held_at=None).order_by("number", "track")
    topics = _topics()
    links: dict[str, dict[int, list[Link]]] = {kind: {} for kind in KINDS}
    for pk, kind, number, track in messages.values_list("pk", "kind", "number", "track"):
        if kind in links and pk in topics:
            language, topic = topics[pk]
            link = Link(pk=pk, topic=topic, language=language, track=Track(track))
            links[kind].setdefault(number, []).append(link)
    return ((kind, links[kind]) for kind in KINDS if links[kind])


def _topics() -> Mapping[int, tuple[str, str]]:
    """Language and topic by message: in the page's language where that may be read, else in English."""
    found = {pk: (DEFAULT, topic) for pk, topic in Message.objects.sendable().values_list("pk", "topic")}
    code = of_page().code
    if code != DEFAULT:
        translated = Translation.objects.sendable().filter(language=code)
        found |= {pk: (code, topic) for pk, topic in translated.values_list("message_id", "topic")}
    return found


@for_a_while
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One message. What nobody has approved is not there, and neither is what names something we do not have."""
    words = public_words(pk)
    try:
        text = whole(words)
    except UnknownPlaceholderError as error:
        raise Http404 from error
    context: dict[str, Any] = {
        "words": words,
        "pieces": text.pieces,
        "ways": ways_of(words, text),
        "tongue": LANGUAGES[words.language],
        "in_english": words.language != of_page().code,
    }
    return render(request, "cms/reading/page.html", context)


def public_words(pk: int) -> AnyWords:
    """What may be read of a message, in the page's language or else in English. Raises Http404."""
    public = Message.objects.of_stages().filter(pk=pk, track__in=TRACKS)
    translated = Translation.objects.sendable().filter(message__in=public, language=of_page().code).first()
    words: AnyWords | None = translated or public.sendable().first()
    if words is None:
        raise Http404
    return words
