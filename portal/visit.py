"""A visit to a parent's own page: begun by a link that went to their address, over after half an hour.

The browser's session holds who it is and until when, and one line to show next; never a token, and nothing personal.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from subscribers.hours import now_of
from subscribers.models import Subscriber

_WHO, _UNTIL, _SAID = "parent", "parent_until", "parent_said"
Details = ParamSpec("Details")


def begin(request: HttpRequest, subscriber_id: int) -> None:
    """Let this browser in, under a new session key, so that nobody who knew the old one comes along."""
    request.session.cycle_key()
    request.session[_WHO] = subscriber_id
    request.session[_UNTIL] = (now_of(request) + settings.PAGE_LINK_VALID).isoformat()


def end(request: HttpRequest) -> None:
    """Close the page: nothing of this visit is left in this browser."""
    request.session.flush()


def visitor(request: HttpRequest) -> Subscriber | None:
    """Who is visiting; None when nobody is, the time is over, or they have been erased meanwhile."""
    who, until = request.session.get(_WHO), request.session.get(_UNTIL)
    if not who or not until or now_of(request) >= datetime.fromisoformat(until):
        return None
    known = Subscriber.objects.filter(pk=who, contacts__confirmed_at__isnull=False)
    return known.distinct().first()


def say(request: HttpRequest, line: str) -> None:
    """A line to show on the overview next."""
    request.session[_SAID] = line


def said(request: HttpRequest) -> str:
    """The line to show, once."""
    return str(request.session.pop(_SAID, ""))


def own_page(
    view: Callable[Concatenate[HttpRequest, Subscriber, Details], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Details], HttpResponse]:
    """A page for its own parent only; anybody else is shown how to get a link. No cache keeps it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Details.args, **kwargs: Details.kwargs) -> HttpResponse:
        parent = visitor(request)
        if parent is None:
            return render(request, "portal/mine/closed.html", status=403)
        return view(request, parent, *args, **kwargs)

    return never_cache(guarded)
