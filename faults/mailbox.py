"""The mailbox of everybody in a run: an SMTP server with a ledger on disk, and faults of its own.

A file beside the ledger says how often, from 0 to 1, what goes wrong: {"seed": 1, "451": 0.1, "550": 0, "lost": 0.1,
"lost_after": 0.1}. `lost` ends the connection without taking the mail, `lost_after` after it was taken.
"""

import json
import os
import random
import signal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from tests.proof import clock


class Mailbox:
    """Takes mail, or does not."""

    def __init__(self, ledger: Path) -> None:
        self.faults = ledger.with_suffix(".faults")
        self.descriptor = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.number = 0

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        fault = self._fault()
        if fault in ("451", "550"):
            return f"{fault} an emulated refusal"
        if fault != "lost":
            self._take(envelope)
        if fault in ("lost", "lost_after") and server.transport is not None:
            server.transport.abort()
        return "250 OK"

    def _fault(self) -> str:
        self.number += 1
        if not self.faults.exists():
            return ""
        rates = json.loads(self.faults.read_text(encoding="utf-8"))
        draw = random.Random(f"{rates.pop('seed')}:{self.number}").random()  # noqa: S311 - repeatable on purpose
        for name, rate in rates.items():
            if draw < rate:
                return str(name)
            draw -= rate
        return ""

    def _take(self, envelope: Envelope) -> None:
        message: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        for recipient in envelope.rcpt_tos:
            entry = {
                "to": recipient,
                "body": text.partition("\n--\n")[0].strip(),
                "id": message["Message-ID"],
                "at": clock.now().isoformat(),
                "language": message["Content-Language"] or "",
            }
            os.write(self.descriptor, (json.dumps(entry, ensure_ascii=False) + "\n").encode())
        os.fsync(self.descriptor)


def serve(port: int, ledger: Path) -> None:
    """Serve until killed."""
    controller = Controller(Mailbox(ledger), hostname="127.0.0.1", port=port)
    controller.start()
    signal.pause()
