"""A short cut for the one address that is asked hundreds of times a second: how a text fared, by the provider.

It answers as the view does, by the same function, but before sessions, languages and the like, and stores reports that
come at the same time in one commit. Whatever is not quite such a request goes the long way.
"""

import io
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from delivery.callbacks import Callback, answer
from delivery.grouping import Grouping

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATUS = re.compile(r"/webhooks/twilio/status/([A-Za-z0-9:_-]+)/")
FORM = "application/x-www-form-urlencoded"
LONGEST = 16_384  # bytes of a form; the provider's have about 500
FIELDS = 100


class Callbacks:
    """A WSGI application: answers status callbacks itself, and asks `site` for all else."""

    def __init__(self, site: "WSGIApplication") -> None:
        self.site = site
        self.clock = import_string(settings.CLOCK)
        self.grouping = Grouping()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = STATUS.fullmatch(environ.get("PATH_INFO", ""))
        form = _form(environ) if found else None
        if found is None or form is None:
            return self.site(environ, start_response)
        status = self._answer(found, form, environ.get("HTTP_X_TWILIO_SIGNATURE", ""))
        start_response(f"{status:d} {status.phrase}", [])
        return []

    def _answer(self, found: re.Match[str], form: dict[str, list[str]], signature: str) -> HTTPStatus:
        try:
            return answer(Callback(found[0], found[1], form, signature, self.clock()), self.grouping.take)
        finally:
            close_old_connections()  # as Django does after each request


def _form(environ: "WSGIEnvironment") -> dict[str, list[str]] | None:
    """The form as Django would read it. None for anything but a short form in ASCII, posted without a query."""
    kind, length = environ.get("CONTENT_TYPE", ""), environ.get("CONTENT_LENGTH", "")
    posted = environ["REQUEST_METHOD"] == "POST" and kind.split(";")[0] == FORM
    if not posted or environ.get("QUERY_STRING") or not length.isdecimal() or int(length) > LONGEST:
        return None
    body = environ["wsgi.input"].read(int(length))
    form: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS):
            form.setdefault(name, []).append(value)
    except ValueError:  # not ASCII, or too many fields: Django shall say
        environ["wsgi.input"] = io.BytesIO(body)
        return None
    return form
