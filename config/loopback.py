"""Refuse every connection that is not to this machine: for tests, demos and benches."""

import ipaddress
import socket
import sys
from functools import cache
from typing import Any

_NETWORK_EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKUP_EVENTS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_LOCAL_NAMES = {"localhost", "", None}


class OutsideConnectionError(ConnectionRefusedError):
    """Somebody tried to reach another machine in a run that may only talk to this one."""


def is_loopback(host: Any) -> bool:
    """Whether a host, by name or address, is this machine. Only `localhost` is known by name."""
    if isinstance(host, bytes):
        host = host.decode()
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_outside(event: str, args: tuple[Any, ...]) -> None:
    if event in _NETWORK_EVENTS:
        sock, address = args[0], args[1]
        allowed = sock.family not in (socket.AF_INET, socket.AF_INET6) or address is None or is_loopback(address[0])
    elif event in _LOOKUP_EVENTS:
        host = args[0][0] if event == "socket.getnameinfo" else args[0]
        allowed = is_loopback(host) or host == socket.gethostname()
    else:
        return
    if not allowed:
        raise OutsideConnectionError("This run may only talk to this machine (LOOPBACK_ONLY); nothing was sent.")


@cache
def refuse_other_hosts() -> None:
    """From now on, and for good in this process, only loopback connections are made from Python code."""
    sys.addaudithook(_refuse_outside)  # cannot be removed again
