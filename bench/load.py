"""A crowd that asks a web server as fast as it answers (`python -m bench.load`, told and answered in JSON).

The job holds a port, how many ask at once, and whole requests as text; the answer how long it took, and the statuses.
Each connection is kept for as long as the server keeps it.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

END = b"\r\n\r\n"
LENGTH = b"content-length:"
EMPTY = "204"


class Caller(asyncio.Protocol):
    """One connection: the next request goes out when the last one is answered."""

    def __init__(self, requests: Iterator[bytes], statuses: "Counter[str]", ended: "asyncio.Future[bytes]") -> None:
        self.requests, self.statuses, self.ended = requests, statuses, ended
        self.received = b""
        self.asked = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self.transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, body = self.received.partition(END)
        length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
        if not found or len(body) < int(length or 0):
            return
        status = head[9:12].decode()
        if not length and status != EMPTY:
            self.ended.set_exception(ConnectionError("an answer that does not say how long it is"))
            return
        self.statuses[status] += 1
        self.received = self.asked = b""
        if b"connection: close" in head.lower():
            self.transport.close()  # and another connection goes on
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - what was asked goes on in another
        if not self.ended.done():
            self.ended.set_result(self.asked)

    def _ask(self) -> None:
        self.asked = next(self.requests, b"")
        if self.asked:
            self.transport.write(self.asked)
        else:
            self.transport.close()


async def crowd(job: dict[str, Any]) -> dict[str, Any]:
    """Ask everything once, so many at a time."""
    loop = asyncio.get_running_loop()
    statuses: Counter[str] = Counter()
    requests = iter([text.encode() for text in job["requests"]])
    number = len(job["requests"])

    async def one() -> None:
        while statuses.total() < number:
            ended: asyncio.Future[bytes] = loop.create_future()
            await loop.create_connection(partial(Caller, requests, statuses, ended), "127.0.0.1", job["port"])
            if await ended:
                raise ConnectionError("closed without an answer")
            if job["at_once"] > number - statuses.total():
                return  # the others are on what is left

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(job["at_once"])))
    return {"seconds": time.perf_counter() - began, "statuses": statuses}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crowd(json.load(sys.stdin)))))
