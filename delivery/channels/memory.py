"""A channel that keeps what it was given: for tests, and for simulating what would be sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from delivery.channels.base import Parcel, Receipt, Result, one_by_one


@dataclass
class MemoryChannel:
    has_list: bool = True
    sent: list[Parcel] = field(default_factory=list)
    # Called before a parcel is accepted; a test raises a ChannelError here, or does something in the middle.
    before: Callable[[Parcel], None] | None = None

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        return one_by_one(self._send, parcels, until)

    def _send(self, parcel: Parcel) -> Receipt:
        if self.before is not None:
            self.before(parcel)
        self.sent.append(parcel)
        return Receipt(provider_id=f"memory-{len(self.sent)}")

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:
        ids = (f"memory-{n}" for n, sent in enumerate(self.sent, start=1) if sent.nudge_id == parcel.nudge_id)
        return next((Receipt(provider_id=x) for x in ids if x not in taken), None)
