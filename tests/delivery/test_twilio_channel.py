"""Sending through the SDK to the project's emulator of the provider, and what each of its faults means."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pytest_django import Settings
from twilio.base.exceptions import TwilioRestException

from delivery.channels import ChannelError, Failure
from delivery.channels.twilio import TwilioChannel, classify, read
from delivery.dispatcher import dispatch
from delivery.emulator import TwilioEmulator
from delivery.models import Nudge, Status
from delivery.reconcile import reconcile
from delivery.sweep import sweep
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers.models import Contact
from tests import factories
from tests.delivery.wire_kit import hand_over
from tests.factories import parcel, utc

TEN = utc("2026-06-01 09:00")
DUE = date(2026, 6, 1) + timedelta(weeks=20)
SID, TOKEN, SERVICE = "AC" + "0" * 32, "primary token of tests", "MG" + "0" * 32


@pytest.fixture
def provider() -> Iterator[TwilioEmulator]:
    with TwilioEmulator(account_sid=SID, auth_token=TOKEN) as emulator:
        yield emulator


@pytest.fixture
def twilio(provider: TwilioEmulator) -> TwilioChannel:
    return TwilioChannel(account_sid=SID, auth_token=TOKEN, service_sid=SERVICE, api_url=provider.url)


def test_text_is_accepted_with_our_callback_and_service(provider: TwilioEmulator, twilio: TwilioChannel) -> None:
    receipt = hand_over(twilio, parcel())
    accepted = provider.messages[0]
    assert (accepted.to, accepted.body, accepted.messaging_service_sid) == ("+447700900001", "Hello", SERVICE)
    assert accepted.status_callback == "http://localhost:8000/webhooks/twilio/status/1:token/"
    assert receipt.provider_id == accepted.sid


@pytest.mark.parametrize(
    ("number", "failure", "code"),
    [
        ("+447700900901", Failure.TEMPORARY, "20429"),
        ("+447700900902", Failure.UNKNOWN, "20500"),
        ("+447700900903", Failure.UNKNOWN, "20503"),
        ("+447700900906", Failure.UNKNOWN, "ConnectionError"),
        ("+447700900907", Failure.UNKNOWN, "ConnectionError"),
        ("+447700900908", Failure.UNKNOWN, "JSONDecodeError"),
        ("+447700900909", Failure.PERMANENT, "21211"),
        ("+447700900910", Failure.PERMANENT, "21610"),
    ],
)
def test_fault_is_understood(twilio: TwilioChannel, number: str, failure: Failure, code: str) -> None:
    with pytest.raises(ChannelError) as caught:
        hand_over(twilio, parcel(address=number))
    assert (caught.value.failure, caught.value.code) == (failure, code)
    assert caught.value.opted_out == (code == "21610")


def test_error_never_tells_the_number(twilio: TwilioChannel) -> None:
    with pytest.raises(ChannelError) as caught:
        hand_over(twilio, parcel(address="+447700900909"))
    assert "7700900909" not in repr(caught.value) + str(caught.value.__cause__) + repr(parcel(address="+447700900909"))


def test_nobody_listening_is_temporary() -> None:
    nobody = TwilioChannel(account_sid=SID, auth_token=TOKEN, service_sid=SERVICE, api_url="http://127.0.0.1:9")
    with pytest.raises(ChannelError) as caught:
        hand_over(nobody, parcel())
    assert caught.value.failure == Failure.TEMPORARY


def test_wrong_token_is_ours_to_mend_and_loses_nothing(provider: TwilioEmulator) -> None:
    stranger = TwilioChannel(account_sid=SID, auth_token="wrong", service_sid=SERVICE, api_url=provider.url)
    with pytest.raises(ChannelError) as caught:
        hand_over(stranger, parcel())
    assert (caught.value.failure, caught.value.code) == (Failure.TEMPORARY, "20003")


@pytest.mark.parametrize(
    ("status", "code", "failure"),
    [
        *[(status, None, Failure.TEMPORARY) for status in (400, 401, 403, 404, 407, 408, 429)],
        (401, 20003, Failure.TEMPORARY),  # credentials
        (403, 20403, Failure.TEMPORARY),  # the account may not
        (404, 20404, Failure.TEMPORARY),  # no such account
        (403, 20005, Failure.TEMPORARY),  # the account is not active
        (400, 21408, Failure.TEMPORARY),  # a country that the account does not allow
        (400, 21606, Failure.TEMPORARY),  # a sender that is not ours
        (400, 21608, Failure.TEMPORARY),  # a trial account
        (400, 21609, Failure.TEMPORARY),  # our callback address
        (400, 21701, Failure.TEMPORARY),  # no such messaging service
        (400, 21703, Failure.TEMPORARY),  # a messaging service without senders
        (400, 21704, Failure.TEMPORARY),
        (400, 21705, Failure.TEMPORARY),
        (400, 21211, Failure.PERMANENT),
        (400, 21610, Failure.PERMANENT),
        (400, 21614, Failure.PERMANENT),
        (400, 21617, Failure.PERMANENT),
        (500, 21614, Failure.UNKNOWN),
        (503, None, Failure.UNKNOWN),
        (302, None, Failure.UNKNOWN),
    ],
)
def test_only_a_refused_number_or_text_is_for_good(status: int, code: int | None, failure: Failure) -> None:
    found = classify(TwilioRestException(status, "/Messages.json", code=code))
    assert (found.failure, found.code) == (failure, str(code or status))


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), ("", 0), ("-1", 0), ("1.5", 0), ("Sat, 21 Nov 2026 10:00:00 GMT", 0)]
)
def test_provider_says_in_seconds_how_long_to_wait(header: str, seconds: int) -> None:
    found = read(429, b'{"code": 20429}', header)
    assert isinstance(found, ChannelError)
    assert (found.failure, found.busy, found.retry_after) == (Failure.TEMPORARY, True, seconds)


@pytest.mark.parametrize(("ago", "found"), [(-300, False), (-30, True), (300, True)])
def test_only_what_was_made_since_the_claim_is_found(
    provider: TwilioEmulator, twilio: TwilioChannel, ago: int, *, found: bool
) -> None:
    """An older text of the same words to the same number is another one."""
    receipt = hand_over(twilio, parcel())
    submitted_at = provider.messages[0].date_created - timedelta(seconds=ago)
    assert twilio.find(parcel(submitted_at=submitted_at), frozenset()) == (receipt if found else None)


def nudge_to(number: str) -> Nudge:
    journey = factories.journey(factories.expecting(DUE))
    Contact.objects.filter(subscriber=journey.subscriber).delete()
    Contact.objects.create(subscriber=journey.subscriber, kind="sms", address=number, confirmed_at=factories.JOINED)
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Hello")
    plan(TEN)
    return Nudge.objects.get()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_reset_after_accept_is_found_in_the_list_and_sent_once(provider: TwilioEmulator, twilio: TwilioChannel) -> None:
    nudge = nudge_to("+447700900907")
    channels = {"sms": twilio, "email": twilio}
    dispatch("nudges", channels, lambda: TEN)
    nudge.refresh_from_db()
    assert nudge.status == Status.UNKNOWN
    reconcile(TEN + timedelta(minutes=3), channels)
    sweep(TEN + timedelta(minutes=3))
    dispatch("nudges", channels, lambda: TEN + timedelta(minutes=3))
    nudge.refresh_from_db()
    assert (nudge.status, nudge.provider_id) == (Status.SENT, provider.messages[0].sid)
    assert len(provider.messages) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_reset_before_accept_stays_unknown(provider: TwilioEmulator, twilio: TwilioChannel) -> None:
    nudge = nudge_to("+447700900906")
    channels = {"sms": twilio, "email": twilio}
    dispatch("nudges", channels, lambda: TEN)
    reconcile(TEN + timedelta(minutes=3), channels)
    nudge.refresh_from_db()
    assert (nudge.status, provider.messages) == (Status.UNKNOWN, [])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_texts_go_at_once_and_each_once(
    provider: TwilioEmulator, twilio: TwilioChannel, settings: Settings
) -> None:
    settings.RATES = {"sms": 100, "email": 100}
    for _ in range(70):
        factories.journey(factories.expecting(DUE))
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Hello")
    plan(TEN)
    assert dispatch("nudges", {"sms": twilio, "email": twilio}, lambda: TEN) == 70
    numbers = [message.to for message in provider.messages]
    assert (len(numbers), len(set(numbers))) == (70, 70)
