"""The ways to a parent, one short module each. `configured` gives those that the settings name."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.core.signals import setting_changed

from delivery.channels.base import Channel, ChannelError, Failure, Parcel, Receipt, Result

__all__ = ["Channel", "ChannelError", "Failure", "Parcel", "Receipt", "Result", "configured"]

SMS_MODULES = {"twilio": "delivery.channels.twilio", "virtual": "delivery.channels.virtual"}


@lru_cache(maxsize=1)
def configured() -> Mapping[str, Channel]:
    """The channel for text messages, by SMS_CHANNEL, and the one for e-mail."""
    from delivery.channels.email import EmailChannel  # noqa: PLC0415 - a channel's client is loaded when it is used

    return {"sms": import_module(SMS_MODULES[settings.SMS_CHANNEL]).channel(), "email": EmailChannel()}


setting_changed.connect(lambda **_kwargs: configured.cache_clear(), weak=False)
