"""What a provider reports back: signed, in any order, any number of times."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from delivery.channels import ChannelError, Failure
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.tokens import nudge_token
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]
TEN = utc("2026-06-01 09:00")


@pytest.fixture
def nudge(channels: dict[str, MemoryChannel], memory: MemoryChannel) -> Nudge:
    """A nudge whose sending ended in `unknown`."""

    def fail(_parcel: object) -> None:
        raise ChannelError(Failure.UNKNOWN, "timeout")

    memory.before = fail
    factories.journey(factories.expecting(date(2026, 6, 1) + timedelta(weeks=20)))
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    plan(TEN)
    dispatch("nudges", channels, lambda: TEN)
    return Nudge.objects.get()


def report(nudge: Nudge, status: str, *, token: str = "primary token of tests", **more: str) -> int:
    url = reverse("twilio-status", args=[nudge_token(nudge.pk)])
    params = {"AccountSid": "AC" + "0" * 32, "MessageSid": "SM1", "MessageStatus": status, **more}
    signature = RequestValidator(token).compute_signature("http://localhost:8000" + url, params)
    return Client().post(url, params, headers={"X-Twilio-Signature": signature}).status_code


def test_callback_settles_an_unknown_sending(nudge: Nudge) -> None:
    assert report(nudge, "sent") == 204
    nudge.refresh_from_db()
    assert (nudge.status, nudge.provider_id) == (Status.SENT, "SM1")


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_shuffled_and_repeated_callbacks_end_the_same(nudge: Nudge, order: tuple[str, ...]) -> None:
    for status in order + order:
        assert report(nudge, status) == 204
    nudge.refresh_from_db()
    assert nudge.status == Status.DELIVERED


def test_each_change_has_one_line_in_the_audit(nudge: Nudge) -> None:
    for status in ("sent", "sent", "delivered", "sent", "delivered"):
        report(nudge, status)
    lines = list(DeliveryEvent.objects.values_list("status", "source"))
    assert lines == [
        (Status.SUBMITTING, "dispatcher"),
        (Status.UNKNOWN, "dispatcher"),
        (Status.SENT, "callback"),
        (Status.DELIVERED, "callback"),
    ]


def test_undelivered_keeps_the_providers_code(nudge: Nudge) -> None:
    report(nudge, "undelivered", ErrorCode="30003")
    nudge.refresh_from_db()
    assert (nudge.status, nudge.code) == (Status.UNDELIVERED, "30003")


def test_opt_out_in_a_callback_is_a_stop(nudge: Nudge) -> None:
    report(nudge, "failed", ErrorCode="21610")
    assert nudge.contact is not None
    nudge.contact.subscriber.refresh_from_db()
    assert nudge.contact.subscriber.state == "stopped"


def test_callback_signed_with_the_secondary_token_counts(nudge: Nudge) -> None:
    assert report(nudge, "sent", token="secondary token of tests") == 204
    nudge.refresh_from_db()
    assert nudge.status == Status.SENT


def test_forged_callback_is_refused_and_writes_nothing(nudge: Nudge) -> None:
    assert report(nudge, "delivered", token="somebody else") == 403
    nudge.refresh_from_db()
    assert nudge.status == Status.UNKNOWN


def test_no_token_configured_refuses_everything(nudge: Nudge, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = settings.TWILIO_AUTH_TOKEN_SECONDARY = ""
    assert report(nudge, "delivered", token="") == 403


def test_callback_for_another_account_is_refused(nudge: Nudge) -> None:
    assert report(nudge, "delivered", AccountSid="AC" + "1" * 32) == 403


def test_word_that_we_do_not_know_changes_nothing(nudge: Nudge) -> None:
    assert report(nudge, "partially_delivered") == 204
    nudge.refresh_from_db()
    assert nudge.status == Status.UNKNOWN
