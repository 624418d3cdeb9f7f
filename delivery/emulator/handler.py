"""The HTTP side of the emulator: reads requests, routes them and writes answers."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import logging
import os
import re
import socket
import struct
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from delivery.emulator import control, errors
from delivery.emulator.errors import ApiError
from delivery.emulator.faults import Fault
from delivery.emulator.ledger import LedgerClosedError
from delivery.emulator.listing import list_page, visible
from delivery.emulator.model import API_VERSION, new_sid
from delivery.emulator.validation import new_message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from delivery.emulator.model import Message
    from delivery.emulator.server import EmulatorServer, TwilioEmulator

logger = logging.getLogger(__name__)

MAX_REQUEST_BYTES = 1_048_576
_LIST_PATH = re.compile(rf"/{API_VERSION}/Accounts/([^/]+)/Messages\.json")
_MESSAGE_PATH = re.compile(rf"/{API_VERSION}/Accounts/([^/]+)/Messages/([^/]+)\.json")
_REFUSALS: Mapping[Fault, errors.Problem] = MappingProxyType(
    {
        Fault.TOO_MANY: errors.TOO_MANY_REQUESTS,
        Fault.SERVER_ERROR: errors.SERVER_ERROR,
        Fault.UNAVAILABLE: errors.UNAVAILABLE,
        Fault.UNSUBSCRIBED: errors.UNSUBSCRIBED,
    }
)


class EmulatorHandler(BaseHTTPRequestHandler):
    """Serves one connection; a keep-alive connection may bring many requests."""

    protocol_version = "HTTP/1.1"
    server_version = "TwilioEmulator"
    disable_nagle_algorithm = True
    timeout = 60  # seconds that a connection may stay silent
    server: EmulatorServer

    @property
    def emulator(self) -> TwilioEmulator:
        """The emulator this connection belongs to."""
        return self.server.emulator

    def do_GET(self) -> None:
        """Answer a GET request."""
        self._serve("GET")

    def do_POST(self) -> None:
        """Answer a POST request."""
        self._serve("POST")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name set by the base class
        """Log a request line at debug level instead of writing it to stderr."""
        logger.debug(format, *args)

    def _serve(self, method: str) -> None:
        """Read the whole request, so that the connection stays usable, and answer it."""
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MAX_REQUEST_BYTES or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self.send_json(413, {"error": f"send a Content-Length of at most {MAX_REQUEST_BYTES}"})
            return
        body = self.rfile.read(int(length))
        path = urlsplit(self.path).path
        try:
            if path.startswith("/emulator/"):
                self.send_json(*control.answer(self.emulator, method, path, body))
            else:
                self._serve_api(method, path, body)
        except ApiError as error:
            self.send_json(error.problem.status, error.problem.as_json())
        except LedgerClosedError:
            self._reset()

    def _serve_api(self, method: str, path: str, body: bytes) -> None:
        """Answer a request to Twilio's own paths; raises ApiError for all that Twilio refuses."""
        match = _LIST_PATH.fullmatch(path) or _MESSAGE_PATH.fullmatch(path)
        if match is None:
            raise errors.not_found(path)
        self._check_credentials(match[1])
        if match.re is _MESSAGE_PATH:
            self._fetch(method, path, match[2])
        elif method == "POST":
            form = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
            self._create(new_message(self.emulator.account_sid, form))
        else:
            query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            shown = visible(self.emulator.store.newest_first(), self.emulator.plan.settings)
            self.send_json(200, list_page(self.emulator.account_sid, shown, query))

    def _check_credentials(self, path_sid: str) -> None:
        """Raise ApiError unless the basic credentials are those of the account in the path."""
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            given = b""
        wanted = f"{self.emulator.account_sid}:{self.emulator.auth_token}".encode()
        known = scheme.lower() == "basic" and hmac.compare_digest(given, wanted)
        if not known or path_sid != self.emulator.account_sid:
            raise ApiError(errors.AUTHENTICATE)

    def _fetch(self, method: str, path: str, sid: str) -> None:
        """Answer with one message."""
        message = self.emulator.store.get(sid)
        if message is None:
            raise errors.not_found(path)
        if method != "GET":
            # Twilio redacts a message with a POST here; this project never does.
            raise ApiError(errors.METHOD_NOT_ALLOWED)
        self.send_json(200, message.as_json())

    def _create(self, message: Message) -> None:
        """Accept ``message`` and answer, unless a fault comes between."""
        fault = self.emulator.plan.choose(message.to)
        if fault is not None and fault in _REFUSALS:
            raise ApiError(_REFUSALS[fault])
        if fault is Fault.INVALID_TO:
            raise errors.invalid_to(message.to)
        if fault is Fault.HANG:
            self._wait_for_client()
        if fault in {Fault.HANG, Fault.RESET_BEFORE}:
            self._reset()
            return
        if fault is Fault.SLOW:
            self.emulator.stopping.wait(self.emulator.plan.settings.slow_seconds)
        # From here on the message counts as sent, whatever the client gets to hear.
        self.emulator.accept(message, fault)
        if fault is Fault.RESET_AFTER:
            self._reset()
        elif fault is Fault.BAD_JSON:
            self.send_bytes(201, f'{{"sid": "{message.sid[:10]}'.encode())
        else:
            self.send_json(201, message.as_json())

    def _wait_for_client(self) -> None:
        """Wait until the client closes the connection, ``hang_seconds`` at most."""
        self.connection.settimeout(self.emulator.plan.settings.hang_seconds)
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        except OSError as error:  # includes the timeout
            logger.debug("end of a hanging request: %r", error)

    def _reset(self) -> None:
        """Drop the connection without an answer; the client sees a reset, not an orderly end."""
        self.close_connection = True
        # Lingering for zero seconds makes the kernel send RST.  The descriptor is closed directly because
        # the server's own tidying would announce an orderly end first.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.server.forget(self.connection)
        os.close(self.connection.detach())

    def send_json(self, status: int, document: object) -> None:
        """Answer with ``document`` as JSON."""
        self.send_bytes(status, json.dumps(document, ensure_ascii=False).encode())

    def send_bytes(self, status: int, body: bytes) -> None:
        """Answer with ``body``, labelled as JSON."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Twilio-Request-Id", new_sid("RQ"))
        if status == errors.AUTHENTICATE.status:
            self.send_header("WWW-Authenticate", 'Basic realm="Twilio API"')
        self.end_headers()
        self.wfile.write(body)
