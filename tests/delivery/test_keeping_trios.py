"""Three texts a week whose message is changed: what waits keeps the part that it is, and not the whole message."""

import pytest

from delivery.channels.memory import MemoryChannel
from delivery.keeping import keep_words
from delivery.models import Nudge
from messages.models import Message
from scheduler.planner import plan
from subscribers.models import Following, Journey
from tests import factories
from tests.delivery.outbox_kit import DAY, DUE, TEN, WEEK_20, Channels, send_all

pytestmark = [pytest.mark.django_db, pytest.mark.heart]
TRIO = ("why", "do", "well done")
ON = ((TEN, "why"), (TEN.replace(day=3), "do"), (TEN.replace(day=5), "well done"))


@pytest.fixture
def message() -> Message:
    """With one parent of three a week, whose first text waits."""
    factories.journey(factories.expecting(DUE), frequency=3)
    return factories.message(WEEK_20, sms="whole", trio=TRIO)


def rewrite(message: Message) -> None:
    """New words, whole and in three, approved."""
    message.sms, message.sms_why, message.sms_do, message.sms_done = "new", "new why", "new do", "new well done"
    message.save()
    factories.approved(message)


@pytest.mark.parametrize("part", range(3))
def test_each_part_that_waits_is_kept_as_it_is(
    channels: Channels, memory: MemoryChannel, message: Message, part: int
) -> None:
    for now, _words in ON[:part]:
        plan(now)
        send_all(channels, now)
    now, words = ON[part]
    plan(now)
    assert keep_words(message, now) == 1
    rewrite(message)
    send_all(channels, now)
    assert [parcel.text for parcel in memory.sent] == [*TRIO[:part], words]
    assert not Nudge.objects.filter(whole=True).exists()


def test_extra_messages_of_the_week_make_it_the_whole(
    channels: Channels, memory: MemoryChannel, message: Message
) -> None:
    plan(TEN)
    Following.objects.create(journey=Journey.objects.get(), track="low", since=DAY)
    assert keep_words(message, TEN) == 1
    rewrite(message)
    send_all(channels)
    assert [parcel.text for parcel in memory.sent] == ["whole"]
