"""The real parts of a live run: workers and beats, a mailbox that takes everything, waits with an end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scheduler import celery_config
from tests.proof.reading import PROJECT
from tests.servers import free_port

PATIENCE = float(os.environ.get("TEST_PATIENCE", "180"))  # seconds, for anything at all
PAUSE = 0.1
QUEUES = ",".join(celery_config.task_queues_all)


@dataclass(frozen=True)
class Process:
    """A child with its log."""

    name: str
    popen: "subprocess.Popen[bytes]"
    log: Path

    @property
    def last_words(self) -> str:
        """The end of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"--- {self.name}", *lines[-15:]])

    def stop(self) -> int:
        """Ask it to stop and wait; killed when it does not. Returns its exit code."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
        try:
            return self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            return self.popen.wait()


@dataclass
class Processes:
    """All children of a run."""

    folder: Path
    environment: Mapping[str, str]
    running: list[Process] = field(default_factory=list)

    def worker(self, name: str) -> None:
        self._start(name, "worker", "-P", "prefork", "-c", "2", "-Q", QUEUES, "-n", f"{name}@localhost")

    def beat(self, name: str) -> None:
        self._start(name, "beat", "--pidfile=")

    def _start(self, name: str, *words: str) -> None:
        var, log = self.folder / name, self.folder / f"{name}.log"
        var.mkdir()
        with log.open("wb") as output:
            popen = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "scheduler", *words, "-l", "WARNING"],
                cwd=PROJECT,
                env={**os.environ, **self.environment, "VAR_DIR": str(var)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(Process(name, popen, log))

    def kill(self, name: str) -> None:
        """End a child and all of its own with SIGKILL, as a machine that loses its power."""
        process = next(process for process in self.running if process.name == name)
        os.killpg(process.popen.pid, signal.SIGKILL)
        process.popen.wait()
        self.running.remove(process)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until it holds; fails when it does not in time, or when a child has ended."""
        end = time.monotonic() + PATIENCE
        while not holds():
            ended = [process.name for process in self.running if process.popen.poll() is not None]
            if ended or time.monotonic() > end:
                logs = "\n".join(process.last_words for process in self.running)
                pytest.fail(f"{what}: this did not come about; ended: {ended or 'none'}\n{logs}")
            time.sleep(PAUSE)

    def stop(self) -> dict[str, int]:
        """Stop all, beats first. Returns the exit codes."""
        codes = {process.name: process.stop() for process in reversed(self.running)}
        self.running.clear()
        return codes


class Mailbox:
    """Takes every e-mail, and keeps recipient and words."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.port = free_port()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        message: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.received += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"

    @property
    def words(self) -> list[tuple[str, str]]:
        """Each recipient with the text of the message, without the lines that every e-mail ends with."""
        return [(recipient, _words(message)) for recipient, message in self.received]


def _words(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n").partition("\n--\n")[0].strip()


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """An SMTP server on this machine."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
