"""LOOPBACK_ONLY: a run that talks to this machine alone. The hook is for good, so each run is a process of its own."""

import ipaddress
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.loopback import is_loopback

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND_LIMIT = 60  # seconds

# 192.0.2.1 and 2001:db8::1 are reserved for documentation, and example.com for examples: nobody is ever called.
START = """
import asyncio, smtplib, socket, sys, threading, urllib.request
import config.settings
from config.loopback import OutsideConnectionError

def udp(): return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def tcp(family=socket.AF_INET): return socket.socket(family, socket.SOCK_STREAM)
"""
ATTEMPT = """
try:
    {action}
except OutsideConnectionError as error:
    print("refused:", error)
except OSError as error:
    print("tried:", type(error).__name__)
else:
    print("done")
"""
REFUSED = "refused: This run may only talk to this machine (LOOPBACK_ONLY); nothing was sent."


def run(script: str, tmp_path: Path, **variables: str) -> str:
    """What a script prints in a process with the project's settings, and LOOPBACK_ONLY unless told otherwise."""
    done = subprocess.run(
        [sys.executable, "-c", START + script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | (variables or {"LOOPBACK_ONLY": "1"}),
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize(
    "action",
    [
        "tcp().connect(('192.0.2.1', 80))",
        "tcp().connect_ex(('192.0.2.1', 80))",
        "tcp(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "tcp(socket.AF_INET6).connect(('::ffff:192.0.2.1', 80))",
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.create_connection(('example.com', 80), 1)",
        "asyncio.run(asyncio.open_connection('192.0.2.1', 80))",
        "asyncio.run(asyncio.open_connection('example.com', 80))",
        "smtplib.SMTP('192.0.2.1', 25, timeout=1)",
        # names
        "socket.getaddrinfo('example.com', 80)",
        "socket.getaddrinfo(b'example.com', 80)",
        "socket.getaddrinfo('localhost.example.com', 80)",
        "socket.getaddrinfo('127.0.0.1.example.com', 80)",
        "socket.gethostbyname('example.com')",
        "socket.gethostbyname_ex('example.com')",
        "socket.gethostbyaddr('192.0.2.1')",
        "socket.getnameinfo(('192.0.2.1', 80), 0)",
        # datagrams, as those of a DNS client of its own
        "udp().sendto(b'x', ('192.0.2.1', 53))",
        "udp().sendto(b'x', 0, ('192.0.2.1', 53))",
        "udp().sendmsg([b'x'], [], 0, ('192.0.2.1', 53))",
        "udp().connect(('192.0.2.1', 53))",
    ],
)
def test_outside_is_refused(action: str, tmp_path: Path) -> None:
    assert run(ATTEMPT.format(action=action), tmp_path) == REFUSED


def test_outside_is_refused_in_a_thread_and_through_a_library(tmp_path: Path) -> None:
    script = """
def attempt():
    try:
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)
    except OSError as error:
        print(type(error.reason).__name__)

thread = threading.Thread(target=attempt)
thread.start()
thread.join()
"""
    assert run(script, tmp_path) == "OutsideConnectionError"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached(host: str, tmp_path: Path) -> None:
    script = f"""
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(({host!r}, server.getsockname()[1]), 5)
accepted, _ = server.accept()
client.sendall(b"hello")
print(accepted.recv(5))
"""
    assert run(script, tmp_path) == "b'hello'"


def test_datagrams_and_socket_pairs_of_this_machine(tmp_path: Path) -> None:
    script = """
receiver = udp()
receiver.bind(("127.0.0.1", 0))
udp().sendto(b"hello", receiver.getsockname())
one, other = socket.socketpair()
one.sendall(b"again")
print(receiver.recv(5), other.recv(5), socket.getaddrinfo("localhost", 80) != [])
"""
    assert run(script, tmp_path) == "b'hello' b'again' True"


def test_port_at_which_nobody_listens_is_tried(tmp_path: Path) -> None:
    action = "socket.create_connection(('127.0.0.1', 9), 5)"
    assert run(ATTEMPT.format(action=action), tmp_path) == "tried: ConnectionRefusedError"


def test_demo_is_loopback_only_by_itself(tmp_path: Path) -> None:
    attempt = ATTEMPT.format(action="tcp().connect(('192.0.2.1', 80))")
    assert run(attempt, tmp_path, DEMO="1") == REFUSED


def test_settings_read_twice_refuse_still(tmp_path: Path) -> None:
    script = "import importlib\nimportlib.reload(config.settings)\n"
    assert run(script + ATTEMPT.format(action="tcp().connect(('192.0.2.1', 80))"), tmp_path) == REFUSED


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        (b"localhost", True),
        ("", True),
        (None, True),
        ("127.0.0.1", True),
        (b"127.0.0.1", True),
        ("127.255.255.254", True),
        ("::1", True),
        ("::1%lo", True),
        ("0.0.0.1", False),
        ("128.0.0.1", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("::", False),
        ("fe80::1%lo", False),
        ("2001:db8::1", False),
        ("::ffff:192.0.2.1", False),
        ("example.com", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("<broadcast>", False),
        ("255.255.255.255", False),
    ],
)
def test_host_is_this_machine(host: str | bytes | None, *, expected: bool) -> None:
    assert is_loopback(host) is expected


@given(st.ip_addresses(v=4) | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_address_is_this_machine_in_one_network_only(address: ipaddress.IPv4Address) -> None:
    assert is_loopback(str(address)) is (address in ipaddress.ip_network("127.0.0.0/8"))


@given(st.text(min_size=1))
def test_no_other_name_is_this_machine(name: str) -> None:
    assert is_loopback(name) is (name == "localhost")
