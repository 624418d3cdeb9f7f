"""The provider of texts in a run: the emulator, on the run's own clock."""

import signal
from pathlib import Path

from django.conf import settings

from delivery.emulator import TwilioEmulator, listing, server, store, validation
from tests.proof import clock


def serve(port: int, ledger: Path, inbound_url: str) -> None:
    """Serve until killed. What is in the ledger already is gone on with."""
    for module in (listing, server, store, validation):
        setattr(module, "utc_now", clock.now)  # noqa: B010 - each knows it by a name of its own
    emulator = TwilioEmulator(
        port=port,
        ledger=ledger,
        inbound_url=inbound_url,
        account_sid=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
    )
    with emulator:
        signal.pause()
