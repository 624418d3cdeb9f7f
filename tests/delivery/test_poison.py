"""1,001 rows that can never be sent, before a good one: it goes out in the same round."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from delivery import trios
from delivery.channels import ChannelError, Failure, Parcel
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import LANES, dispatch
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency
from delivery.outbox import put_reply
from messages.models import Message
from subscribers.models import Contact, Journey, Subscriber
from tests import factories
from tests.delivery.outbox_kit import TEN, Channels, send_all
from tests.delivery.pace_kit import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

POISON = 1001


@pytest.fixture(autouse=True)
def _fast(settings: Settings) -> None:
    settings.RATES = {"sms": 2000, "email": 2000}  # what a channel refuses was a call, too


def bad_wording() -> None:
    Message.objects.filter(sms="poison").update(sms="{broken}")


def no_contact() -> None:
    Contact.objects.filter(subscriber__journeys__nudges__urgency=Urgency.SAFETY).delete()


def sealed_with_a_key_that_is_gone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subscribers_contact SET address = %s", [b"nobody can open this"])


def held_back() -> None:
    Message.objects.filter(sms="poison").update(held_at=TEN)


def paused() -> None:
    Journey.objects.filter(nudges__urgency=Urgency.SAFETY).update(state=Journey.State.PAUSED)


def stopped() -> None:
    Subscriber.objects.filter(journeys__nudges__urgency=Urgency.SAFETY).update(state=Subscriber.State.STOPPED)


def corrupt() -> None:
    Nudge.objects.update(keeps_words=True, kept_as={"no such field": 1})


def stuck() -> None:
    """Their senders have died, or hang: nobody knows, and nobody tries again."""
    Nudge.objects.update(status=Status.SUBMITTING, fence=1, leased_until=TEN - timedelta(hours=1))


def nothing() -> None:
    """The channel sees to it."""


def refused(parcel: Parcel) -> None:
    if parcel.text == "poison":
        raise ChannelError(Failure.PERMANENT, "21211")


def breaks(parcel: Parcel) -> None:
    if parcel.text == "poison":
        raise ValueError(parcel.address)


WAITS = (Status.QUEUED, "")
KINDS = [
    (bad_wording, None, (Status.CANCELLED, Reason.BAD_WORDING)),
    (no_contact, None, (Status.CANCELLED, Reason.NO_CONTACT)),
    (sealed_with_a_key_that_is_gone, None, WAITS),  # until somebody puts the key back
    (held_back, None, WAITS),
    (paused, None, WAITS),  # the sweep gives these two their reason
    (stopped, None, WAITS),
    (corrupt, None, WAITS),
    (stuck, None, (Status.SUBMITTING, "")),
    (nothing, refused, (Status.FAILED, "")),
    (nothing, breaks, (Status.UNKNOWN, "")),
]


@pytest.mark.parametrize(("make", "before", "outcome"), KINDS)
def test_good_nudge_behind_the_poison_goes_in_the_same_round(
    channels: Channels,
    memory: MemoryChannel,
    make: Callable[[], None],
    before: Callable[[Parcel], None] | None,
    outcome: tuple[Status, str],
) -> None:
    crowd(POISON, 20, urgency=Urgency.SAFETY, text="poison")
    make()
    crowd(1, 21, text="good")
    memory.before = before
    send_all(channels)
    assert [parcel.text for parcel in memory.sent] == ["good"]
    found = Nudge.objects.filter(urgency=Urgency.SAFETY).values_list("status", "reason")
    assert (set(found), found.count()) == ({outcome}, POISON)
    send_all(channels)
    assert len(memory.sent) == 1


def test_nudge_that_nobody_can_claim_waits_and_says_so_without_data(
    channels: Channels, memory: MemoryChannel, caplog: pytest.LogCaptureFixture
) -> None:
    crowd(1, 20, text="poison")
    corrupt()
    nudge = Nudge.objects.get()
    with caplog.at_level(logging.ERROR):
        send_all(channels)
    nudge.refresh_from_db()
    later = TEN + timedelta(minutes=10)
    assert (nudge.status, nudge.due_at, nudge.code, nudge.fence) == (Status.QUEUED, later, "TypeError", 0)
    assert [x.getMessage() for x in caplog.records] == [
        f"nudge {nudge.pk} cannot be claimed, and waits for 0:10:00: TypeError"
    ]
    assert not DeliveryEvent.objects.exists()
    Nudge.objects.update(keeps_words=False, kept_as=None)  # somebody mends it, within the day
    send_all(channels, later)
    assert [parcel.text for parcel in memory.sent] == ["poison"]


def test_address_that_no_key_opens_waits_for_the_key(
    channels: Channels, memory: MemoryChannel, settings: Settings
) -> None:
    """For stage messages and for answers: what staff forgot to set is no reason to tell a parent nothing."""
    settings.CONTACT_KEYS = ["the key of before"]
    crowd(1, 20, text="good")
    put_reply(factories.subscriber().contacts.get(), "Yes", "answer:1", TEN)
    settings.CONTACT_KEYS = ["another key"]
    _send_everything(channels, TEN)
    assert set(Nudge.objects.values_list("status", "code")) == {(Status.QUEUED, "SealedError")}
    settings.CONTACT_KEYS = ["another key", "the key of before"]
    _send_everything(channels, TEN + timedelta(minutes=10))
    assert sorted(parcel.text for parcel in memory.sent) == ["Yes", "good"]


def _send_everything(channels: Channels, now: datetime) -> None:
    for lane in LANES:
        dispatch(lane, channels, lambda: now)


def test_nudge_that_fails_its_whole_batch_is_found_and_its_neighbours_go(
    channels: Channels, memory: MemoryChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault outside the look at one nudge, such as one in what is asked once for a batch."""
    crowd(40, 20)
    crowd(3, 21, urgency=Urgency.SAFETY, text="poison")
    truly = trios.refused

    def broken(nudges: list[Nudge]) -> dict[int, Reason]:
        if any(nudge.urgency == Urgency.SAFETY for nudge in nudges):
            raise KeyError("+447700900123")
        return truly(nudges)

    monkeypatch.setattr(trios, "refused", broken)
    send_all(channels)
    assert [parcel.text for parcel in memory.sent] == ["week 20"] * 40
    aside = Nudge.objects.filter(urgency=Urgency.SAFETY).values_list("status", "due_at", "code")
    assert set(aside) == {(Status.QUEUED, TEN + timedelta(minutes=10), "KeyError")}


def test_poison_among_replies_lets_the_others_go(
    channels: Channels, memory: MemoryChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = [factories.subscriber().contacts.get() for _ in range(3)]
    for n, contact in enumerate(contacts):
        put_reply(contact, f"answer {n}", f"answer:{n}", TEN)
    first = Nudge.objects.earliest("pk")

    def broken(nudge_id: int) -> str:
        if nudge_id == first.pk:
            raise ValueError
        return f"token-{nudge_id}"

    monkeypatch.setattr("delivery.claims.nudge_token", broken)
    dispatch("replies", channels, lambda: TEN)
    assert [parcel.text for parcel in memory.sent] == ["answer 1", "answer 2"]
    first.refresh_from_db()
    assert (first.status, first.due_at, first.fence) == (Status.QUEUED, TEN + timedelta(minutes=10), 0)
