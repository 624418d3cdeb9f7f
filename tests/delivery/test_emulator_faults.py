"""The emulator's faults, by number and by rate, as Twilio's own client library meets them."""

from __future__ import annotations

import collections
import json
from typing import TYPE_CHECKING

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from delivery.emulator import Fault, FaultSettings, TwilioEmulator
from delivery.emulator.faults import MAGIC_NUMBERS, FaultPlan
from tests.delivery.emulator_kit import PARENT, WAIT_SECONDS, eventually, post_json, sdk, send

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def emulator() -> Iterator[TwilioEmulator]:
    """Run an emulator that moves messages on at once."""
    with TwilioEmulator(callback_delay=0) as running:
        yield running


def magic(number: int) -> str:
    """Return the destination number that ends in ``number``."""
    return f"+447700900{number}"


def test_the_table_of_numbers() -> None:
    assert " ".join(MAGIC_NUMBERS.values()) == (
        "429 500 503 slow hang reset_before reset_after bad_json 21211 21610 undelivered failed late_opt_out stuck"
    )
    assert list(MAGIC_NUMBERS) == [magic(number) for number in range(901, 915)]


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [(901, 429, 20429), (902, 500, 20500), (903, 503, 20503), (909, 400, 21211), (910, 400, 21610)],
)
def test_refusals_by_number(emulator: TwilioEmulator, number: int, status: int, code: int) -> None:
    for _ in range(2):
        with pytest.raises(TwilioRestException) as caught:
            send(sdk(emulator), to=magic(number))
        assert (caught.value.status, caught.value.code) == (status, code)
    assert emulator.messages == []
    assert emulator.ledger.entries() == []


def test_slow_is_accepted_even_when_the_client_gave_up(emulator: TwilioEmulator) -> None:
    emulator.plan.settings = FaultSettings(slow_seconds=0.2)
    with pytest.raises(requests.exceptions.ReadTimeout):
        send(sdk(emulator, timeout_seconds=0.05), to=magic(904))
    assert eventually(lambda: len(emulator.messages) == 1)
    assert send(sdk(emulator), to=magic(904)).status == "accepted"


def test_hang_ends_with_the_client_or_the_bound(emulator: TwilioEmulator) -> None:
    with pytest.raises(requests.exceptions.ReadTimeout):
        send(sdk(emulator, timeout_seconds=0.05), to=magic(905))
    emulator.plan.settings = FaultSettings(hang_seconds=0.05)
    with pytest.raises(requests.exceptions.ConnectionError):
        send(sdk(emulator), to=magic(905))
    assert emulator.messages == []


def test_stop_ends_a_hanging_request() -> None:
    emulator = TwilioEmulator().start()
    client = sdk(emulator, timeout_seconds=0.1)
    with pytest.raises(requests.exceptions.ReadTimeout):
        send(client, to=magic(905))
    emulator.stop()
    with pytest.raises(requests.exceptions.ConnectionError):
        send(client)


@pytest.mark.parametrize(("number", "accepted"), [(906, 0), (907, 1)])
def test_resets(emulator: TwilioEmulator, number: int, accepted: int) -> None:
    with pytest.raises(requests.exceptions.ConnectionError):
        send(sdk(emulator), to=magic(number), body="once only")
    assert [message.body for message in emulator.messages] == ["once only"] * accepted
    assert len(emulator.ledger.entries()) == accepted
    assert len(sdk(emulator).messages.list(to=magic(number))) == accepted


def test_bad_json_after_acceptance(emulator: TwilioEmulator) -> None:
    with pytest.raises(json.JSONDecodeError):
        send(sdk(emulator), to=magic(908))
    assert len(emulator.ledger.entries()) == 1


