"""The ledger: one JSON line for every accepted message, on disk before the client is told."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from delivery.emulator.model import Message

Entry: TypeAlias = dict[str, object]


class LedgerClosedError(Exception):
    """The emulator has stopped; the message was not accepted."""


class Ledger:
    """An append-only list of accepted messages, in a file when ``path`` is given, else in memory.

    A file that exists already is read first, so that a restarted emulator goes on with the same ledger.
    Raises OSError when the file cannot be opened, and ValueError when it holds a line that is not JSON.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._entries: list[Entry] = []
        self._descriptor: int | None = None
        if path is not None:
            # O_APPEND: several processes may share a ledger and no write lands on top of another.
            self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with path.open(encoding="utf-8") as lines:
                self._entries = [json.loads(line) for line in lines if line.strip()]

    def append(self, message: Message) -> None:
        """Write ``message`` and wait until it is on disk.

        Raises LedgerClosedError after :meth:`close`, OSError when the disk refuses.
        """
        entry: Entry = {
            "sid": message.sid,
            "to": message.to,
            "body": message.body,
            "status_callback": message.status_callback,
            "at": message.date_created.isoformat(),
            "messaging_service_sid": message.messaging_service_sid,
        }
        line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
        with self._lock:
            if self._closed:
                raise LedgerClosedError
            if self._descriptor is not None:
                _write_all(self._descriptor, line)
                os.fsync(self._descriptor)
            self._entries.append(entry)

    def entries(self) -> list[Entry]:
        """Return a copy of all entries, oldest first."""
        with self._lock:
            return [dict(entry) for entry in self._entries]

    def close(self) -> None:
        """Accept no more; entries stay readable.  A second call does nothing."""
        with self._lock:
            self._closed = True
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None


def _write_all(descriptor: int, data: bytes) -> None:
    """Write all of ``data``; raises OSError on a short write, which would leave half a line."""
    written = os.write(descriptor, data)
    if written != len(data):
        text = f"short write to the ledger: {written} of {len(data)} bytes"
        raise OSError(text)
