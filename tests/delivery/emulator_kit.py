"""Helpers for the tests of the emulator: the Twilio SDK pointed at it, and a receiver of its webhooks."""

from __future__ import annotations

import json
import queue
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from delivery.emulator.server import DEFAULT_ACCOUNT_SID, DEFAULT_AUTH_TOKEN, DEFAULT_SERVICE_SID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from delivery.emulator import TwilioEmulator

SERVICE = DEFAULT_SERVICE_SID
SENDER = "+447700900000"
PARENT = "+447700900123"
WAIT_SECONDS = 10.0


def sdk(emulator: TwilioEmulator, token: str = DEFAULT_AUTH_TOKEN, timeout_seconds: float = 5.0) -> Client:
    """Return the real Twilio client, talking to ``emulator``."""
    http_client = TwilioHttpClient(timeout=timeout_seconds)
    client = Client(DEFAULT_ACCOUNT_SID, token, http_client=http_client)
    client.api.base_url = emulator.url
    return client


def send(client: Client, to: str = PARENT, body: str = "Hello", **more: Any) -> Any:
    """Create a message through the messaging service."""
    return client.messages.create(to=to, body=body, messaging_service_sid=SERVICE, **more)


def post_json(url: str, data: Mapping[str, object]) -> requests.Response:
    """POST ``data`` to one of the emulator's own paths."""
    return requests.post(url, data=json.dumps(data), timeout=WAIT_SECONDS)


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until ``holds()`` is true; says whether that came true within ``WAIT_SECONDS``."""
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One request that the application would have got."""

    url: str
    signature: str
    idempotency_token: str
    params: dict[str, str]

    def is_signed(self, token: str = DEFAULT_AUTH_TOKEN) -> bool:
        """Say whether Twilio's own validator accepts the signature."""
        return bool(RequestValidator(token).validate(self.url, self.params, self.signature))


class Receiver:
    """A web application that keeps what it is sent; it drops the first ``drop`` requests unanswered."""

    def __init__(self, drop: int = 0, status: int = 200) -> None:
        self._queue: queue.Queue[Webhook] = queue.Queue()
        self._drop = drop
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                receiver.keep(self, self.rfile.read(length).decode())
                if receiver.drops_this():
                    return
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"<Response/>")

            def log_message(self, *_args: object) -> None:
                """Keep the test output quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook/?stage=1&x=a%20b"

    def keep(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        """Keep one request."""
        self._queue.put(
            Webhook(
                url=f"http://{handler.headers['Host']}{handler.path}",
                signature=handler.headers["X-Twilio-Signature"],
                idempotency_token=handler.headers["I-Twilio-Idempotency-Token"],
                params=dict(parse_qsl(body, keep_blank_values=True)),
            )
        )

    def drops_this(self) -> bool:
        """Say whether the present request goes unanswered."""
        self._drop -= 1
        return self._drop >= 0

    def take(self, count: int) -> list[Webhook]:
        """Return the next ``count`` webhooks; raises queue.Empty when they do not come."""
        return [self._queue.get(timeout=WAIT_SECONDS) for _ in range(count)]

    def statuses(self, count: int) -> list[str]:
        """Return the statuses that the next ``count`` webhooks report."""
        return [webhook.params["MessageStatus"] for webhook in self.take(count)]

    def is_empty(self) -> bool:
        """Say whether nothing more has come."""
        return self._queue.empty()

    def __enter__(self) -> Self:
        """Serve from a thread."""
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
