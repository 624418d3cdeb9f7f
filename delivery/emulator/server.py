"""The emulator as an object: start it, send to its ``url``, stop it."""

from __future__ import annotations

import ipaddress
import logging
import socket
import socketserver
import sys
import threading
import uuid
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from delivery.emulator import lifecycle
from delivery.emulator.dispatcher import CallbackPolicy, Dispatcher
from delivery.emulator.faults import FaultPlan
from delivery.emulator.handler import EmulatorHandler
from delivery.emulator.ledger import Ledger
from delivery.emulator.model import Message, new_sid, utc_now
from delivery.emulator.store import MessageStore
from delivery.emulator.webhooks import Answer, inbound_params, post_form
from messages.sms import measure

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from delivery.emulator.faults import Fault

logger = logging.getLogger(__name__)

DEFAULT_ACCOUNT_SID = "AC" + "0" * 32
DEFAULT_AUTH_TOKEN = "emulator"  # noqa: S105 - a public default of a test tool
DEFAULT_SERVICE_SID = "MG" + "0" * 32
DEFAULT_SENDER = "+447700900000"
INBOUND_TIMEOUT_SECONDS = 15.0  # Twilio's default read timeout for webhooks


class EmulatorServer(ThreadingHTTPServer):
    """One thread per connection; knows the open connections so that it can close them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], emulator: TwilioEmulator) -> None:
        self.emulator = emulator
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        super().__init__(address, EmulatorHandler)

    def server_bind(self) -> None:
        """Bind without the reverse name look-up of the base class, which may block."""
        socketserver.TCPServer.server_bind(self)
        host, self.server_port = self.server_address[:2]
        self.server_name = str(host)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Accept a connection and remember it."""
        connection, address = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, address

    def forget(self, connection: socket.socket) -> None:
        """Forget a connection that is about to be closed."""
        with self._lock:
            self._open.discard(connection)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Close a connection and forget it."""
        if isinstance(request, socket.socket):
            self.forget(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """End all open connections; their threads notice and finish."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError as error:
                logger.debug("connection was closed already: %s", error)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log what went wrong in a thread; a client that went away is nothing to report."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            logger.error("request from %s went wrong: %r", client_address, request, exc_info=error)


def _loopback(host: str) -> str:
    """Return ``host``; raises ValueError unless it is a loopback address."""
    if not ipaddress.ip_address(host).is_loopback:
        text = f"the emulator listens on loopback only, not on {host}"
        raise ValueError(text)
    return host


class TwilioEmulator:
    """Twilio's message API on a loopback port; a context manager that starts and stops it.

    ``port`` 0 picks a free one.  ``callback_delay`` is in seconds, between one status and the next.
    ``ledger`` is the path of the ledger file, None keeps it in memory.  ``sender`` is the number that the
    messaging service sends from and receives at.  Raises ValueError for a ``host`` that is not loopback.
    """

    _server: EmulatorServer | None = None
    _thread: threading.Thread | None = None

    def __init__(  # noqa: PLR0913 - keyword-only configuration with defaults
        self,
        *,
        account_sid: str = DEFAULT_ACCOUNT_SID,
        auth_token: str = DEFAULT_AUTH_TOKEN,
        ledger: Path | None = None,
        inbound_url: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        callback_delay: float = 0.05,
        messaging_service_sid: str = DEFAULT_SERVICE_SID,
        sender: str = DEFAULT_SENDER,
        callback_policy: CallbackPolicy | None = None,
    ) -> None:
        self._address = (_loopback(host), port)
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.inbound_url = inbound_url
        self.messaging_service_sid = messaging_service_sid
        self.sender = sender
        self.store = MessageStore()
        self.plan = FaultPlan()
        self.ledger = Ledger(ledger)
        self.stopping = threading.Event()
        self._callback_delay = callback_delay
        self._dispatcher = Dispatcher(
            store=self.store, auth_token=auth_token, sender=sender, policy=callback_policy or CallbackPolicy()
        )

    @property
    def url(self) -> str:
        """The base URL, without a slash at the end; raises RuntimeError before :meth:`start`."""
        if self._server is None:
            text = "the emulator has not been started"
            raise RuntimeError(text)
        return f"http://{self._server.server_name}:{self._server.server_port}"

    @property
    def messages(self) -> list[Message]:
        """The messages this object has accepted so far, oldest first, each with its present status."""
        newest_first = self.store.newest_first()
        return [message for message in reversed(newest_first) if message.direction != "inbound"]

    def start(self) -> Self:
        """Bind and serve from a thread; raises OSError when the port is taken, RuntimeError a second time."""
        if self._server is not None:
            text = "an emulator can be started once"
            raise RuntimeError(text)
        self._server = EmulatorServer(self._address, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="emulator-http", daemon=True
        )
        self._thread.start()
        self._dispatcher.start()
        return self

    def stop(self) -> None:
        """Stop serving, end open connections, drop queued callbacks and close the ledger; may be repeated."""
        self.stopping.set()
        if self._server is not None and self._thread is not None and self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.close_connections()
            self._server.server_close()
        self._dispatcher.stop()
        self.ledger.close()

    def __enter__(self) -> Self:
        """Start the emulator."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the emulator."""
        self.stop()

    def accept(self, message: Message, fault: Fault | None) -> None:
        """Take responsibility for ``message``: ledger first, then the list, then its callbacks."""
        self.ledger.append(message)
        self.store.add(message)
        steps = lifecycle.steps(fault, self.plan.settings, self._callback_delay)
        self._dispatcher.submit(message.sid, steps, lifecycle.error_code(fault))

    def wait_idle(self, timeout_seconds: float = 10.0) -> bool:
        """Wait until no status change or callback is outstanding; says whether that came true in time."""
        return self._dispatcher.wait_idle(timeout_seconds)

    def inbound(
        self, from_: str, body: str, *, sid: str | None = None, opt_out_type: str | None = None
    ) -> tuple[str, Answer]:
        """Post a signed inbound webhook and return the message's SID and the application's answer.

        A ``sid`` used before repeats that webhook, as Twilio does after a lost answer.  Raises RuntimeError
        without an inbound URL, OSError or http.client.HTTPException when the application does not answer.
        """
        if self.inbound_url is None:
            text = "the emulator has no inbound URL"
            raise RuntimeError(text)
        message = self._received(from_, body, sid or new_sid("SM"))
        reply = post_form(
            self.inbound_url,
            inbound_params(message, opt_out_type),
            auth_token=self.auth_token,
            token=str(uuid.uuid4()),
            timeout_seconds=INBOUND_TIMEOUT_SECONDS,
        )
        return message.sid, reply

    def _received(self, from_: str, body: str, sid: str) -> Message:
        """Build an incoming message and keep it, so that fetch and list show it."""
        now = utc_now()
        message = Message(
            sid=sid,
            account_sid=self.account_sid,
            to=self.sender,
            body=body,
            from_=from_,
            messaging_service_sid=self.messaging_service_sid,
            status_callback=None,
            validity_seconds=0,
            status="received",
            direction="inbound",
            num_segments=measure(body).segments,
            date_created=now,
            date_updated=now,
            date_sent=now,
        )
        if self.store.get(sid) is None:
            self.store.add(message)
        return message
