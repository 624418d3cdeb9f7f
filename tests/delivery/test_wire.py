"""The wire: what each end of a call means, and that nothing is ever asked twice. By servers of a few lines."""

import asyncio
import gc
import math
import os
import socket
import time
from collections.abc import Callable, Iterator
from threading import Thread

import aiohttp
import pytest
from django.core.signing import Signer

from delivery.channels import ChannelError, Failure, Receipt
from delivery.channels.base import TOO_SLOW
from delivery.channels.twilio import TwilioChannel
from delivery.channels.wire import wire
from delivery.tokens import nudge_token, stop_token
from tests.delivery.wire_kit import hand_over
from tests.factories import parcel

SID = "AC" + "0" * 32
CREATED = b'HTTP/1.1 201 Created\r\nContent-Length: 13\r\n\r\n{"sid": "SM"}'
RESET = b""  # in place of an answer: the server hangs up when it has read the request


class Server:
    """Answers each request with the next of some answers, whichever connection it comes on, and hangs up after all."""

    def __init__(self, *answers: bytes, hang_up: bool = False) -> None:
        self.answers, self.hang_up = list(answers), hang_up
        self.requests: list[bytes] = []
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self.answers:
            try:
                connection, _address = self.listener.accept()
            except OSError:  # the test is over
                return
            self.connections += 1
            with connection:
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        while self.answers and (request := self._read(connection)):
            self.requests.append(request)
            answer = self.answers.pop(0)
            connection.sendall(answer)
            if self.hang_up or answer == RESET:
                return

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        """A whole request; nothing when the client has hung up."""
        data = b""
        while True:
            got = connection.recv(65536)
            if not got:
                return b""
            data += got
            head, end, body = data.partition(b"\r\n\r\n")
            if end and len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]):
                return data


@pytest.fixture
def server() -> Iterator[Callable[..., Server]]:
    """A way to start servers."""
    servers: list[Server] = []

    def start(*answers: bytes, hang_up: bool = False) -> Server:
        servers.append(Server(*answers, hang_up=hang_up))
        return servers[-1]

    yield start
    for each in servers:
        each.listener.close()


def channel(url: str) -> TwilioChannel:
    return TwilioChannel(account_sid=SID, auth_token="token", service_sid="MG0", api_url=url)


def answer(status: str, body: bytes, length: int | None = None) -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status.encode(), length or len(body), body)


@pytest.mark.parametrize(
    ("said", "failure", "code"),
    [
        (RESET, Failure.UNKNOWN, "ConnectionError"),
        (b"HTTP/1.1 20", Failure.UNKNOWN, None),
        (b"this is not HTTP\r\n\r\n", Failure.UNKNOWN, None),
        (answer("201 Created", b'{"sid": "SM', 99), Failure.UNKNOWN, "ClientPayloadError"),
        (answer("201 Created", b'{"sid": "SM'), Failure.UNKNOWN, "JSONDecodeError"),
        (answer("201 Created", b"\xff\xfe{}"), Failure.UNKNOWN, None),
        (answer("201 Created", b"{}"), Failure.UNKNOWN, "no sid"),
        (answer("201 Created", b'{"sid": ""}'), Failure.UNKNOWN, "no sid"),
        (answer("201 Created", b"[]"), Failure.UNKNOWN, "AttributeError"),
        (answer("302 Found\r\nLocation: /elsewhere", b""), Failure.UNKNOWN, "302"),
        (answer("307 Again\r\nLocation: /elsewhere", b""), Failure.UNKNOWN, "307"),
        (answer("500 Oops", b'{"code": 21614}'), Failure.UNKNOWN, "21614"),
        (answer("503 Busy", b""), Failure.UNKNOWN, "503"),
        (answer("400 Bad", b'{"code": 21614}'), Failure.PERMANENT, "21614"),
        (answer("400 Bad", b'{"code": 21606}'), Failure.TEMPORARY, "21606"),
        (answer("400 Bad", b"not JSON"), Failure.TEMPORARY, "400"),
        (answer("429 Slow down", b'{"code": 20429}'), Failure.TEMPORARY, "20429"),
        (answer("429 Slow down", b'{"code":', 99), Failure.UNKNOWN, "ClientPayloadError"),
    ],
)
def test_every_end_of_a_call_has_its_meaning(
    server: Callable[..., Server], said: bytes, failure: Failure, code: str | None
) -> None:
    provider = server(said, CREATED, hang_up=True)
    with pytest.raises(ChannelError) as caught:
        hand_over(channel(provider.url), parcel())
    assert caught.value.failure == failure
    assert code in (None, caught.value.code)
    assert len(provider.requests) == 1  # asked once, whatever came back


