"""How much the providers take just now, counted as they count: in segments of texts, and in e-mails."""

from collections.abc import Mapping
from math import inf

from messages.sms import measure
from subscribers.models import Contact


def work(channel: str, text: str) -> int:
    """What one message is for a provider: its segments; an e-mail is one."""
    return measure(text).segments if channel == Contact.Kind.SMS else 1


class Room:
    """Room for so many segments, by channel. A message goes while there is any: the last one may be longer than it."""

    def __init__(self, left: Mapping[str, float]) -> None:
        self._left = dict(left)

    @classmethod
    def endless(cls) -> "Room":
        return cls(dict.fromkeys(Contact.Kind.values, inf))

    def copy(self) -> "Room":
        return Room(self._left)

    @property
    def channels(self) -> list[str]:
        """Those that have any."""
        return [channel for channel in self._left if self.has_any(channel)]

    def has_any(self, channel: str) -> bool:
        return self._left.get(channel, 0) > 0

    def take(self, channel: str, segments: int) -> None:
        self._left[channel] -= segments
