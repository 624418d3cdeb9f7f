"""The world of a live run."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from delivery.emulator import TwilioEmulator
from tests.proof.live import Mailbox, Processes, mailbox


@dataclass(frozen=True)
class World:
    """What a live run is made of."""

    processes: Processes
    emulator: TwilioEmulator
    box: Mailbox
    clock: Path


@pytest.fixture
def world(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[World]:
    """Two workers and two beats that send to an emulator and a mailbox of this process; not started yet."""
    assert connection.vendor == "postgresql"
    settings.PUBLIC_URL = live_server.url
    clock_file = tmp_path / "clock"
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    emulator = TwilioEmulator(auth_token=settings.TWILIO_AUTH_TOKEN, ledger=tmp_path / "ledger")
    with emulator, mailbox() as box:
        environment = {
            "DATABASE_URL": database.geturl(),
            "PUBLIC_URL": live_server.url,
            "TWILIO_API_URL": emulator.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{box.port}",
            "TICK_SECONDS": "1",
            "LEASE_SECONDS": "20",
            "SMS_RATE": "5000",
            "EMAIL_RATE": "5000",
            "CLOCK": "tests.proof.clock.now",
            "CLOCK_FILE": str(clock_file),
        }
        processes = Processes(tmp_path, environment)
        try:
            yield World(processes, emulator, box, clock_file)
        finally:
            processes.stop()
