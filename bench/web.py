"""The web server of the Dockerfile, for the service and for what it is compared with; and crowds that ask it."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import children
from bench.measuring import DifferentWorkError, Took
from tests.servers import free_port

SERVICE = "config.wsgi"
PLAIN = "bench.plain"
BARE = "bench.bare"
AT_ONCE = 48
COMMAND = re.compile(r"^CMD (\[.*\])$", re.MULTILINE)
DOCKERFILE = Path(__file__).resolve().parent.parent / "Dockerfile"


@contextmanager
def serving(application: str) -> Iterator[int]:
    """The server with this application, on a port of its own."""
    port = free_port()
    (command,) = COMMAND.findall(DOCKERFILE.read_text(encoding="utf-8"))
    known = {SERVICE: application, "0.0.0.0:8000": f"127.0.0.1:{port}"}
    words = [known.get(word, word) for word in json.loads(command)]
    words += ["--log-level", "error"]
    settings = "bench.settings" if application == SERVICE else "config.settings"
    with children.listening([sys.executable, "-m", *words], port, DJANGO_SETTINGS_MODULE=settings):
        yield port


def ask(port: int, requests: Sequence[str], status: int, at_once: int = AT_ONCE) -> Took:
    """Send whole requests from a process of its own; each has to be answered with this status."""
    told = children.asked("bench.load", {"port": port, "at_once": min(at_once, len(requests)), "requests": requests})
    if told["statuses"] != {str(status): len(requests)}:
        raise DifferentWorkError(f"answers: {told['statuses']}")
    return Took(units=len(requests), seconds=told["seconds"])


def get(path: str) -> str:
    """A question for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"


def post(path: str, body: str, signature: str) -> str:
    """A form, signed as the provider signs."""
    headers = (
        f"Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: {signature}\r\n"
    )
    return f"POST {path} HTTP/1.1\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}"
