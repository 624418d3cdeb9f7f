"""News for some people: it comes after every answer, and keeps to the hours and to a halt as answers need not."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from delivery import news
from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_replies
from delivery.dispatcher import dispatch
from delivery.models import Halt, Nudge, Status
from delivery.outbox import put_reply
from subscribers.models import Child, Contact, Journey, Subscriber
from tests import factories
from tests.delivery.outbox_kit import DAY, TEN
from tests.factories import utc

pytestmark = pytest.mark.django_db
LATER = utc("2026-06-01 20:00")


def parent() -> Contact:
    return factories.journey(factories.expecting(DAY)).subscriber.contacts.get()


def put(*contacts: Contact, key: str = "a", text: str = "News") -> int:
    words = news.Words(channel="sms", language="en", text=text)
    return news.put(key, [(x.subscriber_id, x.pk, words) for x in contacts], TEN, LATER)


def test_each_person_is_told_the_same_news_once() -> None:
    contacts = [parent(), parent()]
    assert (put(contacts[0]), put(*contacts), put(*contacts), put(*contacts, key="b")) == (1, 1, 0, 2)
    assert set(Nudge.objects.values_list("text", "segments", "status")) == {("News", 1, Status.QUEUED)}


def test_whoever_waits_for_an_answer_does_not_wait_for_news() -> None:
    for _ in range(3):
        put(parent())
    put_reply(parent(), "Your code", "code", TEN)
    assert [parcel.text for parcel in claim_replies(TEN, 2)] == ["Your code", "News"]


def test_answer_does_not_take_the_place_of_news() -> None:
    contact = parent()
    put(contact)
    put_reply(contact, "Older", "older", TEN)
    put_reply(contact, "Newer", "newer", TEN)
    assert [parcel.text for parcel in claim_replies(TEN, 9)] == ["Newer", "News"]


@pytest.mark.parametrize(
    "act",
    [
        lambda: Subscriber.objects.update(state="stopped"),
        lambda: Journey.objects.update(state="ended"),
        lambda: Child.objects.update(state="lost"),
        lambda: Halt.objects.create(why="Wrong", began_by=User.objects.create_user("a"), began_at=TEN),
    ],
    ids=["stopped", "ended", "lost", "halt"],
)
def test_news_keeps_to_what_is_true_when_it_would_go(act: Any, channels: dict[str, MemoryChannel]) -> None:
    put(parent())
    act()
    assert dispatch("replies", channels, lambda: TEN) == 0


def test_news_goes_on_after_a_halt(channels: dict[str, MemoryChannel]) -> None:
    put(parent())
    Halt.objects.create(why="Wrong", began_at=TEN, ended_at=TEN)
    assert dispatch("replies", channels, lambda: TEN) == 1
