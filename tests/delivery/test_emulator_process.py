"""The emulator as a process: its ledger on disk, its connections, its start and its end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from delivery.emulator import TwilioEmulator
from tests.delivery.emulator_kit import PARENT, SERVICE, WAIT_SECONDS, sdk, send


def test_ledger_is_on_disk_before_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.jsonl"
    synced: list[str] = []
    fsync = os.fsync

    def spy(descriptor: int) -> None:
        fsync(descriptor)
        synced.append(path.read_text(encoding="utf-8"))

    monkeypatch.setattr(os, "fsync", spy)
    with TwilioEmulator(ledger=path) as emulator:
        sid = send(sdk(emulator), body="Grüße €", status_callback="http://127.0.0.1:9/hook").sid
        (line,) = synced
        entry = json.loads(line)
        assert (entry["sid"], entry["to"], entry["body"]) == (sid, PARENT, "Grüße €")
        assert (entry["status_callback"], entry["messaging_service_sid"]) == (
            "http://127.0.0.1:9/hook",
            SERVICE,
        )
        assert datetime.fromisoformat(entry["at"]).utcoffset() == timedelta(0)
        assert requests.get(f"{emulator.url}/emulator/ledger", timeout=WAIT_SECONDS).json() == [entry]
    with TwilioEmulator(ledger=path) as again:
        send(sdk(again))
        assert again.ledger.entries()[0]["sid"] == sid
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_keep_alive_and_stop() -> None:
    emulator = TwilioEmulator().start()
    address = emulator.url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=WAIT_SECONDS)
    for _ in range(2):
        connection.request("POST", "/emulator/nowhere", body=b"unread")
        response = connection.getresponse()
        assert (response.status, response.will_close, len(response.read()) > 0) == (404, False, True)
    emulator.stop()
    emulator.stop()
    with pytest.raises(ConnectionError):
        http.client.HTTPConnection(address, timeout=WAIT_SECONDS).connect()
    assert connection.sock is not None
    assert connection.sock.recv(1) == b"", "the idle connection was closed too"
    connection.close()


def test_refuses_to_listen_beyond_loopback() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        TwilioEmulator(host="0.0.0.0")  # noqa: S104 - the point of the test


def test_management_command_serves_until_sigterm() -> None:
    script = (
        "from django.conf import settings; settings.configure(TWILIO_AUTH_TOKEN='')\n"
        "from django.core.management import call_command\n"
        "from delivery.management.commands.twilio_emulator import Command\n"
        "call_command(Command())"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    with process, process.stdout or pytest.fail("no output") as output:
        # A process that never gets ready is killed, so that the test ends whatever happens.
        guard = threading.Timer(WAIT_SECONDS, process.kill)
        guard.start()
        try:
            ready, _, url = output.readline().strip().partition(" ")
            assert (ready, url[:17]) == ("ready", "http://127.0.0.1:")
            assert requests.get(f"{url}/emulator/ledger", timeout=WAIT_SECONDS).json() == []
            process.send_signal(signal.SIGTERM)
            assert process.wait(WAIT_SECONDS) == 0
        finally:
            guard.cancel()
            process.kill()
