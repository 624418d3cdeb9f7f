"""What becomes of each of several e-mails on one connection, whatever the server does and wherever."""

import math
import os
import smtplib
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from pytest_django import Settings

from delivery.channels import Failure, Parcel, Receipt, Result, smtp_wire
from delivery.channels.email import EmailChannel
from delivery.channels.mime import Mail, write
from tests import factories
from tests.delivery.smtp_kit import EXTENSIONS, HANG_UP, ScriptedServer, of_this_machine

Outcome = tuple[Failure, str] | str
Start = Callable[..., ScriptedServer]
LOST = "SMTPServerDisconnect"  # the class's name, as far as a code may be long
OK = "sent"
TEXTS = ["Sing one song.", ".\n\n.A dot.\n\n..Two\n.\nQUIT", "Enough – for today."]


def permanent(code: str) -> Outcome:
    return Failure.PERMANENT, code


def temporary(code: str) -> Outcome:
    return Failure.TEMPORARY, code


def unknown(code: str) -> Outcome:
    return Failure.UNKNOWN, code


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """A way to start servers, and to have Django's settings name the last."""
    servers: list[ScriptedServer] = []

    def _start(script: Mapping[str, str] | None = None, **details: Any) -> ScriptedServer:
        server = ScriptedServer(script or {}, **details)
        servers.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        return server

    yield _start
    for server in servers:
        server.close()


def parcels(first: int = 1) -> list[Parcel]:
    return [
        factories.parcel(
            "email",
            address=f"parent{n}@hope.example",
            subject="One song",
            text=text,
            token=f"{n}:token",
            stop_url="http://localhost:8000/stop/1:token/",
        )
        for n, text in enumerate(TEXTS, start=first)
    ]


def outcomes(results: list[Result]) -> list[Outcome]:
    return [OK if isinstance(result, Receipt) else (result.failure, result.code) for result in results]


def sent(until: float = math.inf) -> list[Outcome]:
    return outcomes(EmailChannel().send(parcels(), until))


CASES: list[tuple[dict[str, str], list[Outcome]]] = [
    ({}, [OK, OK, OK]),
    # The connection is lost.
    ({"EHLO 0": HANG_UP}, [temporary(LOST)] * 3),
    ({"MAIL 1": HANG_UP}, [temporary(LOST)] * 3),
    ({"RCPT 2": HANG_UP}, [OK, temporary(LOST), temporary(LOST)]),
    ({"DATA 1": HANG_UP}, [temporary(LOST)] * 3),
    ({"DATA 2": HANG_UP}, [OK, temporary(LOST), temporary(LOST)]),
    ({"LINE 1": HANG_UP}, [unknown(LOST), temporary(LOST), temporary(LOST)]),
    ({"LINE 2": HANG_UP}, [OK, unknown(LOST), temporary(LOST)]),
    ({"TEXT 1": HANG_UP}, [unknown(LOST), temporary(LOST), temporary(LOST)]),
    ({"TEXT 2": HANG_UP}, [OK, unknown(LOST), temporary(LOST)]),
    ({"TEXT 3": HANG_UP}, [OK, OK, unknown(LOST)]),
    ({"RCPT 1": "550 nobody", "RSET 1": HANG_UP}, [permanent("550"), temporary(LOST), temporary(LOST)]),
    # One of them is refused.
    ({"RCPT 2": "550 nobody"}, [OK, permanent("550"), OK]),
    ({"RCPT 2": "550-nobody\r\n550 at all"}, [OK, permanent("550"), OK]),
    ({"RCPT 2": "450 busy"}, [OK, temporary("450"), OK]),
    ({"RCPT 2": "530 sign in first"}, [OK, temporary("530"), OK]),
    ({"RCPT 2": "251 will forward"}, [OK, OK, OK]),
    (
        {"RCPT 1": "550 no", "RCPT 2": "450 no", "RCPT 3": "550 no"},
        [permanent("550"), temporary("450"), permanent("550")],
    ),
    ({"RCPT 2": "550 nobody", "DATA 2": "354 go on"}, [OK, permanent("550"), OK]),
    ({"MAIL 2": "550 not you"}, [OK, temporary("550"), OK]),
    ({"MAIL 2": "550 not you", "DATA 2": "354 go on"}, [OK, temporary("550"), OK]),
    ({"DATA 2": "451 later"}, [OK, temporary("451"), OK]),
    ({"DATA 2": "554 no"}, [OK, permanent("554"), OK]),
    ({"TEXT 2": "452 no room"}, [OK, temporary("452"), OK]),
    ({"TEXT 2": "554 no such words"}, [OK, permanent("554"), OK]),
    # The server is going away.
    ({"MAIL 2": "421 bye"}, [OK, temporary("421"), temporary("421")]),
    ({"RCPT 2": "421 bye"}, [OK, temporary("421"), temporary("421")]),
    ({"DATA 2": "421 bye"}, [OK, temporary("421"), temporary("421")]),
    ({"TEXT 2": "421 bye"}, [OK, temporary("421"), temporary("421")]),
    ({"RCPT 1": "550 nobody", "RSET 1": "421 bye"}, [permanent("550"), temporary("421"), temporary("421")]),
    # What it says is no answer.
    ({"MAIL 2": "what?"}, [OK, temporary("-1"), temporary("-1")]),
    ({"RCPT 2": "354 go on"}, [OK, temporary("354"), temporary("354")]),
    ({"DATA 2": "250 ok"}, [OK, temporary("250"), temporary("250")]),
    ({"TEXT 2": "354 go on"}, [OK, unknown("354"), temporary("354")]),
    ({"TEXT 2": "what?"}, [OK, unknown("-1"), temporary("-1")]),
    ({"TEXT 2": "250" + "x" * 9000}, [OK, unknown("SMTPResponseExceptio"), temporary("SMTPResponseExceptio")]),
]
SERVERS: dict[str, dict[str, Any]] = {
    "pipelining": {},
    "answers in pieces": {"in_bytes": True},
    "one at a time": {"extensions": ["8BITMIME"]},
}


