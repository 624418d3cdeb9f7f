"""Where a visitor's request comes from: only to count how much one network address asks for."""

from django.conf import settings
from django.http import HttpRequest


def network_address(request: HttpRequest) -> str:
    """The visitor's network address.

    Each of the settings.TRUSTED_PROXIES before us adds one address at the end of X-Forwarded-For; what stands further
    left was written by the visitor, and could be anything.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return direct
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return said[-settings.TRUSTED_PROXIES] if len(said) >= settings.TRUSTED_PROXIES else direct
