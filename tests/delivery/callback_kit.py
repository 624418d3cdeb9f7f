"""A status callback as gunicorn hands it to the short cut."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.test import RequestFactory

from config.callbacks import FORM, Callbacks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def nobody(_environ: "WSGIEnvironment", _start_response: "StartResponse") -> Iterable[bytes]:
    """A site that nothing should reach."""
    raise AssertionError


def ask(app: Callbacks, url: str, params: dict[str, str], signature: str) -> int:
    """The status code of the answer."""
    headers = {"X-Twilio-Signature": signature}
    request = RequestFactory().post(url, urlencode(params), content_type=FORM, headers=headers)
    answers: list[str] = []

    def start(status: str, *_: Any) -> Any:
        answers.append(status)

    assert list(app(request.environ, start)) == []
    return int(answers[0].split()[0])
