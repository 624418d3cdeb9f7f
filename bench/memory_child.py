"""A dispatcher in a process of its own, which tells how much memory it took at most (a child of bench.memory)."""

import contextlib
import json
import resource
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

import django

import tests.environment  # noqa: F401 - it may only talk to this machine

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first

from bench.population import TEN  # noqa: E402
from bench.sending import EnoughError  # noqa: E402
from bench.texts import channel  # noqa: E402
from delivery.channels import Parcel, Result  # noqa: E402
from delivery.dispatcher import dispatch  # noqa: E402


class Counting:
    """The service's channel, and how many it was given."""

    has_list = True

    def __init__(self) -> None:
        self.given = 0
        self.channel = channel(settings.TWILIO_API_URL)

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        self.given += len(parcels)
        return self.channel.send(parcels, until)

    def find(self, parcel: Parcel, taken: frozenset[str]) -> None:  # noqa: ARG002 - the protocol's signature
        return None


def clock_until(counting: Counting, most: int) -> Callable[[], datetime]:
    """Ten o'clock, until so many were sent and settled."""
    looks = 0

    def clock() -> datetime:
        nonlocal looks
        looks += 1
        is_claim = looks % 2 == 1
        if is_claim and counting.given >= most:
            raise EnoughError
        return TEN

    return clock


def main() -> None:
    """Send as many as stdin says, and tell about it in JSON."""
    counting = Counting()
    with contextlib.suppress(EnoughError):
        dispatch("nudges", {"sms": counting}, clock_until(counting, json.load(sys.stdin)["send"]))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"megabytes": kilobytes / 1024, "sent": counting.given}))


if __name__ == "__main__":
    main()
