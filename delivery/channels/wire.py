"""The wire: one event loop and one HTTP client a process, kept from batch to batch, with many calls in flight.

Made on first use, so a forked process makes its own and leaves its parent's alone. The loop runs in a thread of its
own: any thread may use it, and a connection that a server has closed between two batches is noticed when it happens,
not by the next request on it.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import aiohttp

TIMEOUT = 15  # seconds for a call from its first step to the last byte of its answer, well within a lease
CONNECT_TIMEOUT = 10  # seconds for a connection; shorter, so that one that never came about is known as such
KEPT = 10  # seconds that an idle connection is kept; providers keep theirs for longer
FAREWELL = 5  # seconds for closing what is open when the process ends

Given = TypeVar("Given")
Got = TypeVar("Got")


class Wire:
    """An event loop in a thread, and a client that lives in it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._thread.start()
        self.session = self._submit(_session()).result()

    def run(self, call: Callable[[Given], Awaitable[Got]], work: Sequence[Given], in_flight: int) -> list[Got]:
        """Await `call` for each piece of work, so many at once. The answers are in the order of the work."""
        return self._submit(_many(call, work, in_flight)).result()

    def close(self) -> None:
        """Close every connection, and end the thread."""
        self._submit(self.session.close()).result(FAREWELL)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(FAREWELL)
        self._loop.close()

    def leave_to_parent(self) -> None:
        """In a forked process: what is open belongs to the parent, so nothing here complains of it, or closes it."""
        connector = self.session.connector
        self.session.detach()
        if connector is not None:
            connector._closed = True  # noqa: SLF001 - or its end would close the parent's connections here

    def _submit(self, work: Coroutine[Any, Any, Got]) -> Future[Got]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


async def _many(call: Callable[[Given], Awaitable[Got]], work: Sequence[Given], in_flight: int) -> list[Got]:
    answers: dict[int, Got] = {}

    async def take(places: Iterator[int]) -> None:
        for place in places:  # all share it: each place is taken once
            answers[place] = await call(work[place])

    places = iter(range(len(work)))
    await asyncio.gather(*(take(places) for _ in range(min(in_flight, len(work)))))
    return [answers[place] for place in range(len(work))]


async def _session() -> aiohttp.ClientSession:
    """A client that asks once: no redirects are followed, no proxy is taken from the environment, no cookie is kept.

    aiohttp repeats by itself only requests that may be repeated (IDEMPOTENT_METHODS), which a POST may not.
    """
    return aiohttp.ClientSession(
        # Names are looked up by Python's own resolver, which config.loopback can refuse. No limit: `run` has one.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT, resolver=aiohttp.ThreadedResolver()),
        timeout=aiohttp.ClientTimeout(total=TIMEOUT, sock_connect=CONNECT_TIMEOUT),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("Accept-Encoding", "Content-Type"),
        trust_env=False,
    )


class _Process:
    """What this process has."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.wire: Wire | None = None


_process = _Process()
_of_parents: list[_Process] = []  # kept, so that nothing of a parent is closed by a child's tidying


def wire() -> Wire:
    """The one of this process."""
    with _process.lock:
        if _process.wire is None:
            _process.wire = Wire()
        return _process.wire


def close() -> None:
    """Close this process's wire, if it has one; the next use makes another."""
    with _process.lock:
        if _process.wire is not None:
            _process.wire.close()
            _process.wire = None


def _begin_anew() -> None:
    global _process  # noqa: PLW0603 - a fork copies what the parent has, but not the thread that runs it
    if _process.wire is not None:
        _process.wire.leave_to_parent()
    _of_parents.append(_process)
    _process = _Process()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(close)
