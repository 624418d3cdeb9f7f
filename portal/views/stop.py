"""The way out of every e-mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from delivery.tokens import read_stop_token
from subscribers import consent
from subscribers.hours import now_of


@csrf_exempt  # a mailbox provider posts here for the parent (RFC 8058); the signed token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click stops everything. A GET only asks, for link checkers open links by themselves."""
    subscriber_id = read_stop_token(token)
    if subscriber_id is None:
        return render(request, "portal/stop_unknown.html", status=404)
    if request.method == "POST":
        consent.stop(subscriber_id, "email", now_of(request))
    return render(request, "portal/stop.html", {"stopped": request.method == "POST"})
