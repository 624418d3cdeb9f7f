"""What people usually write for status callbacks: the SDK's validator, and one row through the ORM.

A Django site of its own for the web server: that view, an empty one, and one of plain text. Its connections stay open,
and no middleware is in its way, so that nothing but the views is compared.
"""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.DATABASES["default"]["CONN_MAX_AGE"] = None
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "bench.plain"
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django has to be set up first
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from twilio.request_validator import RequestValidator  # noqa: E402

from bench.bare import HEADERS, TEXT  # noqa: E402
from delivery.channels.twilio import STATUSES  # noqa: E402
from delivery.models import Nudge  # noqa: E402
from delivery.tokens import read_nudge_token  # noqa: E402

VALIDATOR = RequestValidator(settings.TWILIO_AUTH_TOKEN)


def status(request: HttpRequest, token: str) -> HttpResponse:
    """Get and save; of our invariants only that a status does not fall back."""
    url = settings.PUBLIC_URL + request.get_full_path()
    if not VALIDATOR.validate(url, request.POST, request.headers.get("X-Twilio-Signature", "")):
        return HttpResponse(status=403)
    nudge = Nudge.objects.get(pk=read_nudge_token(token) or 0)
    nudge.status = max(nudge.status, STATUSES[request.POST["MessageStatus"]])
    nudge.provider_id = request.POST["MessageSid"]
    nudge.save()
    return HttpResponse(status=204)


def empty(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - the address is like the other's
    """Does nothing."""
    return HttpResponse(status=204)


def text(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Says the same to everybody."""
    return HttpResponse(TEXT, headers=dict(HEADERS))


urlpatterns = [
    path("webhooks/twilio/status/<str:token>/", status),
    path("empty/<str:token>/", empty),
    path("text/", text),
]
application = get_wsgi_application()
