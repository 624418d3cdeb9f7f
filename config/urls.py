"""Every address of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls

from delivery.views import twilio_status
from portal import demo
from portal.views import stop, twilio_inbound
from scheduler.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(admin_urls)),
    path("health/", health, name="health"),
    path("stop/<str:token>/", stop, name="stop"),
    path("webhooks/twilio/inbound/", twilio_inbound, name="twilio-inbound"),
    path("webhooks/twilio/status/<str:token>/", twilio_status, name="twilio-status"),
]


def _to_come(_request: HttpRequest) -> HttpResponse:
    """A page that somebody else is writing."""
    return HttpResponse("To come")


urlpatterns += [
    path(f"{name}/", _to_come, name=name) for name in ("help-now", "privacy", "words", "join", "preferences-ask")
]
if settings.DEMO:  # virtual phones are never reachable in production
    urlpatterns += [
        path("", RedirectView.as_view(pattern_name="phones")),  # who opens the demo wants to see messages arrive
        path("phones/", demo.phones, name="phones"),
        path("phones/<int:pk>/", demo.phone, name="phone"),
        path("inboxes/<int:pk>/", demo.inbox, name="inbox"),
        path("letters/<int:pk>/", demo.letter, name="letter"),
        path("clock/", demo.move_clock, name="move-clock"),
    ]
urlpatterns.append(path("", include(wagtail_urls)))
