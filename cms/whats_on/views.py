"""What is on: the public pages about events, and their calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import events
from campaigns.event_words import EventWords, about
from campaigns.models import Event
from cms.keeping import for_a_while
from cms.whats_on import asking
from cms.whats_on.calendar import calendar
from languages.spoken import comma, hour, long_day
from languages.table import LANGUAGES, of_page
from subscribers.hours import local_day, now_of

A_PAGE = 40
MOST = 500  # in a feed


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An event as a page tells it."""

    words: EventWords
    begins: str
    ends: str  # with its day, if that is another one
    is_one_day: bool
    is_off: bool

    @property
    def event(self) -> Event:
        return self.words.event


def _shown(event: Event) -> Shown:
    code = of_page().code
    is_one_day = local_day(event.starts_at) == local_day(event.ends_at - timedelta(microseconds=1))
    ends = hour(event.ends_at, code)
    return Shown(
        words=about(event, code),
        begins=hour(event.starts_at, code),
        ends=ends if is_one_day else f"{long_day(event.ends_at, code)}{comma(code)}{ends}",
        is_one_day=is_one_day,
        is_off=event.cancelled_at is not None,
    )


@for_a_while
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list, day by day. What began on another day and goes on stands under today."""
    now = now_of(request)
    form = asking.AskForm(request.GET)
    page = Paginator(asking.upcoming(form, now), A_PAGE).get_page(request.GET.get("page"))
    feed = reverse("whats-on-feed") + (f"?{form.query}" if form.query else "")
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "days": _by_day(page, now),
        "feed": settings.PUBLIC_URL + feed,
        "webcal": f"webcal://{settings.PUBLIC_URL.partition('://')[2]}{feed}",
    }
    return render(request, "cms/whats_on/index.html", context)


def _by_day(rows: Iterable[Event], now: datetime) -> list[tuple[str, list[Shown]]]:
    today = local_day(now)

    def day(event: Event) -> date:
        return max(local_day(event.starts_at), today)

    def named(one: date) -> str:
        return long_day(one, of_page().code)

    return [(named(one), [_shown(event) for event in found]) for one, found in groupby(rows, key=day)]


@for_a_while
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one event; of a cancelled one that it is, and of one that is over too."""
    found = get_object_or_404(events.public(), pk=pk)
    context: dict[str, Any] = {
        "shown": _shown(found),
        "day": long_day(found.starts_at, of_page().code),
        "is_over": found.ends_at <= now_of(request),
        "spoken": [LANGUAGES[code] for code in found.languages if code in LANGUAGES],
    }
    return render(request, "cms/whats_on/event.html", context)


@for_a_while
@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """One event, to put into a calendar."""
    found = get_object_or_404(events.public(), pk=pk)
    answer = _answer(calendar([found], about(found, of_page().code).title))
    answer["Content-Disposition"] = f'attachment; filename="event-{pk}.ics"'
    return answer


@for_a_while
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The events of an area, to subscribe to."""
    form = asking.AskForm(request.GET)
    found = form.among(events.for_calendars(now_of(request))).order_by("starts_at", "pk")[:MOST]
    place = form.place()
    return _answer(calendar(found, _("What is on: %(place)s") % {"place": place} if place else _("What is on")))


def _answer(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
