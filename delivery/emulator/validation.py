"""Checks of a request to create a message, in the order in which the emulator reports them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from delivery.emulator import errors
from delivery.emulator.errors import ApiError
from delivery.emulator.model import Message, new_sid, utc_now
from messages.sms import measure

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BODY_CHARACTERS = 1600
MAX_VALIDITY_SECONDS = 36_000
_MAX_URL_CHARACTERS = 4000
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SERVICE_SID = re.compile(r"MG[0-9a-fA-F]{32}")


def new_message(account_sid: str, form: Mapping[str, str]) -> Message:
    """Build the message that ``form`` asks for; raises ApiError when Twilio would refuse it."""
    to, body = form.get("To", ""), form.get("Body", "")
    service, sender = form.get("MessagingServiceSid", ""), form.get("From", "")
    _check_address(to, service, sender)
    if not body:
        raise ApiError(errors.NO_BODY)
    if len(body) > MAX_BODY_CHARACTERS:
        raise ApiError(errors.BODY_TOO_LONG)
    now = utc_now()
    return Message(
        sid=new_sid("SM"),
        account_sid=account_sid,
        to=to,
        body=body,
        from_=sender or None,
        messaging_service_sid=service or None,
        status_callback=_status_callback(form),
        validity_seconds=_validity_seconds(form),
        status="accepted" if service else "queued",
        direction="outbound-api",
        # Documented: 0 at first with a messaging service, since no sender has been assigned yet.
        num_segments=0 if service else measure(body).segments,
        date_created=now,
        date_updated=now,
    )


def _check_address(to: str, service: str, sender: str) -> None:
    """Raise ApiError unless there is a destination and something to send from."""
    if not to:
        raise ApiError(errors.NO_TO)
    if not _E164.fullmatch(to):
        raise errors.invalid_to(to)
    if not service and not sender:
        raise ApiError(errors.NO_FROM)
    if service and not _SERVICE_SID.fullmatch(service):
        raise ApiError(errors.NO_SUCH_SERVICE)


def _status_callback(form: Mapping[str, str]) -> str | None:
    """Return the callback URL or None; raises ApiError for one that is not absolute http(s)."""
    url = form.get("StatusCallback", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise errors.invalid_callback(url) from error
    # Documented: a valid hostname, no underscores, at most 4000 characters.
    if parts.scheme not in {"http", "https"} or not host or "_" in host or len(url) > _MAX_URL_CHARACTERS:
        raise errors.invalid_callback(url)
    return url


def _validity_seconds(form: Mapping[str, str]) -> int:
    """Return the validity period in seconds; raises ApiError outside 1 to 36000."""
    text = form.get("ValidityPeriod", str(MAX_VALIDITY_SECONDS))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_VALIDITY_SECONDS:
        raise ApiError(errors.BAD_VALIDITY)
    return int(text)
