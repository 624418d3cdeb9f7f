"""Text messages through Twilio: the calls, the codes, and the proof that a webhook is Twilio's.

Source: Twilio's REST API reference, messages resource and error dictionary. Creating a message has no idempotency
key, so whatever may have been accepted is `unknown` and not tried again. Texts go by delivery.channels.wire, many at
once; what is asked seldom goes by Twilio's own client (docs/decisions/0022).
"""

import base64
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache, cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import requests
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError
from yarl import URL

from delivery.channels.base import TOO_SLOW, ChannelError, Failure, Parcel, Receipt, Result
from delivery.channels.wire import TIMEOUT, wire
from delivery.models import Status

API_URL = "https://api.twilio.com"
FORM = "application/x-www-form-urlencoded"
LOOK_BACK = 50  # of the newest messages to a number, when one is looked up
LEEWAY = timedelta(minutes=1)  # by which the provider's clock may be behind ours

# Twilio's words for a message's state, as ours. Any other word is ignored.
STATUSES = {
    "accepted": Status.SENT,
    "scheduled": Status.SENT,
    "queued": Status.SENT,
    "sending": Status.SENT,
    "sent": Status.SENT,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
    "undelivered": Status.UNDELIVERED,
    "delivered": Status.DELIVERED,
    "read": Status.DELIVERED,
}
OPTED_OUT = 21610  # the parent texted STOP, and Twilio heard it before we did
# Refusals of this recipient or this text, which would be refused again. Every other refusal (4xx) is about how often
# we ask, or about our account, credentials, sender or messaging service: ours to mend, and the nudge waits.
FOR_GOOD = {
    21211,  # not a phone number
    21214,  # a number that cannot be reached
    21265,  # a short code
    21266,  # our own number
    21268,  # a premium or information number
    21602,  # no text
    21604,  # no number
    OPTED_OUT,
    21612,  # a number that no route leads to
    21614,  # not a mobile
    21617,  # a text longer than 1,600 characters
    21619,  # no text
    21635,  # a landline
}
# Refusals of our speed, never processed: too many calls, and a sender's queue that is full.
TOO_FAST = {20429, 21611}
ACCEPTED = range(HTTPStatus.OK, HTTPStatus.MULTIPLE_CHOICES)
PLACE = "-"  # stands where the token will stand
# A connection that never came about, its name and its encryption included: no byte of the request has left.
NEVER_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, requests.ConnectTimeout)
REFUSED = range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)


class TwilioChannel:
    """A client of one account. `api_url` points it elsewhere than Twilio's own address."""

    has_list = True

    def __init__(self, *, account_sid: str, auth_token: str, service_sid: str, api_url: str = "") -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.service_sid = service_sid
        self.api_url = api_url

    @cached_property
    def _client(self) -> Client:
        client = Client(self.account_sid, self.auth_token, http_client=TwilioHttpClient(timeout=TIMEOUT))
        if self.api_url:
            client.api.base_url = self.api_url.rstrip("/")
        return client

    @cached_property
    def _messages(self) -> URL:
        base = self.api_url.rstrip("/") or API_URL
        return URL(f"{base}/2010-04-01/Accounts/{self.account_sid}/Messages.json", encoded=True)

    @cached_property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": aiohttp.encode_basic_auth(self.account_sid, self.auth_token), "Content-Type": FORM}

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        line = wire()
        callbacks = callback_prefix()

        async def call(parcel: Parcel) -> Result:
            if time.monotonic() > until:
                return ChannelError(Failure.TEMPORARY, TOO_SLOW)
            try:
                return await self._call(line.session, parcel, callbacks)
            except Exception as error:  # noqa: BLE001 - whatever it is, it came after the claim and has to be settled
                return classify(error)

        return line.run(call, parcels, settings.IN_FLIGHT)

    async def _call(self, session: aiohttp.ClientSession, parcel: Parcel, callbacks: str) -> Result:
        form = {
            "To": parcel.address,
            "Body": parcel.text,
            "MessagingServiceSid": self.service_sid,
            "StatusCallback": f"{callbacks}{parcel.token}/",
        }
        body = urlencode(form).encode()
        async with session.post(self._messages, data=body, headers=self._headers, allow_redirects=False) as answer:
            return read(answer.status, await answer.read(), answer.headers.get("Retry-After", ""))

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:
        try:
            messages = self._client.messages.list(to=parcel.address, limit=LOOK_BACK)
        except Exception as error:  # noqa: BLE001 - the provider cannot be asked now
            raise classify(error) from None
        since, text = parcel.submitted_at - LEEWAY, parcel.text.strip()
        # The same words went to this number before, perhaps: only what was made since can be this parcel.
        recent = (m for m in messages if m.sid and m.date_created and m.date_created >= since)
        ids = (m.sid for m in recent if m.sid not in taken and (m.body or "").strip() == text)
        return next((Receipt(provider_id=sid) for sid in ids), None)


