"""Where places are found in the admin."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.places.views import Keywords, SignUpsPage
from cms.places.viewset import PlaceViewSet


def _urls() -> list[URLPattern]:
    return [
        path("places/sign-ups/", SignUpsPage.as_view(), name="place_sign_ups"),
        path("places/keywords/", Keywords.as_view(), name="place_keywords"),
    ]


def _suggestions() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("js/admin/places.js"))


def _their_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/places.css"))


hooks.register("register_admin_urls", _urls)
hooks.register("insert_editor_css", _their_look)
hooks.register("insert_editor_js", _suggestions)
register_snippet(PlaceViewSet)
