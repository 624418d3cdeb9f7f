"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls

from cms import images
from cms import urls as cms_urls
from cms.area.history import site_history, site_history_results
from delivery.views import twilio_status
from portal import demo
from portal import urls as portal_urls
from portal.views.webhooks import twilio_call, twilio_inbound
from scheduler.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/reports/site-history/", site_history),  # before Wagtail's, which tells everybody of every area
    path("admin/reports/site-history/results/", site_history_results),
    path("admin/", include(admin_urls)),
    path("health/", health, name="health"),
    path("media/images/<path:path>", images.serve, name="image"),
    path("webhooks/twilio/call/", twilio_call, name="twilio-call"),
    path("webhooks/twilio/inbound/", twilio_inbound, name="twilio-inbound"),
    path("webhooks/twilio/status/<str:token>/", twilio_status, name="twilio-status"),
]
if settings.DEMO:  # virtual phones are never reachable in production
    urlpatterns += [
        path("phones/", demo.phones, name="phones"),
        path("phones/<int:pk>/", demo.phone, name="phone"),
        path("inboxes/<int:pk>/", demo.inbox, name="inbox"),
        path("letters/<int:pk>/", demo.letter, name="letter"),
        path("clock/", demo.move_clock, name="move-clock"),
    ]
handler500 = "config.errors.server_error"
# Public pages carry their language in their address: /pl/..., and English without one.
urlpatterns += i18n_patterns(
    path("", include(portal_urls)),
    path("", include(cms_urls)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
