"""The Message resource as the emulator keeps it and as Twilio writes it in JSON."""

from __future__ import annotations

import email.utils
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

API_VERSION = "2010-04-01"
FAILURE_STATUSES = frozenset({"failed", "undelivered"})


def utc_now() -> datetime:
    """Return the present time, aware, in UTC."""
    return datetime.now(tz=UTC)


def new_sid(prefix: str) -> str:
    """Return a fresh SID: a two-letter ``prefix`` and 32 hexadecimal digits."""
    return f"{prefix}{uuid.uuid4().hex}"


def rfc2822(moment: datetime | None) -> str | None:
    """Write a UTC time as Twilio does (whole seconds, ``+0000``); None stays None."""
    return None if moment is None else email.utils.format_datetime(moment.replace(microsecond=0))


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message; times are aware and in UTC, ``validity_seconds`` is in seconds.

    ``from_`` is None until a messaging service has picked a sender; ``date_sent`` is None until it was sent.
    """

    sid: str
    account_sid: str
    to: str
    body: str
    from_: str | None
    messaging_service_sid: str | None
    status_callback: str | None
    validity_seconds: int
    status: str
    direction: str
    num_segments: int
    date_created: datetime
    date_updated: datetime
    date_sent: datetime | None = None
    error_code: int | None = None

    @property
    def uri(self) -> str:
        """The path of this message in the API, without host."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}.json"

    def as_json(self) -> dict[str, object]:
        """Return the document of ``api.v2010.account.message`` in Twilio's OpenAPI description."""
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": rfc2822(self.date_created),
            "date_sent": rfc2822(self.date_sent),
            "date_updated": rfc2822(self.date_updated),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None if self.error_code is None else f"Emulated error {self.error_code}",
            "from": self.from_,
            "messaging_service_sid": self.messaging_service_sid,
            "num_media": "0",
            "num_segments": str(self.num_segments),
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": self.uri.removesuffix(".json") + "/Media.json"},
            "to": self.to,
            "uri": self.uri,
        }