def test_reset_on_a_kept_connection_is_unknown_and_not_asked_again(server: Callable[..., Server]) -> None:
    provider = server(CREATED, RESET, CREATED)
    kept = channel(provider.url)
    assert hand_over(kept, parcel()) == Receipt(provider_id="SM")
    with pytest.raises(ChannelError) as caught:
        hand_over(kept, parcel())
    assert (caught.value.failure, caught.value.code) == (Failure.UNKNOWN, "ConnectionError")
    assert (provider.connections, len(provider.requests)) == (1, 2)


def test_connection_is_kept_from_batch_to_batch(server: Callable[..., Server]) -> None:
    provider = server(CREATED, CREATED, CREATED)
    kept = channel(provider.url)
    for _ in range(3):
        assert hand_over(kept, parcel()) == Receipt(provider_id="SM")
    assert provider.connections == 1


def test_no_answer_in_time_is_unknown(server: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    provider = server(answer("201 Created", b"", 99), CREATED)  # the rest of it never comes
    monkeypatch.setattr(wire().session, "_timeout", aiohttp.ClientTimeout(total=0.05))
    with pytest.raises(ChannelError) as caught:
        hand_over(channel(provider.url), parcel())
    assert (caught.value.failure, caught.value.code) == (Failure.UNKNOWN, "TimeoutError")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://hope.example"])
def test_what_never_connected_is_temporary(url: str) -> None:
    """Nobody listens; nobody has the name (in a test, no other machine is asked)."""
    with pytest.raises(ChannelError) as caught:
        hand_over(channel(url), parcel())
    assert (caught.value.failure, caught.value.code) == (Failure.TEMPORARY, "no connection")


def test_failed_encryption_is_temporary_and_nothing_was_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_hang_up_on_the_first, args=(listener,), daemon=True).start()
        with pytest.raises(ChannelError) as caught:
            hand_over(channel(f"https://127.0.0.1:{listener.getsockname()[1]}"), parcel())
    assert (caught.value.failure, caught.value.code) == (Failure.TEMPORARY, "no connection")


def _hang_up_on_the_first(listener: socket.socket) -> None:
    connection, _address = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"this is not TLS")


def test_nothing_goes_after_its_time(server: Callable[..., Server]) -> None:
    provider = server(CREATED)
    results = channel(provider.url).send([parcel(), parcel()], time.monotonic() - 1)
    assert [(x.failure, x.code) for x in results if isinstance(x, ChannelError)] == [(Failure.TEMPORARY, TOO_SLOW)] * 2
    assert provider.requests == []


def test_results_are_in_the_order_of_the_parcels(server: Callable[..., Server]) -> None:
    """One connection at a time: the server answers whoever is next, and each number keeps its own answer."""
    refused = answer("400 Bad", b'{"code": 21211}')
    provider = server(refused, CREATED, hang_up=True)
    first, second = (hand_over_or_error(provider, number) for number in ("+447700900001", "+447700900002"))
    assert (type(first), type(second)) == (ChannelError, Receipt)


def hand_over_or_error(provider: Server, number: str) -> Receipt | ChannelError:
    return channel(provider.url).send([parcel(address=number)], math.inf)[0]


def test_proxy_of_the_environment_is_not_used(server: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert hand_over(channel(server(CREATED).url), parcel()) == Receipt(provider_id="SM")


def test_forked_process_makes_a_wire_of_its_own(server: Callable[..., Server]) -> None:
    provider = server(CREATED, CREATED, CREATED)
    kept = channel(provider.url)
    hand_over(kept, parcel())
    child = os.fork()
    if child == 0:  # no assert here: a child of a test leaves by its code alone
        try:
            gc.collect()
            other = channel(server(CREATED).url).send([parcel()], time.monotonic() + 5)
            os._exit(0 if other == [Receipt(provider_id="SM")] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    hand_over(kept, parcel())
    assert provider.connections == 1  # the parent's connection has outlived its child


def test_many_threads_share_the_wire(server: Callable[..., Server]) -> None:
    """The server talks to one at a time, and says that it hangs up: nobody else takes over a connection of the past."""
    last = CREATED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    provider = server(*[last] * 4, hang_up=True)
    results: list[object] = []
    threads = [Thread(target=lambda: results.append(hand_over(channel(provider.url), parcel()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Receipt(provider_id="SM")] * 4


def test_wire_keeps_to_its_number_in_flight() -> None:
    flying, most = 0, 0

    async def call(number: int) -> int:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await asyncio.sleep(0)
        flying -= 1
        return number * 2

    assert wire().run(call, range(50), 8) == [n * 2 for n in range(50)]
    assert most == 8


def test_tokens_are_those_of_djangos_signer() -> None:
    assert nudge_token(12345) == Signer(salt="nudge").sign("12345")
    assert stop_token(67) == Signer(salt="stop").sign("67")