def channel() -> TwilioChannel:
    """The channel that the settings describe."""
    return TwilioChannel(
        account_sid=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
        service_sid=settings.TWILIO_MESSAGING_SERVICE_SID,
        api_url=settings.TWILIO_API_URL,
    )


def callback_prefix() -> str:
    """The address that Twilio reports to, up to the nudge's own token."""
    return settings.PUBLIC_URL + reverse("twilio-status", args=[PLACE]).removesuffix(f"{PLACE}/")


def read(status: int, body: bytes, retry_after: str = "") -> Result:
    """What a whole answer means. Raises ValueError and its like when an acceptance cannot be read."""
    if status in ACCEPTED:
        sid = json.loads(body).get("sid")
        if not sid:
            return ChannelError(Failure.UNKNOWN, "no sid")
        return Receipt(provider_id=str(sid))
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError):  # the status alone has to do
        code = None
    return by_answer(status, code, retry_after)


def by_answer(status: int, code: Any, retry_after: str = "") -> ChannelError:
    """What a refusal means: of what is neither an acceptance nor a refusal (a redirect, 5xx) nobody knows.

    `retry_after` is the header's value: seconds; a date is not looked at.
    """
    known = code if isinstance(code, int) else None
    failure = Failure.UNKNOWN
    if status in REFUSED:
        failure = Failure.PERMANENT if known in FOR_GOOD else Failure.TEMPORARY
    busy = status == HTTPStatus.TOO_MANY_REQUESTS or known in TOO_FAST
    asked = int(retry_after) if retry_after.isdecimal() else 0
    return ChannelError(failure, str(known or status), opted_out=known == OPTED_OUT, busy=busy, retry_after=asked)


def classify(error: Exception) -> ChannelError:
    """What a call that failed without a whole answer means. Only what certainly never left is temporary."""
    if isinstance(error, TwilioRestException):
        return by_answer(error.status, error.code)
    if isinstance(error, NEVER_CONNECTED) or _never_connected(error):
        return ChannelError(Failure.TEMPORARY, "no connection")
    if isinstance(error, TwilioException) and "Credentials" in str(error):
        return ChannelError(Failure.TEMPORARY, "no credentials")
    if isinstance(error, aiohttp.ClientConnectionError):
        return ChannelError(Failure.UNKNOWN, "ConnectionError")
    return ChannelError(Failure.UNKNOWN, type(error).__name__)


def _never_connected(error: Exception) -> bool:
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError)


def is_signed(request: HttpRequest) -> bool:
    """Whether Twilio signed this request: see is_genuine."""
    signature = request.headers.get("X-Twilio-Signature", "")
    return is_genuine(request.get_full_path(), dict(request.POST.lists()), signature)


def is_genuine(path: str, form: Mapping[str, Sequence[str]], signature: str) -> bool:
    """Whether Twilio signed this form for this very path of ours, with either token while they are being rotated.

    Twilio signs the address and then every name and value, sorted. The address is built from PUBLIC_URL, because behind
    a proxy a request does not know its own. The SDK's RequestValidator finds the same (a test holds us to it), but
    takes five times as long, which counts where hundreds of reports come in a second.
    """
    said = path + "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    tokens = filter(None, (settings.TWILIO_AUTH_TOKEN, settings.TWILIO_AUTH_TOKEN_SECONDARY))
    ours = (form.get("AccountSid") or [""])[-1] == settings.TWILIO_ACCOUNT_SID  # no secret
    return ours and any(
        hmac.compare_digest(_signature(token, base + said), signature.encode())
        for token in tokens
        for base in _bases(settings.PUBLIC_URL)
    )


def _signature(token: str, signed: str) -> bytes:
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), "sha1"))


@cache
def _bases(public_url: str) -> tuple[str, str]:
    """The beginning of our addresses, as Twilio may write it: without a port, and with one."""
    parts = urlsplit(public_url)
    host = parts.netloc.split(":")[0]
    port = parts.port or {"https": 443}.get(parts.scheme, 80)
    return parts._replace(netloc=host).geturl(), parts._replace(netloc=f"{host}:{port}").geturl()
