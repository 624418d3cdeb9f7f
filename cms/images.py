"""Images that staff put into Wagtail's library: shown in easy read, and in the editors' choosers."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import static


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """One that Wagtail has made to measure. What else is uploaded has no address of its own here."""
    return static.serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
