"""Callbacks as the provider signs them, and as somebody else would. Source: Twilio's documentation on security."""

import base64
import hashlib
import hmac
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from random import Random

from faults.ledgers import Accepted
from faults.world import TIMEOUT, TOKEN, World

NO_ANSWER = 0


def signature(url: str, form: Mapping[str, str], token: str) -> str:
    """The address and all fields in order, hashed with the account's token."""
    said = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1)).decode()


def form_of(sid: str, status: str) -> dict[str, str]:
    """The fields of a status callback."""
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": "AC" + "0" * 32,
    }


def post_callback(one: Accepted, status: str) -> int:
    """A callback that the provider sends once more. Returns the answer's code."""
    form = form_of(one.sid, status)
    return _post(one.callback, form, signature(one.callback, form, TOKEN))


def post_forged(world: World, random: Random, token: str) -> int:
    """One that it never sent: signed with a guess, for another address, or with a field changed after signing."""
    url = f"http://127.0.0.1:{world.ports['web']}/webhooks/twilio/status/{token}/"
    form = form_of("SM" + "f" * 32, random.choice(("delivered", "failed", "sent")))
    guesses = (
        signature(url, form, "a guess"),
        signature(url + "x", form, TOKEN),
        signature(url, form | {"MessageStatus": "undelivered"}, TOKEN),
        "",
    )
    return _post(url, form, random.choice(guesses))


def _post(url: str, form: Mapping[str, str], signed: str) -> int:
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode(), {"X-Twilio-Signature": signed})  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return NO_ANSWER
