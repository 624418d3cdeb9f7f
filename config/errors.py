"""The last word when something is broken on our side."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

AWAY = 503  # the database does not answer: it will again
TRY_AFTER = "60"  # seconds


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The kind page, with no database and no context; 503 when it is only the database that is away.

    Django calls this inside the `except` of what went wrong.
    """
    page = render_to_string("500.html")
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(page, status=AWAY, headers={"Retry-After": TRY_AFTER, "Cache-Control": "no-store"})
    return HttpResponse(page, status=500)
