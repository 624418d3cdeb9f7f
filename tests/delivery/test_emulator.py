"""The emulator's message API, used through Twilio's own client library."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from delivery.emulator import FaultSettings, ListMode, TwilioEmulator
from delivery.emulator.server import DEFAULT_ACCOUNT_SID
from tests.delivery.emulator_kit import PARENT, SENDER, SERVICE, WAIT_SECONDS, sdk, send

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = json.loads(Path(__file__).with_name("twilio_message_schema.json").read_text(encoding="utf-8"))
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


@pytest.fixture
def emulator() -> Iterator[TwilioEmulator]:
    """Run an emulator that moves messages on at once."""
    with TwilioEmulator(callback_delay=0) as running:
        yield running


def check(document: dict[str, Any], name: str) -> None:
    """Assert that ``document`` has just the properties of the schema ``name``, of the right types."""
    properties = SCHEMA[name]["properties"]
    assert set(document) == set(properties)
    for key, rule in properties.items():
        value = document[key]
        names = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        assert isinstance(value, tuple(kind for each in names for kind in TYPES[each])), key
        if isinstance(value, str):
            assert re.search(rule.get("pattern", ""), value), key
            assert value in rule.get("enum", [value]), key
            assert rule.get("format") != "date-time-rfc-2822" or value.endswith(" +0000"), key


def get_json(emulator: TwilioEmulator, path: str) -> dict[str, Any]:
    """Return what the API answers to a GET, without the SDK in between."""
    auth = (emulator.account_sid, emulator.auth_token)
    document: dict[str, Any] = requests.get(emulator.url + path, auth=auth, timeout=WAIT_SECONDS).json()
    return document


def test_create_with_a_messaging_service(emulator: TwilioEmulator) -> None:
    message = send(sdk(emulator), body="Breakfast club is closed", validity_period=3600)
    assert re.fullmatch("SM[0-9a-f]{32}", message.sid)
    assert (message.status, message.num_segments, message.from_) == ("accepted", "0", None)
    assert (message.to, message.body) == (PARENT, "Breakfast club is closed")
    assert (message.direction, message.messaging_service_sid) == ("outbound-api", SERVICE)
    assert message.date_created.utcoffset() == timedelta(0)
    assert message.uri == f"/2010-04-01/Accounts/{DEFAULT_ACCOUNT_SID}/Messages/{message.sid}.json"
    assert [kept.sid for kept in emulator.messages] == [message.sid]
    assert emulator.messages[0].validity_seconds == 3600


def test_create_from_a_number_is_queued(emulator: TwilioEmulator) -> None:
    message = sdk(emulator).messages.create(to=PARENT, body="x" * 161, from_=SENDER)
    assert (message.status, message.num_segments, message.from_) == ("queued", "2", SENDER)


def test_fetch_shows_progress(emulator: TwilioEmulator) -> None:
    client = sdk(emulator)
    sid = send(client).sid
    assert emulator.wait_idle()
    fetched = client.messages(sid).fetch()
    assert (fetched.sid, fetched.status, fetched.from_) == (sid, "delivered", SENDER)
    assert (fetched.num_segments, fetched.error_code) == ("1", None)
    assert fetched.date_sent >= fetched.date_created


def test_answers_follow_the_published_schema(emulator: TwilioEmulator) -> None:
    client = sdk(emulator)
    for to in (PARENT, "+447700900911", "+447700900912", "+447700900914"):
        send(client, to=to)
    client.messages.create(to=PARENT, body="from a number", from_=SENDER)
    page = get_json(emulator, f"/2010-04-01/Accounts/{DEFAULT_ACCOUNT_SID}/Messages.json?PageSize=2")
    check(page, "page")
    assert emulator.wait_idle()
    for message in emulator.messages:
        check(get_json(emulator, message.uri), "message")
    assert {message.status for message in emulator.messages} == {"delivered", "undelivered", "failed", "sent"}


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"to": "", "body": "x", "messaging_service_sid": SERVICE}, 400, 21604),
        ({"to": "07700900123", "body": "x", "messaging_service_sid": SERVICE}, 400, 21211),
        ({"to": PARENT, "body": "x"}, 400, 21603),
        ({"to": PARENT, "body": "x", "messaging_service_sid": "MG1"}, 400, 21701),
        ({"to": PARENT, "messaging_service_sid": SERVICE}, 400, 21602),
        ({"to": PARENT, "body": "x" * 1601, "messaging_service_sid": SERVICE}, 400, 21617),
        ({"to": PARENT, "body": "x", "from_": SENDER, "status_callback": "ftp://example.org"}, 400, 21609),
        ({"to": PARENT, "body": "x", "from_": SENDER, "status_callback": "http://[::1"}, 400, 21609),
        ({"to": PARENT, "body": "x", "from_": SENDER, "validity_period": 0}, 400, 90007),
    ],
)
def test_refused_requests(emulator: TwilioEmulator, params: dict[str, Any], status: int, code: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        sdk(emulator).messages.create(**params)
    assert (caught.value.status, caught.value.code) == (status, code)
    assert emulator.messages == []


def test_error_document(emulator: TwilioEmulator) -> None:
    path = f"/2010-04-01/Accounts/{DEFAULT_ACCOUNT_SID}/Messages/SM{'0' * 32}.json"
    assert get_json(emulator, path) == {
        "code": 20404,
        "message": f"The requested resource {path} was not found",
        "more_info": "https://www.twilio.com/docs/errors/20404",
        "status": 404,
    }


def test_wrong_token_and_wrong_account(emulator: TwilioEmulator) -> None:
    with pytest.raises(TwilioRestException) as caught:
        send(sdk(emulator, token="wrong"))
    assert (caught.value.status, caught.value.code) == (401, 20003)
    other = f"/2010-04-01/Accounts/AC{'1' * 32}/Messages.json"
    assert get_json(emulator, other)["code"] == 20003
    assert requests.get(emulator.url + other, timeout=WAIT_SECONDS).status_code == 401


def test_list_filters(emulator: TwilioEmulator) -> None:
    client = sdk(emulator)
    first, second = send(client), send(client, to="+447700900124")
    failed = send(client, to="+447700900912")
    assert emulator.wait_idle()
    assert [m.sid for m in client.messages.list()] == [failed.sid, second.sid, first.sid]
    assert [m.sid for m in client.messages.list(to=PARENT)] == [first.sid]
    assert len(client.messages.list(from_=SENDER)) == 3
    assert client.messages.list(from_="+447700900999") == []
    day = timedelta(days=1)
    now = datetime.now(tz=UTC)
    assert len(client.messages.list(date_sent=now)) == 2, "a message that failed unsent has no date"
    assert len(client.messages.list(date_sent_after=now - day, date_sent_before=now + day)) == 2
    assert len(client.messages.list(date_sent_after=now.date().isoformat())) == 2
    assert len(client.messages.list(date_sent_before=now.date().isoformat())) == 2
    assert client.messages.list(date_sent_after=now + day) == []
    assert client.messages.list(date_sent_before=now - day) == []
    with pytest.raises(Exception, match="Unable to fetch page"):
        client.messages.list(date_sent="yesterday")


def test_date_filters_miss_what_is_not_sent() -> None:
    with TwilioEmulator(callback_delay=3600) as emulator:
        client = sdk(emulator)
        send(client)
        assert len(client.messages.list()) == 1
        assert client.messages.list(date_sent_after=datetime.now(tz=UTC) - timedelta(days=1)) == []


def test_pages(emulator: TwilioEmulator) -> None:
    client = sdk(emulator)
    sids = [send(client, body=str(number)).sid for number in range(5)][::-1]
    assert [m.sid for m in client.messages.list(page_size=2, to=PARENT)] == sids
    page = client.messages.page(page_size=2, to=PARENT)
    assert [m.sid for m in page] == sids[:2]
    send(client, body="arrives between two pages")
    second = page.next_page()
    assert [m.sid for m in second] == sids[2:4]
    assert [m.sid for m in second.next_page()] == sids[4:]
    assert [m.sid for m in second.previous_page()] == sids[:2]
    assert second.next_page().next_page() is None
    base = f"/2010-04-01/Accounts/{DEFAULT_ACCOUNT_SID}/Messages.json"
    for query in ("PageSize=0", "Page=1", "Page=1&PageToken=PAnone", "PageSize=x"):
        assert get_json(emulator, f"{base}?{query}")["status"] == 400


def test_list_can_lag_or_hide(emulator: TwilioEmulator) -> None:
    client = sdk(emulator)
    sid = send(client).sid
    for mode, lag_seconds, shown in (
        (ListMode.HIDDEN, 0, 0),
        (ListMode.LAGGING, 3600, 0),
        (ListMode.LAGGING, 0, 1),
    ):
        emulator.plan.settings = FaultSettings(list=mode, list_lag_seconds=lag_seconds)
        assert len(client.messages.list()) == shown
        assert client.messages(sid).fetch().sid == sid
