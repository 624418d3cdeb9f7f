"""Requests from the emulator to the application, signed as Twilio signs them.

The signature is described in https://www.twilio.com/docs/usage/webhooks/webhooks-security: HMAC-SHA1 with the
auth token over the full URL followed by each parameter's name and value, sorted by name, in base64.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

from delivery.emulator.model import API_VERSION, FAILURE_STATUSES, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_ANSWER_BYTES = 65_536


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the application answered: HTTP ``status`` and at most the first 64 KiB of the body."""

    status: int
    body: str


def sign(url: str, params: Mapping[str, str], auth_token: str) -> str:
    """Return the value of X-Twilio-Signature for a form-encoded POST of ``params`` to ``url``."""
    text = url + "".join(name + params[name] for name in sorted(params))
    # SHA-1 is what Twilio's contract asks for here.
    digest = hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def post_form(url: str, params: Mapping[str, str], *, auth_token: str, token: str, timeout_seconds: float) -> Answer:
    """POST ``params`` to ``url``, signed, without following redirects, and return the answer.

    ``token`` is sent as I-Twilio-Idempotency-Token and stays the same when a request is repeated.
    Raises OSError or http.client.HTTPException when no answer came within ``timeout_seconds`` per step.
    """
    # A fragment holds Twilio's connection overrides and is never sent.
    parts = urlsplit(url)._replace(fragment="")
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_seconds)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "User-Agent": "TwilioProxy/1.1",
        "X-Twilio-Signature": sign(urlunsplit(parts), params, auth_token),
        "I-Twilio-Idempotency-Token": token,
        "Connection": "close",
    }
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    try:
        connection.request("POST", target, urlencode(params), headers)
        response = connection.getresponse()
        body = response.read(_MAX_ANSWER_BYTES).decode(errors="replace")
        return Answer(status=response.status, body=body)
    finally:
        connection.close()


def status_params(message: Message, status: str) -> dict[str, str]:
    """Return the parameters of the status callback that reports ``status`` of ``message``."""
    params = {
        "AccountSid": message.account_sid,
        "ApiVersion": API_VERSION,
        "From": message.from_ or "",
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
        "To": message.to,
    }
    if message.messaging_service_sid is not None:
        params["MessagingServiceSid"] = message.messaging_service_sid
    if status in FAILURE_STATUSES and message.error_code is not None:
        params["ErrorCode"] = str(message.error_code)
    return params


def inbound_params(message: Message, opt_out_type: str | None) -> dict[str, str]:
    """Return the parameters of the webhook for an incoming ``message``.

    ``opt_out_type`` (STOP, START, HELP) is sent only by a service that has Advanced Opt-Out switched on.
    """
    params = {
        "AccountSid": message.account_sid,
        "ApiVersion": API_VERSION,
        "Body": message.body,
        "From": message.from_ or "",
        "FromCountry": "GB",
        "MessageSid": message.sid,
        "MessagingServiceSid": message.messaging_service_sid or "",
        "NumMedia": "0",
        "NumSegments": str(message.num_segments),
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "To": message.to,
        "ToCountry": "GB",
    }
    return params if opt_out_type is None else params | {"OptOutType": opt_out_type}
