"""Opaque, signed ids for the addresses that leave this system: no personal data, and nothing to guess."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_NUDGE = "nudge"
_STOP = "stop"


def nudge_token(nudge_id: int) -> str:
    """For a provider's callbacks about one nudge."""
    return Signer(salt=_NUDGE).sign(str(nudge_id))


def read_nudge_token(token: str) -> int | None:
    """The nudge's id; None when the token is not one of ours."""
    return _read(_NUDGE, token)


def stop_token(subscriber_id: int) -> str:
    """For the pages behind the way out of an e-mail."""
    return Signer(salt=_STOP).sign(str(subscriber_id))


def stop_url(subscriber_id: int) -> str:
    """The address by which a subscriber stops everything in one click."""
    return settings.PUBLIC_URL + reverse("stop", args=[stop_token(subscriber_id)])


def read_stop_token(token: str) -> int | None:
    """The subscriber's id; None when the token is not one of ours."""
    return _read(_STOP, token)


def _read(salt: str, token: str) -> int | None:
    try:
        return int(Signer(salt=salt).unsign(token))
    except (BadSignature, ValueError):
        return None
