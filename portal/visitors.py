"""Where a visitor's request comes from: only to count how much one network address asks for."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

HOME_BITS = 64  # of an IPv6 address: the rest a household, or a phone, may choose as often as it likes


def network_address(request: HttpRequest) -> str:
    """The visitor's network address; of an IPv6 address the network, such as 2001:db8::/64.

    Each of the settings.TRUSTED_PROXIES before us adds one address at the end of X-Forwarded-For; what stands further
    left was written by the visitor, and could be anything.
    """
    return _household(_said(request))


def _said(request: HttpRequest) -> str:
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return direct
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return said[-settings.TRUSTED_PROXIES] if len(said) >= settings.TRUSTED_PROXIES else direct


def _household(address: str) -> str:
    """One visitor, however many addresses of theirs there are. What is no address stays as it is."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or IPv6Network((known, HOME_BITS), strict=False))
    return str(known)