@pytest.mark.parametrize(
    ("number", "status", "code", "sent"),
    [
        (911, "undelivered", 30003, True),
        (912, "failed", 30008, False),
        (913, "failed", 21610, False),
        (914, "sent", None, True),
    ],
)
def test_outcomes(emulator: TwilioEmulator, number: int, status: str, code: int | None, *, sent: bool) -> None:
    client = sdk(emulator)
    sid = send(client, to=magic(number)).sid
    assert emulator.wait_idle()
    message = client.messages(sid).fetch()
    assert (message.status, message.error_code, message.date_sent is not None) == (status, code, sent)
    assert (message.error_message is None) == (code is None)


@pytest.mark.parametrize(("setting", "failures"), [({"once": True}, 1), ({"times": 2}, 2), ({"times": 0}, 0)])
def test_a_number_recovers(emulator: TwilioEmulator, setting: dict[str, object], failures: int) -> None:
    assert post_json(f"{emulator.url}/emulator/faults", setting).status_code == 200
    client = sdk(emulator)
    for number in (901, 903):
        for _ in range(failures):
            with pytest.raises(TwilioRestException):
                send(client, to=magic(number))
        assert send(client, to=magic(number)).status == "accepted"


def test_rates_over_http(emulator: TwilioEmulator) -> None:
    url = f"{emulator.url}/emulator/faults"
    posted = post_json(url, {"rates": {"429": 1}, "seed": 7, "slow_seconds": 0.2, "callbacks": "off"}).json()
    assert requests.get(url, timeout=WAIT_SECONDS).json() == posted
    assert (posted["rates"], posted["seed"], posted["slow_seconds"]) == ({"429": 1.0}, 7, 0.2)
    assert (posted["callbacks"], posted["list"], posted["times"]) == ("off", "normal", None)
    with pytest.raises(TwilioRestException) as caught:
        send(sdk(emulator))
    assert caught.value.status == 429
    assert post_json(url, {}).json()["rates"] == {}
    assert send(sdk(emulator)).status == "accepted"


def test_every_fault_can_have_a_rate(emulator: TwilioEmulator) -> None:
    emulator.plan.settings = FaultSettings(rates={Fault.RESET_AFTER: 1.0})
    with pytest.raises(requests.exceptions.ConnectionError):
        send(sdk(emulator))
    emulator.plan.settings = FaultSettings(rates={Fault.UNDELIVERED: 1.0})
    sid = send(sdk(emulator)).sid
    assert emulator.wait_idle()
    assert sdk(emulator).messages(sid).fetch().error_code == 30003


def test_a_seed_repeats_the_run_in_any_order() -> None:
    numbers = [f"+447700900{number:03d}" for number in range(900)]

    def run(seed: int, order: list[str]) -> dict[str, Fault | None]:
        plan = FaultPlan()
        plan.settings = FaultSettings(rates={Fault.TOO_MANY: 0.1, Fault.RESET_AFTER: 0.1}, seed=seed)
        return {number: plan.choose(number) for number in order}

    first = run(7, numbers)
    assert run(7, numbers[::-1]) == first
    assert run(8, numbers) != first
    counts = collections.Counter(first.values())
    assert set(counts) == {None, Fault.TOO_MANY, Fault.RESET_AFTER}
    assert 600 < counts[None] < 800


@pytest.mark.parametrize(
    "setting",
    [
        {"rates": {"418": 1}},
        {"rates": {"429": 0.7, "500": 0.7}},
        {"rates": {"429": float("nan")}},
        {"rates": []},
        {"rate": {}},
        {"callbacks": "sometimes"},
        {"slow_seconds": -1},
        {"times": -1},
    ],
)
def test_bad_settings_change_nothing(emulator: TwilioEmulator, setting: dict[str, object]) -> None:
    before = emulator.plan.settings
    answer = post_json(f"{emulator.url}/emulator/faults", setting)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert emulator.plan.settings == before
    assert requests.post(f"{emulator.url}/emulator/faults", data="[]", timeout=WAIT_SECONDS).status_code == 400
    assert send(sdk(emulator), to=PARENT).status == "accepted"
