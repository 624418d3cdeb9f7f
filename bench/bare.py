"""The least that the web server can do: plain text, without Django."""

from collections.abc import Callable, Iterable
from typing import Any

TEXT = b"Messages of Hope\n"
HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(TEXT)))]


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says the same to everybody."""
    start_response("200 OK", HEADERS)
    return [TEXT]
