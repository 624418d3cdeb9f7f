"""Public pages that were made a moment ago: when a text goes out, thousands open the same page at once.

What may be kept says so itself, and for how long (`Cache-Control: public, s-maxage=60`). It is kept in this process,
for whoever brings no cookie; all others ask the site. What is no longer true is gone when its seconds have passed.
"""

import hashlib
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import caches

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SHORT_LIVED = re.compile(r"s-maxage=([1-9]\d{0,4})")
LONGEST = 200_000  # bytes of a page; ours have 10,000 to 80,000


@dataclass(frozen=True)
class Answer:
    """What the site said, and when (seconds since 1970)."""

    status: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    at: float


class Pages:
    """A WSGI application: answers with the pages it keeps, and asks `site` for all else."""

    def __init__(self, site: "WSGIApplication") -> None:
        self.site = site
        self.kept = caches["pages"]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_COOKIE"):
            return self.site(environ, start_response)
        address = _key(environ, ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "PATH_INFO", "QUERY_STRING"))
        varies = self.kept.get(address)
        answer = None if varies is None else self.kept.get(address + _key(environ, varies))
        if answer is None:
            return self._ask(address, environ, start_response)
        age = max(int(time.time() - answer.at), 0)
        start_response(answer.status, [*answer.headers, ("Age", str(age))])
        return [answer.body]

    def _ask(self, address: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        told: list[Any] = []

        def hear(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, exc_info)

        said: Any = self.site(environ, hear)
        status, headers = told
        seconds, varies = _may_be_kept(status, dict(headers))
        if not seconds:
            answer: Iterable[bytes] = said
            return answer
        try:
            body = b"".join(said)
        finally:
            said.close()  # Django's answers can be, and have to be
        self.kept.set(address, varies, seconds)
        self.kept.set(address + _key(environ, varies), Answer(status, headers, body, time.time()), seconds)
        return [body]


def _key(environ: "WSGIEnvironment", names: Iterable[str]) -> str:
    return hashlib.sha256(repr([environ.get(name, "") for name in names]).encode()).hexdigest()


def _may_be_kept(status: str, headers: dict[str, str]) -> tuple[int, tuple[str, ...]]:
    """For how many seconds, nought for not at all, and by which headers of a request, in WSGI's words, it differs."""
    control = headers.get("Cache-Control", "")
    varies = [name.strip() for name in headers.get("Vary", "").split(",") if name.strip()]
    seconds = SHORT_LIVED.search(control)
    is_page = status.startswith("200 ") and headers.get("Content-Type", "").startswith("text/html")
    is_short = 0 < int(headers.get("Content-Length", 0)) <= LONGEST
    is_everybodys = "public" in control and "Set-Cookie" not in headers and not {"*", "Cookie"} & set(varies)
    if not (seconds and is_page and is_short and is_everybodys):
        return 0, ()
    return int(seconds[1]), tuple(f"HTTP_{name.upper().replace('-', '_')}" for name in varies)
