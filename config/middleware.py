"""What every request carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


class ClockMiddleware:
    """Gives each request its `now` (aware, UTC), so that no view reads a clock of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.clock = import_string(settings.CLOCK)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = self.clock()  # type: ignore[attr-defined]
        return self.get_response(request)
