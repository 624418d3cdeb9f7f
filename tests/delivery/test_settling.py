"""What becomes of a nudge that was claimed: by its receipt, by a failure, or by its sender's death."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from delivery.channels import ChannelError, Failure, Parcel, Receipt
from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_nudges
from delivery.dispatcher import LANES
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.outbox import settle
from delivery.sweep import sweep
from scheduler.planner import plan
from tests.delivery.outbox_kit import TEN, Channels, planned, send_all, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.heart]


def test_permanent_failure_is_final(channels: Channels, memory: MemoryChannel) -> None:
    planned()
    memory.before = fail(Failure.PERMANENT, "21211")
    send_all(channels)
    nudge = Nudge.objects.get()
    assert (nudge.status, nudge.code) == (Status.FAILED, "21211")
    assert send_all(channels, TEN + timedelta(hours=1)) == 0


def test_temporary_failure_is_tried_again_later_and_not_at_once(channels: Channels, memory: MemoryChannel) -> None:
    planned()
    memory.before = fail(Failure.TEMPORARY, "429")
    assert send_all(channels) == 1
    assert statuses() == [(Status.QUEUED, "")]
    assert send_all(channels, TEN + timedelta(seconds=29)) == 0
    memory.before = None
    assert send_all(channels, TEN + timedelta(seconds=30)) == 1
    assert len(memory.sent) == 1


def test_unknown_is_never_sent_again(channels: Channels, memory: MemoryChannel) -> None:
    planned()
    memory.before = fail(Failure.UNKNOWN, "timeout")
    send_all(channels)
    memory.before = None
    for hours in range(24):
        now = TEN + timedelta(hours=hours)
        plan(now)
        sweep(now)
        assert send_all(channels, now) == 0
    assert statuses() == [(Status.UNKNOWN, "")]


def test_opt_out_at_the_provider_is_a_stop(channels: Channels, memory: MemoryChannel) -> None:
    journey = planned()
    memory.before = fail(Failure.PERMANENT, "21610", opted_out=True)
    send_all(channels)
    journey.subscriber.refresh_from_db()
    assert journey.subscriber.state == "stopped"
    assert journey.subscriber.consents.last().door == "provider"  # type: ignore[union-attr]


def fail(failure: Failure, code: str, *, opted_out: bool = False) -> Callable[[Parcel], None]:
    def refuse(_parcel: Parcel) -> None:
        raise ChannelError(failure, code, opted_out=opted_out)

    return refuse


@pytest.mark.parametrize(
    ("result", "status", "provider_id"),
    [
        (Receipt(provider_id="late"), Status.SENT, "late"),  # evidence settles what is unknown
        (ChannelError(Failure.TEMPORARY, "429"), Status.UNKNOWN, ""),
        (ChannelError(Failure.PERMANENT, "21211"), Status.UNKNOWN, ""),
    ],
)
def test_dead_sender_leaves_unknown_and_only_its_receipt_still_counts(
    result: Receipt | ChannelError, status: Status, provider_id: str
) -> None:
    planned()
    parcels = claim_nudges(TEN, LANES["nudges"], 10)
    later = TEN + timedelta(minutes=5)
    sweep(later)
    assert statuses() == [(Status.UNKNOWN, "")]
    settle(later, [(parcels[0], result)])
    settle(later, [(parcels[0], result)])
    nudge = Nudge.objects.get()
    assert (nudge.status, nudge.provider_id) == (status, provider_id)
    lines = [Status.SUBMITTING, Status.UNKNOWN, *([status] if provider_id else [])]
    assert list(DeliveryEvent.objects.order_by("pk").values_list("status", flat=True)) == lines


def test_late_receipt_leaves_what_the_provider_has_reported_since() -> None:
    planned()
    parcels = claim_nudges(TEN, LANES["nudges"], 10)
    sweep(TEN + timedelta(minutes=5))
    Nudge.objects.update(status=Status.DELIVERED, provider_id="reported")
    settle(TEN + timedelta(minutes=6), [(parcels[0], Receipt(provider_id="late"))])
    assert Nudge.objects.values_list("status", "provider_id").get() == (Status.DELIVERED, "reported")
