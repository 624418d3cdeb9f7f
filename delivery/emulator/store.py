"""The messages the emulator knows, in the order in which it accepted them."""

from __future__ import annotations

import threading
from dataclasses import replace

from delivery.emulator.model import FAILURE_STATUSES, Message, utc_now
from messages.sms import measure


class MessageStore:
    """A thread-safe store of messages; it only grows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages: dict[str, Message] = {}

    def add(self, message: Message) -> None:
        """Keep ``message``; raises ValueError when its SID is taken."""
        with self._lock:
            if message.sid in self._messages:
                text = f"message {message.sid} exists already"
                raise ValueError(text)
            self._messages[message.sid] = message

    def get(self, sid: str) -> Message | None:
        """Return the message with ``sid``, or None."""
        with self._lock:
            return self._messages.get(sid)

    def newest_first(self) -> list[Message]:
        """Return all messages, the youngest first, which is Twilio's order in lists."""
        with self._lock:
            return list(reversed(self._messages.values()))

    def advance(self, sid: str, status: str, *, error_code: int | None, sender: str) -> Message:
        """Give the message ``sid`` the next ``status`` and return it; raises KeyError for an unknown SID.

        ``sender`` is the number that a messaging service picks when the message has none yet.
        """
        now = utc_now()
        with self._lock:
            old = self._messages[sid]
            # A message that failed before it was sent has no date_sent, and no sender was charged for it.
            sent = old.date_sent if status == "failed" else (old.date_sent or now)
            new = replace(
                old,
                status=status,
                from_=old.from_ or sender,
                num_segments=measure(old.body).segments,
                date_updated=now,
                date_sent=sent,
                error_code=error_code if status in FAILURE_STATUSES else None,
            )
            self._messages[sid] = new
            return new