@pytest.mark.parametrize("details", SERVERS.values(), ids=SERVERS)
@pytest.mark.parametrize(("script", "expected"), CASES, ids=[str(script)[:60] for script, _expected in CASES])
def test_each_email_has_its_own_outcome(
    start: Start, script: dict[str, str], expected: list[Outcome], details: dict[str, Any]
) -> None:
    server = start(script, **details)
    assert sent() == expected
    good = [parcel for parcel, outcome in zip(parcels(), expected, strict=True) if outcome == OK]
    doubtful = [
        parcel.address for parcel, outcome in zip(parcels(), expected, strict=True) if outcome[0] is Failure.UNKNOWN
    ]
    accepted = [entry for entry in server.accepted if entry[0] not in doubtful]
    assert accepted == [(parcel.address, write(parcel).content) for parcel in good]


def test_transaction_that_the_server_seems_to_have_begun_all_the_same_is_left(start: Start) -> None:
    """The sender is refused, but the recipient is taken: an empty text could reach them, so that none is sent."""
    server = start({"MAIL 1": "550 not you", "RCPT 1": "250 ok", "DATA 1": "354 go on"})
    assert sent() == [temporary("550")] * 3
    assert server.accepted == []


@pytest.mark.parametrize(
    ("extensions", "writes"),
    [(EXTENSIONS, 4), (["8BITMIME"], 12)],
)
def test_an_email_is_one_write_where_the_server_allows_it(start: Start, extensions: list[str], writes: int) -> None:
    start(extensions=extensions)
    with mock.patch.object(smtplib.SMTP, "send", autospec=True, side_effect=smtplib.SMTP.send) as send:
        assert sent() == [OK] * 3
    assert sum(isinstance(call.args[1], bytes) for call in send.call_args_list) == writes  # smtplib's own are text


def test_commands_are_those_of_the_book(start: Start) -> None:
    server = start({"RCPT 2": "550 nobody"})
    sent()
    assert server.heard[:13] == [
        "EHLO 0",
        *("MAIL 1", "RCPT 1", "DATA 1", "TEXT 1"),
        *("MAIL 2", "RCPT 2", "DATA 2", "RSET 2"),
        *("MAIL 3", "RCPT 3", "DATA 3", "TEXT 3"),
    ]


def test_connection_is_kept_for_the_next_batch(start: Start) -> None:
    server = start()
    channel = EmailChannel()
    assert [outcomes(channel.send(parcels(n), math.inf)) for n in (1, 4)] == [[OK] * 3] * 2
    assert (server.connections, len(server.accepted)) == (1, 6)
    assert server.heard.count("RSET 3") == 1


