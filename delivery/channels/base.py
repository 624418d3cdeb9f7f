"""What every channel takes, gives and raises."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One claimed nudge, ready for the wire."""

    nudge_id: int
    fence: int
    channel: str  # "sms" or "email"
    address: str  # E.164, or an e-mail address
    subject: str
    preheader: str
    text: str
    language: str
    token: str  # the nudge's own opaque id: it comes back in the provider's callbacks
    stop_url: str  # the one-click way out, for an e-mail
    submitted_at: datetime  # when it was claimed: the provider cannot have had it before

    def __repr__(self) -> str:  # without the address: this may reach a log
        return f"Parcel(nudge_id={self.nudge_id}, fence={self.fence})"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The provider has accepted it."""

    provider_id: str


class Failure(Enum):
    PERMANENT = "permanent"  # refused: sending it again would be refused again
    TEMPORARY = "temporary"  # certainly not accepted: it may be sent again later
    UNKNOWN = "unknown"  # nobody can say whether it was accepted: never sent again without evidence


class ChannelError(Exception):
    """A sending that was not accepted, or about which nothing is known. `code` is the provider's."""

    def __init__(self, failure: Failure, code: str, *, opted_out: bool = False) -> None:
        super().__init__(f"{failure.value} failure, code {code}")
        self.failure = failure
        self.code = code[:20]
        self.opted_out = opted_out  # the parent has told the provider to stop


class Channel(Protocol):
    """A way to a parent."""

    parallel: int  # how many sends it takes at once
    has_list: bool  # whether the provider can be asked what it accepted

    def send(self, parcel: Parcel) -> Receipt:
        """Hand one parcel over. Raises ChannelError, and nothing else, when it was not accepted."""
        ...

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:
        """Look an `unknown` parcel up in what the provider accepted, apart from the ids already `taken`.

        None when the provider does not show it, which proves nothing.
        """
        ...
