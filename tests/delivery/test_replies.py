"""Answers to what a parent has just done: the last word goes out, at once or at a good hour."""

from datetime import datetime, timedelta

import pytest

from delivery.channels import ChannelError, Failure
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import DeliveryEvent, Nudge, Reason, Status
from delivery.outbox import put_reply
from delivery.sweep import sweep
from subscribers.models import Contact
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

TEN = utc("2026-06-01 09:00")
Channels = dict[str, MemoryChannel]


@pytest.fixture
def contact() -> Contact:
    return factories.subscriber().contacts.get()


def send_all(channels: Channels, now: datetime = TEN) -> int:
    return dispatch("replies", channels, lambda: now)


def words(memory: MemoryChannel) -> list[str]:
    return [parcel.text for parcel in memory.sent]


def statuses() -> list[tuple[int, str]]:
    return list(Nudge.objects.order_by("pk").values_list("status", "reason"))


def test_later_reply_takes_the_place_of_one_that_still_waits(
    contact: Contact, channels: Channels, memory: MemoryChannel
) -> None:
    put_reply(contact, "You will get no more.", "answer:1", TEN)
    put_reply(contact, "Your messages start again.", "answer:2", TEN + timedelta(seconds=5))
    assert send_all(channels, TEN + timedelta(minutes=1)) == 1
    assert words(memory) == ["Your messages start again."]
    assert statuses() == [(Status.CANCELLED, Reason.SUPERSEDED), (Status.SENT, "")]
    [event] = DeliveryEvent.objects.filter(status=Status.CANCELLED)
    assert (event.source, event.at) == ("outbox", TEN + timedelta(seconds=5))


def test_later_reply_takes_the_place_of_one_that_failed_for_now(
    contact: Contact, channels: Channels, memory: MemoryChannel
) -> None:
    def refuse(_parcel: object) -> None:
        raise ChannelError(Failure.TEMPORARY, "429")

    memory.before = refuse
    put_reply(contact, "first", "answer:1", TEN)
    send_all(channels)
    memory.before = None
    put_reply(contact, "second", "answer:2", TEN)
    assert send_all(channels, TEN + timedelta(hours=1)) == 1
    assert words(memory) == ["second"]


def test_reply_that_contradicts_nothing_leaves_the_others(
    contact: Contact, channels: Channels, memory: MemoryChannel
) -> None:
    put_reply(contact, "first", "answer:1", TEN)
    put_reply(contact, "second", "answer:2", TEN, supersedes=False)
    assert send_all(channels) == 2
    assert sorted(words(memory)) == ["first", "second"]


def test_repeated_reply_is_not_the_last_word(contact: Contact, channels: Channels, memory: MemoryChannel) -> None:
    put_reply(contact, "first", "answer:1", TEN)
    put_reply(contact, "second", "answer:2", TEN)
    put_reply(contact, "first", "answer:1", TEN)
    send_all(channels)
    assert words(memory) == ["second"]


def test_reply_leaves_those_to_others(contact: Contact, channels: Channels) -> None:
    put_reply(factories.subscriber().contacts.get(), "to somebody else", "answer:1", TEN)
    put_reply(contact, "second", "answer:2", TEN)
    assert send_all(channels) == 2


@pytest.mark.parametrize(
    ("put", "tried", "sent"),
    [
        ("2026-06-01 23:00", "2026-06-01 23:30", 1),  # at once, in the middle of the night
        ("2026-06-01 23:00", "2026-06-01 23:31", 0),  # too late for the night
        ("2026-06-01 23:00", "2026-06-02 06:59", 0),
        ("2026-06-01 23:00", "2026-06-02 07:00", 1),  # 08:00 in London
        ("2026-06-01 19:50", "2026-06-01 20:20", 1),
        ("2026-06-01 15:00", "2026-06-01 19:57", 1),
        ("2026-06-01 15:00", "2026-06-01 19:58", 0),  # just before the quiet hours
        ("2026-06-01 19:50", "2026-06-02 07:00", 1),
        ("2026-06-01 18:59", "2026-06-02 07:00", 0),  # no longer valid by then
        ("2026-06-01 09:00", "2026-06-01 12:00", 1),  # by day it goes as long as it is valid
    ],
)
def test_reply_that_was_held_up_wakes_nobody(
    contact: Contact, channels: Channels, put: str, tried: str, sent: int
) -> None:
    put_reply(contact, "answer", "answer:1", utc(put))
    assert send_all(channels, utc(tried)) == sent


def test_reply_to_an_address_that_has_gone_is_cancelled(contact: Contact, channels: Channels) -> None:
    put_reply(contact, "answer", "answer:1", TEN)
    contact.delete()
    sweep(TEN)
    assert statuses() == [(Status.CANCELLED, Reason.NO_CONTACT)]
    assert send_all(channels) == 0
