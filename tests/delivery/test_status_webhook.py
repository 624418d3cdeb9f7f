"""What a provider reports back: signed, in any order, any number of times."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from config.callbacks import Callbacks
from delivery.channels import ChannelError, Failure
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.grouping import raise_together
from delivery.models import DeliveryEvent, Nudge, Reason, Status
from delivery.reports import Report, raise_statuses
from delivery.tokens import nudge_token
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers.models import Child
from tests import factories
from tests.delivery.callback_kit import ask, nobody
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


def by_the_view(url: str, params: dict[str, str], signature: str) -> int:
    return Client().post(url, params, headers={"X-Twilio-Signature": signature}).status_code


def by_the_short_cut(url: str, params: dict[str, str], signature: str) -> int:
    short_cut = Callbacks(nobody)
    short_cut.grouping.take = lambda report: report.nudge_id in raise_together([report])  # type: ignore[method-assign]
    return ask(short_cut, url, params, signature)


@pytest.fixture(params=[by_the_view, by_the_short_cut], autouse=True)
def _door(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in keep every promise."""
    monkeypatch.setattr("config.callbacks.close_old_connections", lambda: None)  # this one has the test's transaction
    monkeypatch.setitem(DOOR, "way", request.param)


DOOR: dict[str, Callable[[str, dict[str, str], str], int]] = {}


def report(nudge: Nudge, status: str, *, token: str = "primary token of tests", **more: str) -> int:
    url = reverse("twilio-status", args=[nudge_token(nudge.pk)])
    params = {"AccountSid": "AC" + "0" * 32, "MessageSid": "SM1", "MessageStatus": status, **more}
    signature = RequestValidator(token).compute_signature("http://localhost:8000" + url, params)
    return DOOR["way"](url, params, signature)


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


@pytest.mark.parametrize("status", [Status.QUEUED, Status.CANCELLED, Status.EXPIRED])
@pytest.mark.parametrize("claimed", [False, True])
def test_report_raises_what_was_not_sent_only_when_somebody_has_claimed_it(
    nudge: Nudge, status: Status, *, claimed: bool
) -> None:
    reason = Reason.REPLANNED if status == Status.CANCELLED else ""
    Nudge.objects.update(status=status, reason=reason, submitted_at=TEN if claimed else None)
    assert report(nudge, "delivered") == 204
    nudge.refresh_from_db()
    assert (nudge.status, nudge.reason) == ((Status.DELIVERED, "") if claimed else (status, reason))


def test_delivered_never_falls_back(nudge: Nudge) -> None:
    Nudge.objects.update(status=Status.DELIVERED)
    assert report(nudge, "undelivered", ErrorCode="30003") == 204
    nudge.refresh_from_db()
    assert (nudge.status, nudge.code) == (Status.DELIVERED, "timeout")


def test_what_a_provider_has_all_the_same_does_not_come_again_with_its_stage(nudge: Nudge) -> None:
    """Somebody had said that it was not sent; it was too late for another try, and then the due date moved."""
    Nudge.objects.update(status=Status.EXPIRED)
    report(nudge, "sent")
    Child.objects.update(due_date=F("due_date") + timedelta(weeks=1))
    plan(TEN + timedelta(weeks=1))
    assert Nudge.objects.values_list("status", flat=True).get() == Status.SENT


def test_nudge_that_is_gone_changes_nothing(nudge: Nudge) -> None:
    gone = Nudge(pk=nudge.pk + 1000)
    assert (report(gone, "delivered"), DeliveryEvent.objects.filter(source="callback").count()) == (204, 0)


def test_reports_in_one_group_are_one_change_to_the_highest(nudge: Nudge) -> None:
    callback = DeliveryEvent.Source.CALLBACK
    said = [
        Report(nudge.pk, Status.SENT, callback, TEN, provider_id="SM1"),
        Report(nudge.pk, Status.DELIVERED, callback, TEN + timedelta(minutes=1), provider_id="SM1"),
        Report(nudge.pk, Status.UNDELIVERED, callback, TEN, provider_id="SM1", code="30003"),
        Report(nudge.pk + 1000, Status.SENT, callback, TEN),
    ]
    assert raise_statuses(said) == {nudge.pk: True}
    assert raise_statuses(reversed(said)) == {nudge.pk: False}
    nudge.refresh_from_db()
    assert (nudge.status, nudge.provider_id, nudge.code) == (Status.DELIVERED, "SM1", "timeout")
    events = DeliveryEvent.objects.filter(source="callback").values_list("status", "at", "code")
    assert list(events) == [(Status.DELIVERED, TEN + timedelta(minutes=1), "")]
