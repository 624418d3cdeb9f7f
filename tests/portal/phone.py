"""A parent's phone: it says something and shows the answers; and people who have one."""

from datetime import datetime
from itertools import count

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from portal.conversation import receive
from subscribers.models import Contact, Subscriber
from tests import factories

NUMBER = "+447700900999"
_sids = count(1)


class Phone:
    """The phone with a number; `now` is when it speaks unless told otherwise."""

    def __init__(self, now: datetime, number: str = NUMBER) -> None:
        self.now, self.number, self.memory = now, number, MemoryChannel()

    def say(self, text: str, now: datetime | None = None) -> str:
        """Text something, and return the answer; empty when there is none."""
        now = now or self.now
        receive(f"SM{next(_sids)}", self.number, text, now)
        return self.hear(now)

    def hear(self, now: datetime | None = None) -> str:
        """What has come since; a single text at most."""
        before = len(self.memory.sent)
        dispatch("replies", {"sms": self.memory, "email": self.memory}, lambda: now or self.now)
        texts = [parcel.text for parcel in self.memory.sent[before:] if parcel.address == self.number]
        assert len(texts) <= 1
        return texts[0] if texts else ""


def parent(number: str = NUMBER, joined: datetime = factories.JOINED) -> Subscriber:
    """Somebody who has agreed, with this number and no journey yet."""
    person = factories.subscriber(sms=False, joined=joined)
    Contact.objects.create(subscriber=person, kind="sms", address=number, confirmed_at=joined)
    return person


def owner(number: str = NUMBER) -> Subscriber:
    """Whoever has this number now."""
    return Contact.objects.with_address(number).get().subscriber
