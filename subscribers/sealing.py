"""Personal words and addresses: sealed at rest, and found again through a keyed blind index."""

import base64
import hashlib
import hmac
import logging
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.signals import setting_changed
from django.db import models

logger = logging.getLogger(__name__)


class SealedError(Exception):
    """It is there, and no key of ours opens it: one is missing from CONTACT_KEYS."""


@lru_cache(maxsize=1)
def _box() -> MultiFernet:
    keys = settings.CONTACT_KEYS or ["contacts:" + settings.SECRET_KEY]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def _forget_keys(*, setting: str, **_kwargs: Any) -> None:
    if setting in ("CONTACT_KEYS", "SECRET_KEY"):
        _box.cache_clear()


setting_changed.connect(_forget_keys)


def blind_index(address: str) -> bytes:
    """32 bytes that find an address again and tell nothing about it without the key (HMAC-SHA-256)."""
    key = settings.CONTACT_INDEX_KEY or "index:" + settings.SECRET_KEY
    return hmac.digest(key.encode(), address.encode(), "sha256")


class SealedTextField(models.BinaryField):  # type: ignore[type-arg] # generic in its stubs only
    """Text that the database holds only encrypted (Fernet; the newest of CONTACT_KEYS seals, any of them opens)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        sealed = _box().encrypt(value.encode()) if isinstance(value, str) else value
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, *_args: Any) -> str | None:
        try:
            return None if value is None else _box().decrypt(bytes(value)).decode()
        except InvalidToken:  # one row that cannot be opened must not stop everybody's
            logger.error("A sealed value cannot be opened: is a key missing from CONTACT_KEYS?")  # noqa: TRY400 - it says nothing more
            return ""
