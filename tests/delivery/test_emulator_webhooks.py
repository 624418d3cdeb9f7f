"""The emulator's status callbacks and inbound webhooks, checked with Twilio's own validator."""

from __future__ import annotations

import contextlib

import pytest
import requests

from delivery.emulator import CallbackMode, FaultSettings, TwilioEmulator
from delivery.emulator.dispatcher import CallbackPolicy
from delivery.emulator.server import DEFAULT_ACCOUNT_SID
from tests.delivery.emulator_kit import PARENT, SENDER, SERVICE, Receiver, post_json, sdk, send

QUICK = CallbackPolicy(attempts=3, retry_seconds=0.01, timeout_seconds=2.0)


def test_status_callbacks() -> None:
    with Receiver() as receiver, TwilioEmulator(callback_delay=0.01) as emulator:
        sid = send(sdk(emulator), status_callback=receiver.url).sid
        sent, delivered = receiver.take(2)
        assert sent.url == receiver.url
        assert sent.params == {
            "AccountSid": DEFAULT_ACCOUNT_SID,
            "ApiVersion": "2010-04-01",
            "From": SENDER,
            "MessageSid": sid,
            "MessageStatus": "sent",
            "MessagingServiceSid": SERVICE,
            "SmsSid": sid,
            "SmsStatus": "sent",
            "To": PARENT,
        }
        assert delivered.params == sent.params | {"MessageStatus": "delivered", "SmsStatus": "delivered"}
        assert sent.is_signed()
        assert delivered.is_signed()
        assert not sent.is_signed(token="another")
        assert emulator.wait_idle()
        assert receiver.is_empty()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+447700900907", [("sent", None), ("delivered", None)]),
        ("+447700900911", [("sent", None), ("undelivered", "30003")]),
        ("+447700900912", [("failed", "30008")]),
        ("+447700900913", [("failed", "21610")]),
        ("+447700900914", [("sent", None)]),
    ],
)
def test_callbacks_of_faulty_numbers(number: str, expected: list[tuple[str, str | None]]) -> None:
    with Receiver() as receiver, TwilioEmulator(callback_delay=0) as emulator:
        # The number that resets after acceptance loses its answer, never its callbacks.
        with contextlib.suppress(requests.exceptions.ConnectionError):
            send(sdk(emulator), to=number, status_callback=receiver.url)
        webhooks = receiver.take(len(expected))
        seen = [(webhook.params["MessageStatus"], webhook.params.get("ErrorCode")) for webhook in webhooks]
        assert seen == expected
        assert all(webhook.is_signed() for webhook in webhooks)
        assert emulator.wait_idle()
        assert receiver.is_empty()


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (CallbackMode.OFF, []),
        (CallbackMode.DOUBLED, ["sent", "sent", "delivered", "delivered"]),
        (CallbackMode.SHUFFLED, ["delivered", "sent"]),
        (CallbackMode.LATE, ["sent", "delivered"]),
    ],
)
def test_callback_modes(mode: CallbackMode, expected: list[str]) -> None:
    with Receiver() as receiver, TwilioEmulator(callback_delay=0) as emulator:
        emulator.plan.settings = FaultSettings(callbacks=mode, late_seconds=0.05)
        client = sdk(emulator)
        sid = send(client, status_callback=receiver.url).sid
        assert emulator.wait_idle()
        assert client.messages(sid).fetch().status == "delivered"
        assert receiver.statuses(len(expected)) == expected
        assert receiver.is_empty()


def test_late_callbacks_do_not_hold_the_message_back() -> None:
    with Receiver() as receiver, TwilioEmulator(callback_delay=0) as emulator:
        emulator.plan.settings = FaultSettings(callbacks=CallbackMode.LATE, late_seconds=3600)
        send(sdk(emulator), status_callback=receiver.url)
        assert not emulator.wait_idle(0.1)
        assert [message.status for message in emulator.messages] == ["delivered"]
        assert receiver.is_empty()


def test_a_dropped_connection_is_tried_again_with_the_same_token() -> None:
    with Receiver(drop=2) as receiver, TwilioEmulator(callback_delay=0, callback_policy=QUICK) as emulator:
        send(sdk(emulator), to="+447700900914", status_callback=receiver.url)
        first, second, third = receiver.take(3)
        assert first == second == third
        assert emulator.wait_idle()
        assert receiver.is_empty()


def test_attempts_are_bounded_and_error_statuses_are_final() -> None:
    with Receiver(drop=99) as receiver, TwilioEmulator(callback_delay=0, callback_policy=QUICK) as emulator:
        send(sdk(emulator), to="+447700900914", status_callback=receiver.url)
        assert emulator.wait_idle()
        assert len(receiver.take(3)) == 3
        assert receiver.is_empty()
    with Receiver(status=500) as receiver, TwilioEmulator(callback_delay=0) as emulator:
        send(sdk(emulator), to="+447700900914", status_callback=receiver.url)
        assert emulator.wait_idle()
        assert len(receiver.take(1)) == 1
        assert receiver.is_empty()


def test_inbound() -> None:
    with Receiver(status=202) as receiver, TwilioEmulator(inbound_url=receiver.url) as emulator:
        sid = "SM" + "a" * 32
        asked = {"from": PARENT, "body": "STOP & more €", "sid": sid}
        answer = post_json(f"{emulator.url}/emulator/inbound", asked)
        assert (answer.status_code, answer.json()) == (
            200,
            {"sid": sid, "status": 202, "body": "<Response/>"},
        )
        (webhook,) = receiver.take(1)
        assert webhook.is_signed()
        wanted = {"MessageSid": sid, "SmsSid": sid, "AccountSid": DEFAULT_ACCOUNT_SID, "From": PARENT}
        wanted |= {"To": SENDER, "Body": "STOP & more €", "NumSegments": "1", "NumMedia": "0"}
        wanted |= {"ApiVersion": "2010-04-01", "MessagingServiceSid": SERVICE}
        assert wanted.items() <= webhook.params.items()
        assert sdk(emulator).messages(sid).fetch().direction == "inbound"
        assert emulator.messages == []
        # The same SID once more: Twilio repeats a webhook whose answer got lost.
        assert emulator.inbound(PARENT, "STOP", sid=sid, opt_out_type="STOP")[0] == sid
        assert receiver.take(1)[0].params["OptOutType"] == "STOP"


def test_inbound_with_an_empty_body_is_signed() -> None:
    with Receiver() as receiver, TwilioEmulator(inbound_url=receiver.url) as emulator:
        used, answer = emulator.inbound(PARENT, "")
        assert (used[:2], answer.status) == ("SM", 200)
        (webhook,) = receiver.take(1)
        assert webhook.params["Body"] == ""
        assert webhook.is_signed()


def test_inbound_that_cannot_be_posted() -> None:
    with TwilioEmulator() as emulator:
        url = f"{emulator.url}/emulator/inbound"
        assert post_json(url, {"from": PARENT, "body": "hi"}).status_code == 409
        emulator.inbound_url = "http://127.0.0.1:9/nobody-listens"
        assert post_json(url, {"from": PARENT, "body": "hi"}).status_code == 502
        assert post_json(url, {"from": PARENT}).status_code == 400
        assert post_json(url, {"from": PARENT, "body": "hi", "sid": "SM1"}).status_code == 400


def test_stop_drops_queued_callbacks() -> None:
    with Receiver() as receiver:
        with TwilioEmulator(callback_delay=3600) as emulator:
            send(sdk(emulator), status_callback=receiver.url)
        assert receiver.is_empty()
