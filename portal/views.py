"""The web doors."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from delivery.channels import twilio
from delivery.tokens import read_stop_token
from portal import conversation
from subscribers import consent
from subscribers.phone import PhoneError, normalise

NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # the answer goes out through the outbox


@csrf_exempt  # a mailbox provider posts here for the parent (RFC 8058); the signed token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click stops everything. A GET only asks, for link checkers open links by themselves."""
    subscriber_id = read_stop_token(token)
    if subscriber_id is None:
        return render(request, "portal/stop_unknown.html", status=404)
    if request.method == "POST":
        consent.stop(subscriber_id, "email", request.now)  # type: ignore[attr-defined] # set by ClockMiddleware
    return render(request, "portal/stop.html", {"stopped": request.method == "POST"})


@csrf_exempt  # signed by the provider
@require_POST
def twilio_inbound(request: HttpRequest) -> HttpResponse:
    """A text from a parent."""
    if not twilio.is_signed(request):
        return HttpResponseForbidden()
    try:
        phone = normalise(request.POST.get("From", ""))
    except PhoneError:
        return HttpResponse(NO_ANSWER, content_type="text/xml")  # not a number that we may text back
    now = request.now  # type: ignore[attr-defined] # set by ClockMiddleware
    conversation.receive(request.POST.get("MessageSid", ""), phone, request.POST.get("Body", ""), now)
    return HttpResponse(NO_ANSWER, content_type="text/xml")
