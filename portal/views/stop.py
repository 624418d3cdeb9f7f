"""The way out of every e-mail: stop everything, or tell that a baby has died. The signed token is the proof."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from delivery.tokens import read_stop_token
from portal import loss, stopping
from portal.models import LeavingReason
from portal.own_forms import WhyForm
from portal.views.losses import those_who_listen
from subscribers import pauses
from subscribers.hours import local_day, now_of
from subscribers.models import Subscriber


@csrf_exempt  # a mailbox provider posts here for the parent (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click stops everything. A GET only asks, for link checkers open links by themselves."""
    subscriber_id = read_stop_token(token)
    if subscriber_id is None:
        return _unknown(request)
    if request.method == "POST":
        stopping.stop(subscriber_id, "email", now_of(request))
    context: dict[str, Any] = {"stopped": request.method == "POST", "token": token, "form": WhyForm()}
    return render(request, "portal/stop.html", context)


@csrf_exempt  # a browser that keeps no cookies can tell us too
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_for_loss(request: HttpRequest, token: str) -> HttpResponse:
    """Our baby has died: the same as the text LOSS. A GET only shows the button."""
    subscriber = _subscriber(token)
    if subscriber is None:
        return _unknown(request)
    if request.method != "POST":
        return render(request, "portal/mine/loss.html", {"back": reverse("stop", args=[token])})
    loss.report(subscriber, now_of(request))
    waits = pauses.paused_after_loss(subscriber.pk).exists()
    return render(request, "portal/mine/after_loss.html", {"services": those_who_listen(), "waits_elsewhere": waits})


@csrf_exempt
@never_cache
@require_POST
def stop_why(request: HttpRequest, token: str) -> HttpResponse:
    """Why they left, if they want to say: counted, with no thread back to them."""
    subscriber = _subscriber(token)
    if subscriber is None or subscriber.state != Subscriber.State.STOPPED:
        return _unknown(request)
    form = WhyForm(request.POST)
    if form.is_valid() and (why := form.cleaned_data["why"]):
        LeavingReason.objects.create(why=why, door="email", day=local_day(now_of(request)))
    return render(request, "portal/stop.html", {"stopped": True, "thanks": True})


def _subscriber(token: str) -> Subscriber | None:
    return Subscriber.objects.filter(pk=read_stop_token(token) or 0).first()


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/stop_unknown.html", status=404)
