"""E-mail as a mailbox gets it, through a real SMTP conversation."""

import email
import math
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from delivery.channels import ChannelError, Failure, Parcel, Receipt
from delivery.channels import email as email_channel
from delivery.channels.email import EmailChannel, classify
from tests import factories
from tests.delivery.wire_kit import hand_over
from tests.servers import free_port

STOP_URL = "http://localhost:8000/stop/1:token/"


class Sink:
    """An SMTP server that keeps what it accepts, and can answer a recipient with a code."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if "data" in self.answers:
            return self.answers["data"]
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    keeper = Sink()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield keeper
    controller.stop()


def parcel(**details: Any) -> Parcel:
    words = {"subject": "One song", "preheader": "It is enough.", "text": "Sing one song.\n\nThat is plenty for today."}
    return factories.parcel("email", **words | {"token": "7:token", "stop_url": STOP_URL} | details)


def test_email_has_both_forms_and_the_one_click_way_out(sink: Sink) -> None:
    receipt = hand_over(EmailChannel(), parcel())
    message = sink.messages[0]
    assert (message["To"], message["Subject"]) == ("parent@hope.example", "One song")
    assert message["List-Unsubscribe"] == f"<{STOP_URL}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == receipt.provider_id == "<7.token@localhost>"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "Sing one song." in body.get_content()
        assert STOP_URL in body.get_content()


def test_slow_server_gets_several_connections_and_each_email_its_own_outcome(sink: Sink) -> None:
    parcels = [parcel(address=f"parent{n}@hope.example", token=f"{n}:token") for n in range(11)]
    sink.answers["parent6@hope.example"] = "550 no such mailbox"
    channel = EmailChannel()
    channel._is_slow = True
    results = channel.send(parcels, math.inf)
    assert [x.provider_id if isinstance(x, Receipt) else x.code for x in results] == [
        "550" if n == 6 else f"<{n}.token@localhost>" for n in range(11)
    ]
    assert {(message["To"], message["Message-ID"]) for message in sink.messages} == {
        (f"parent{n}@hope.example", f"<{n}.token@localhost>") for n in range(11) if n != 6
    }
    assert len(channel._kept) == 3


@pytest.mark.parametrize("seconds", [0, 4 * email_channel.SLOW])
def test_server_is_slow_when_it_took_long_over_each_email(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: len(sink.messages) * seconds)
    channel = EmailChannel()
    channel.send([parcel(), parcel()], math.inf)
    assert channel._is_slow == (seconds > 0)


def test_every_try_has_the_same_message_id(sink: Sink) -> None:
    hand_over(EmailChannel(), parcel())
    hand_over(EmailChannel(), parcel())
    assert len({message["Message-ID"] for message in sink.messages}) == 1


def test_email_in_a_right_to_left_language_reads_right_to_left(sink: Sink) -> None:
    hand_over(EmailChannel(), parcel(language="ar"))
    html = sink.messages[0].get_body(("html",))
    assert html is not None
    assert '<html lang="ar" dir="rtl">' in " ".join(html.get_content().split())


@pytest.mark.parametrize(
    ("where", "answer", "failure"),
    [
        ("parent@hope.example", "550 no such mailbox", Failure.PERMANENT),
        ("parent@hope.example", "451 try later", Failure.TEMPORARY),
        ("data", "452 no room", Failure.TEMPORARY),
        ("data", "554 refused", Failure.PERMANENT),
    ],
)
def test_refusal_is_understood(sink: Sink, where: str, answer: str, failure: Failure) -> None:
    sink.answers[where] = answer
    with pytest.raises(ChannelError) as caught:
        hand_over(EmailChannel(), parcel())
    assert (caught.value.failure, caught.value.code) == (failure, answer[:3])
    assert sink.messages == []


@pytest.fixture
def server(settings: Settings) -> Iterator[Callable[..., socket.socket]]:
    """A way to start servers that answer each line with the next of some lines, and then hang up."""
    listeners: list[socket.socket] = []

    def start(*answers: str) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]
        Thread(target=talk, args=(listener, answers), daemon=True).start()
        return listener

    yield start
    for listener in listeners:
        listener.close()


def talk(listener: socket.socket, answers: tuple[str, ...]) -> None:
    """One conversation: an answer a line, the first of them unasked."""
    connection, _address = listener.accept()
    with connection, connection.makefile("rwb") as lines:
        for number, answer in enumerate(answers):
            if number and not lines.readline():
                return
            lines.write(f"{answer}\r\n".encode())
            lines.flush()
        if answers:
            lines.readline()


def failure() -> tuple[Failure, str]:
    with pytest.raises(ChannelError) as caught:
        hand_over(EmailChannel(), parcel())
    return caught.value.failure, caught.value.code


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), (Failure.TEMPORARY, "SMTPServerDisconnected")),
        (("554 go away",), (Failure.TEMPORARY, "554")),
        (("220 hello", "550 no", "550 no"), (Failure.TEMPORARY, "550")),
        (("220 hello",), (Failure.TEMPORARY, "SMTPServerDisconnected")),
        (("220 hello", "250 hello", "550 not you", "250 reset"), (Failure.TEMPORARY, "550")),
        (("220 hello", "250 hello", "451 not now", "250 reset"), (Failure.TEMPORARY, "451")),
        (("220 hello", "250 hello", "250 ok", "550 nobody", "250 reset"), (Failure.PERMANENT, "550")),
        (("220 hello", "250 hello", "250 ok", "451 later", "250 reset"), (Failure.TEMPORARY, "451")),
        (("220 hello", "250 hello", "250 ok", "250 ok", "354 go on"), (Failure.UNKNOWN, "SMTPServerDisconnected")),
    ],
)
def test_each_phase_of_the_conversation_is_told_apart(
    server: Callable[..., socket.socket], answers: tuple[str, ...], expected: tuple[Failure, str]
) -> None:
    server(*answers)
    assert failure() == (expected[0], expected[1][:20])


def test_tls_that_fails_is_temporary(server: Callable[..., socket.socket], settings: Settings) -> None:
    settings.EMAIL_USE_TLS = True
    server("220 hello", "250-hello\r\n250 STARTTLS", "220 go on", "this is not TLS")
    assert failure()[0] == Failure.TEMPORARY
    server("220 hello", "250 hello")
    assert failure() == (Failure.TEMPORARY, "SMTPNotSupportedErro")


def test_no_server_is_temporary(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert failure() == (Failure.TEMPORARY, "ConnectionRefusedErr")


@pytest.mark.parametrize("error", [socket.gaierror(-2, "no such name"), TimeoutError()])
def test_server_that_is_not_found_is_temporary(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network's own failures cannot be had on this machine: the backend is told of one."""

    def fail(_backend: object) -> None:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", fail)
    assert failure() == (Failure.TEMPORARY, type(error).__name__)


def test_no_recipient_is_not_sent(sink: Sink) -> None:
    with pytest.raises(ChannelError) as caught:
        hand_over(EmailChannel(), parcel(address=""))
    assert (caught.value.failure, sink.messages) == (Failure.PERMANENT, [])


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), ConnectionResetError()])
def test_lost_connection_is_unknown(error: Exception) -> None:
    assert classify(error).failure == Failure.UNKNOWN
