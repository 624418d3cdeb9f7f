"""Processes that belong to one measurement: servers to send to, workers of peers, and a crowd of callers."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

TRIES = 300
PAUSE = 0.1  # seconds between two tries
STOP_LIMIT = 10  # seconds a child gets to end by itself


@contextmanager
def running(words: Sequence[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child for as long as the block lasts; with our environment, and what is named besides."""
    process = subprocess.Popen(  # noqa: S603 - our own programs
        list(words), env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=None, stdin=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def listening(words: Sequence[str], port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """The same, of a server: the block begins when it takes connections."""
    with running(words, **environment) as process:
        until(lambda: _answers(port), process)
        yield process


def python(module: str, *words: str) -> list[str]:
    """The words that start a module of ours."""
    return [sys.executable, "-m", module, *words]


def asked(module: str, job: Any) -> Any:
    """Let a child do a job that is told and answered in JSON."""
    done = subprocess.run(  # noqa: S603 - our own programs
        python(module), input=json.dumps(job).encode(), stdout=subprocess.PIPE, check=True, env=dict(os.environ)
    )
    return json.loads(done.stdout)


def until(holds: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until something holds. Raises TimeoutError, or ChildProcessError when the child has ended before."""
    for _ in range(TRIES):
        if holds():
            return
        if process is not None and process.poll() is not None:
            raise ChildProcessError(f"{process.args!r} ended with {process.returncode}")
        time.sleep(PAUSE)
    raise TimeoutError


def port_of(url: str) -> int:
    """The port in an address; 0 when it names none."""
    return urlsplit(url).port or 0


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