@pytest.mark.parametrize("script", [{"TEXT 3": "421 bye"}, {"RSET 3": HANG_UP}, {"RSET 3": "421 idle for too long"}])
def test_connection_that_has_ended_is_opened_again_before_anything_is_written(
    start: Start, script: dict[str, str]
) -> None:
    server = start(script)
    channel = EmailChannel()
    channel.send(parcels(), math.inf)
    assert outcomes(channel.send(parcels(4), math.inf)) == [OK] * 3
    assert server.connections == 2
    assert [address for address, _text in server.accepted][-3:] == [f"parent{n}@hope.example" for n in (4, 5, 6)]


def test_connection_that_idled_out_is_opened_again(start: Start) -> None:
    server = start()
    channel = EmailChannel()
    channel.send(parcels(), math.inf)
    server.drop()
    assert outcomes(channel.send(parcels(4), math.inf)) == [OK] * 3
    assert (server.connections, len(server.accepted)) == (2, 6)


def test_connection_is_secret_and_signed_in(
    start: Start, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context, certificate = of_this_machine(tmp_path)
    server = start(extensions=[*EXTENSIONS, "STARTTLS", "AUTH PLAIN"])
    server.tls = context
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "hope", "secret"
    channel = EmailChannel()
    assert [outcomes(channel.send(parcels(n), math.inf)) for n in (1, 4)] == [[OK] * 3] * 2
    assert server.heard[:3] == ["EHLO 0", "EHLO 0", "AUTH 0"]
    assert (server.connections, len(server.accepted)) == (1, 6)


def test_connection_of_another_process_is_left_alone(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start()
    channel = EmailChannel()
    channel.send(parcels(), math.inf)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert outcomes(channel.send(parcels(4), math.inf)) == [OK] * 3
    assert server.connections == 2
    assert "RSET 3" not in server.heard


def test_nothing_is_begun_when_the_time_has_passed(start: Start) -> None:
    server = start()
    assert sent(until=-1) == [temporary("too slow")] * 3
    assert server.transaction == 0


@pytest.mark.parametrize("place", ["TEXT 1", "MAIL 2", "DATA 2"])
def test_no_text_is_written_when_the_time_has_passed(start: Start, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It passes while the first is being answered, or while the server is thinking about the second."""
    server = start()
    monkeypatch.setattr(time, "monotonic", lambda: 1 if place in server.heard else 0)
    assert sent(until=0.5) == [OK, temporary("too slow"), temporary("too slow")]
    assert [address for address, _text in server.accepted] == ["parent1@hope.example"]


def test_bad_parcel_leaves_its_neighbours_alone(start: Start) -> None:
    server = start()
    first, second, third = parcels()
    nobody = factories.parcel("email", address="")
    assert outcomes(EmailChannel().send([nobody, first, nobody, second, third, nobody], math.inf)) == [
        permanent("ValueError"),
        OK,
        permanent("ValueError"),
        OK,
        OK,
        permanent("ValueError"),
    ]
    assert len(server.accepted) == 3


def test_text_that_cannot_be_written_to_its_end_is_unknown() -> None:
    """It is larger than what the sockets hold, and nobody reads it."""
    ours, theirs = socket.socketpair()
    client = smtplib.SMTP()
    client.sock, client.does_esmtp, client.esmtp_features = ours, True, {"pipelining": ""}
    theirs.sendall(b"250 ok\r\n250 ok\r\n354 go on\r\n")
    ours.settimeout(0.01)
    mails = [Mail(recipient=f"parent{n}@hope.example", content=b"x" * 10_000_000, message_id="") for n in range(2)]
    with theirs:
        results = smtp_wire.hand_over(client, "hope@hope.example", mails, math.inf)
    assert outcomes(results) == [unknown(LOST), temporary(LOST)]
    assert client.sock is None


def test_no_address_is_in_a_log_or_an_error(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for script, _expected in CASES:
        start({place: f"{answer} parent2@hope.example" if answer else "" for place, answer in script.items()})
        results = EmailChannel().send(parcels(), math.inf)
        assert "@" not in f"{results}{[x.args for x in results if isinstance(x, Exception)]}".replace("token@", "")
    assert "@" not in caplog.text
