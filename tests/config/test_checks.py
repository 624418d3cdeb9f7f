"""The system checks: each says what is missing in the environment and how to mend it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND_LIMIT = 60  # seconds

# A service for real parents, in which nothing is amiss.
GOOD = {
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "a key for tests only",
    "CONTACT_KEYS": ["contacts of tests"],
    "CONTACT_INDEX_KEY": "index of tests",
    "SMS_CHANNEL": "twilio",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "a token",
    "TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32,
    "EMAIL_URL": "smtp+tls://user:password@mail.hope.example:587",
    "SERVED_SECURELY": True,
    "TRUSTED_PROXIES": 1,
    "EMBEDDED": False,
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


@pytest.fixture
def good(settings: Settings) -> Settings:
    """The settings of a service in which nothing is amiss."""
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def found(*, deploy: bool = False) -> list[CheckMessage]:
    """What our own checks find; Django's and Wagtail's have no `hope` in their ids."""
    messages = run_checks(include_deployment_checks=deploy)
    return [message for message in messages if (message.id or "").startswith("hope.")]


@pytest.mark.usefixtures("good")
def test_good_service_has_nothing_amiss() -> None:
    assert found(deploy=True) == []


@pytest.mark.parametrize(
    ("changed", "expected", "deploy_too"),
    [
        ({"SMS_CHANNEL": "pigeon"}, ["hope.E001"], []),
        ({"SMS_CHANNEL": ""}, ["hope.E001"], []),
        ({"SMS_CHANNEL": "virtual"}, [], ["hope.E011"]),
        ({"SMS_CHANNEL": "virtual", "TWILIO_AUTH_TOKEN": ""}, [], ["hope.E011"]),
        ({"TWILIO_ACCOUNT_SID": ""}, ["hope.E002"], []),
        ({"TWILIO_AUTH_TOKEN": ""}, ["hope.E002"], []),
        ({"TWILIO_MESSAGING_SERVICE_SID": ""}, ["hope.E002"], []),
        (
            {"TWILIO_ACCOUNT_SID": "", "TWILIO_AUTH_TOKEN": "", "TWILIO_MESSAGING_SERVICE_SID": ""},
            ["hope.E002", "hope.E002", "hope.E002"],
            [],
        ),
        ({"DEMO": True}, [], ["hope.E010"]),
        ({"DEBUG": True}, [], ["hope.E010"]),
        ({"DEMO": True, "DEBUG": True}, [], ["hope.E010"]),
        ({"EMAIL_URL": ""}, [], ["hope.E012"]),
        ({"SERVED_SECURELY": False}, [], ["hope.E013"]),
        ({"TRUSTED_PROXIES": 0}, [], ["hope.W017"]),
        ({"TRUSTED_PROXIES": 0, "SERVED_SECURELY": False}, [], ["hope.E013"]),
        ({"EMBEDDED": True}, [], ["hope.W014"]),
        ({"REDIS_URL": ""}, [], ["hope.W015"]),
        ({"CONTACT_KEYS": []}, [], ["hope.W016"]),
        ({"CONTACT_INDEX_KEY": ""}, [], ["hope.W016"]),
    ],
)
def test_setting_amiss(good: Settings, changed: dict[str, Any], expected: list[str], deploy_too: list[str]) -> None:
    for name, value in changed.items():
        setattr(good, name, value)
    assert [message.id for message in found()] == expected
    assert sorted(str(message.id) for message in found(deploy=True)) == sorted(expected + deploy_too)
    assert all(message.hint for message in found(deploy=True))


@pytest.mark.parametrize("name", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_MESSAGING_SERVICE_SID"])
def test_missing_setting_of_twilio_is_named(good: Settings, name: str) -> None:
    setattr(good, name, "")
    (message,) = found()
    assert message.msg == f"{name} is not set."
    assert message.hint == f"SMS_CHANNEL=twilio needs {name}: copy it from the Twilio console."


def test_unknown_channel_is_named(good: Settings) -> None:
    good.SMS_CHANNEL = "pigeon"
    (message,) = found()
    assert message.msg == "SMS_CHANNEL=pigeon is not a channel."
    assert message.hint == "Set SMS_CHANNEL to `twilio`, or to `virtual` for a demo."


def check(tmp_path: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` as an operator does, with a database that the check need not reach."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:9/none",
            "LOOPBACK_ONLY": "1",
            **variables,
        },
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT,
        check=False,
    )


def test_command_without_a_secret_key(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY is not set. Make one with `python -c")
    assert "Traceback" not in done.stderr


def test_command_with_a_secret_key(tmp_path: Path) -> None:
    done = check(tmp_path, SECRET_KEY="a key for tests only")
    assert (done.returncode, done.stderr) == (0, "")


def test_command_with_an_unknown_channel(tmp_path: Path) -> None:
    done = check(tmp_path, SECRET_KEY="a key for tests only", SMS_CHANNEL="pigeon")
    assert done.returncode == 1
    assert "(hope.E001) SMS_CHANNEL=pigeon is not a channel." in done.stderr
    assert "HINT: Set SMS_CHANNEL to `twilio`, or to `virtual` for a demo." in done.stderr


def test_command_before_a_deployment(tmp_path: Path) -> None:
    done = check(tmp_path, "--deploy", SECRET_KEY="a key for tests only")
    codes = [f"hope.{code}" for code in ("E011", "E012", "E013", "W015", "W016")]
    assert done.returncode == 1
    assert [code for code in codes if f"({code})" not in done.stderr] == []
    assert "(hope.E010)" not in done.stderr


def test_command_in_a_fresh_clone(tmp_path: Path) -> None:
    """With nothing set, the embedded database and a key of its own are used, and nothing is amiss."""
    done = check(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'embedded.sqlite3'}")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
