"""What a parent can take along or take away: past messages, a calendar, a copy of everything, a stop, an erasure."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from delivery.models import Nudge, Status
from delivery.tokens import stop_token
from portal import drafts, erasure, feed, own_data, readable, stopping, visit
from portal.own_forms import WhyForm
from subscribers.hours import now_of
from subscribers.models import Child, Journey, Subscriber

REACHED = (Status.SENT, Status.DELIVERED, Status.UNDELIVERED)
A_PAGE = 10


@visit.own_page
@require_safe
def past(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """The words that were sent, newest first; nothing about a child who has died, or may have."""
    sent = Nudge.objects.filter(journey__subscriber=parent, message__isnull=False, status__in=REACHED)
    shown = sent.exclude(journey__child__state=Child.State.LOST).exclude(journey__paused_for=Journey.PausedFor.LOSS)
    pages = Paginator(shown.order_by("-submitted_at", "-pk"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "portal/mine/past.html", {"page": page, "back": reverse("preferences")})


@visit.own_page
@require_safe
def calendar(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """The address of the calendar, to copy into a phone."""
    context = {"own_link": feed.calendar_url(parent.pk), "back": reverse("preferences")}
    return render(request, "portal/mine/calendar.html", context)


@never_cache  # and no proxy keeps it: a stop or a loss empties it at once
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for programs: no session, only the signed token."""
    subscriber_id = feed.read_calendar_token(token)
    if subscriber_id is None:
        return HttpResponseNotFound(content_type="text/plain")
    return HttpResponse(feed.calendar(subscriber_id, now_of(request)), content_type="text/calendar; charset=utf-8")


@visit.own_page
@require_safe
def data(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """Everything that we hold, to read."""
    copy = own_data.copy_of(parent)
    context = {"sections": readable.sections(copy), "messages_of": readable.messages_of(copy)}
    return render(request, "portal/mine/data.html", context | {"back": reverse("preferences")})


@visit.own_page
@require_safe
def data_file(request: HttpRequest, parent: Subscriber) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Everything that we hold, to take along."""
    response = JsonResponse(own_data.copy_of(parent), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="messages-of-hope.json"'
    return response


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """Stop all messages."""
    if request.method == "POST":
        stopping.stop(parent.pk, "web", now_of(request))
        context = {"stopped": True, "token": stop_token(parent.pk), "form": WhyForm(), "own_page": True}
        return render(request, "portal/stop.html", context)
    if parent.state == Subscriber.State.STOPPED:
        return redirect("preferences")
    return render(request, "portal/mine/stop.html", {"back": reverse("preferences")})


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """Erase everything, and close the page: there is nobody left whom it could be about."""
    if request.method == "POST":
        erasure.erase(parent, now_of(request))
        drafts.throw_away(request.session)
        visit.end(request)
        return render(request, "portal/mine/erased.html")
    return render(request, "portal/mine/erase.html", {"back": reverse("preferences")})
