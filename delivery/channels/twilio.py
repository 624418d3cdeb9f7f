"""Text messages through Twilio: the calls, the codes, and the proof that a webhook is Twilio's.

Source: Twilio's REST API reference, messages resource and error dictionary. Creating a message has no idempotency
key, so whatever may have been accepted is `unknown` and not tried again.
"""

from datetime import timedelta
from functools import cached_property
from http import HTTPStatus

import requests
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from delivery.channels.base import ChannelError, Failure, Parcel, Receipt
from delivery.models import Status

TIMEOUT = 15  # seconds to wait for an answer, well within a lease
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
REFUSED = range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)


class TwilioChannel:
    """A client of one account. `api_url` points it elsewhere than Twilio's own address."""

    parallel = 32
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

    def send(self, parcel: Parcel) -> Receipt:
        callback = settings.PUBLIC_URL + reverse("twilio-status", args=[parcel.token])
        try:
            message = self._client.messages.create(
                to=parcel.address,
                body=parcel.text,
                messaging_service_sid=self.service_sid,
                status_callback=callback,
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, it came after the claim and has to be settled
            raise classify(error) from None  # its text may hold the number
        if not message.sid:
            raise ChannelError(Failure.UNKNOWN, "no sid")
        return Receipt(provider_id=message.sid)

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


def classify(error: Exception) -> ChannelError:
    """What a failed call means. Only what was certainly not accepted is temporary or permanent."""
    if isinstance(error, TwilioRestException):
        return _by_answer(error)
    if isinstance(error, requests.ConnectTimeout) or _never_connected(error):
        return ChannelError(Failure.TEMPORARY, "no connection")
    if isinstance(error, TwilioException) and "Credentials" in str(error):
        return ChannelError(Failure.TEMPORARY, "no credentials")
    return ChannelError(Failure.UNKNOWN, type(error).__name__)


def _by_answer(error: TwilioRestException) -> ChannelError:
    failure = Failure.UNKNOWN
    if error.status in REFUSED:
        failure = Failure.PERMANENT if error.code in FOR_GOOD else Failure.TEMPORARY
    return ChannelError(failure, str(error.code or error.status), opted_out=error.code == OPTED_OUT)


def _never_connected(error: Exception) -> bool:
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError)


def is_signed(request: HttpRequest) -> bool:
    """Whether Twilio signed this request for this very address, with either token while they are being rotated.

    The address is built from PUBLIC_URL, because behind a proxy the request does not know its own.
    """
    url = settings.PUBLIC_URL + request.get_full_path()
    signature = request.headers.get("X-Twilio-Signature", "")
    tokens = filter(None, (settings.TWILIO_AUTH_TOKEN, settings.TWILIO_AUTH_TOKEN_SECONDARY))
    ours = request.POST.get("AccountSid", "") == settings.TWILIO_ACCOUNT_SID  # no secret
    return ours and any(RequestValidator(token).validate(url, request.POST, signature) for token in tokens)
