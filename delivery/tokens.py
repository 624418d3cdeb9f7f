"""Opaque, signed ids for the addresses that leave this system: no personal data, and nothing to guess."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_NUDGE = "nudge"
_STOP = "stop"


def nudge_token(nudge_id: int) -> str:
    """For a provider's callbacks about one nudge."""
    return _sign(_NUDGE, nudge_id)


def read_nudge_token(token: str) -> int | None:
    """The nudge's id; None when the token is not one of ours."""
    return _read(_NUDGE, token)


def stop_token(subscriber_id: int) -> str:
    """For the pages behind the way out of an e-mail."""
    return _sign(_STOP, subscriber_id)


def stop_url(subscriber_id: int) -> str:
    """The address by which a subscriber stops everything in one click."""
    return stop_urls()(subscriber_id)


def stop_urls() -> Callable[[int], str]:
    """The same for many subscribers: the address up to the token is put together once."""
    prefix = settings.PUBLIC_URL + reverse("stop", args=["-"]).removesuffix("-/")
    return lambda subscriber_id: f"{prefix}{stop_token(subscriber_id)}/"


def _sign(salt: str, number: int) -> str:
    """What Django's Signer gives, to the letter, in a tenth of its time: a batch signs two for each nudge."""
    value = str(number)
    digest = hmac.digest(_key(salt, settings.SECRET_KEY), value.encode(), "sha256")
    return f"{value}:{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@lru_cache(maxsize=8)
def _key(salt: str, secret: str) -> bytes:
    """The key that django.utils.crypto.salted_hmac makes for a Signer of this salt."""
    return hashlib.sha256(f"{salt}signer{secret}".encode()).digest()


def read_stop_token(token: str) -> int | None:
    """The subscriber's id; None when the token is not one of ours."""
    return _read(_STOP, token)


def _read(salt: str, token: str) -> int | None:
    try:
        return int(Signer(salt=salt).unsign(token))
    except (BadSignature, ValueError):
        return None
