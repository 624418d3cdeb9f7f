"""``manage.py twilio_emulator``: run the emulator of Twilio's message API until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.emulator import TwilioEmulator
from delivery.emulator.server import DEFAULT_ACCOUNT_SID, DEFAULT_AUTH_TOKEN

if TYPE_CHECKING:
    from types import FrameType

    from django.core.management.base import CommandParser

INBOUND_PATH = "/webhooks/twilio/inbound/"


def _setting(name: str, default: str) -> str:
    """Return the Django setting ``name`` when it exists and is not empty, else ``default``."""
    return str(getattr(settings, name, "") or default)


class Command(BaseCommand):
    """Runs the emulator in the foreground; it prints ``ready URL`` once it serves."""

    help = "Run an emulator of Twilio's message API on 127.0.0.1; no text leaves this machine."
    # The emulator needs neither the database nor the URL configuration.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 picks a free one")
        parser.add_argument("--ledger", type=Path, default=None, help="file for the ledger of accepted texts")
        parser.add_argument("--inbound-url", default=None, help="where inbound texts are posted")
        parser.add_argument("--account-sid", default=None, help="account SID that clients must use")
        parser.add_argument("--auth-token", default=None, help="auth token that clients must use")

    def handle(self, *_args: object, **options: Any) -> None:
        """Serve until a signal arrives; raises CommandError when the port or the ledger cannot be opened."""
        ended = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        try:
            emulator = self._build(options).start()
        except (OSError, ValueError) as error:
            text = f"the emulator cannot start: {error}"
            raise CommandError(text) from error
        try:
            self.stdout.write(f"ready {emulator.url}")
            self.stdout.flush()
            ended.wait()
        finally:
            emulator.stop()

    def _build(self, options: dict[str, Any]) -> TwilioEmulator:
        """Make the emulator from the options and, where they are silent, from Django's settings."""
        public_url = _setting("PUBLIC_URL", "").rstrip("/")
        return TwilioEmulator(
            account_sid=options["account_sid"] or _setting("TWILIO_ACCOUNT_SID", DEFAULT_ACCOUNT_SID),
            auth_token=options["auth_token"] or _setting("TWILIO_AUTH_TOKEN", DEFAULT_AUTH_TOKEN),
            ledger=options["ledger"],
            inbound_url=options["inbound_url"] or (f"{public_url}{INBOUND_PATH}" if public_url else None),
            port=options["port"],
        )
