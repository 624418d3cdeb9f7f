"""What every channel takes and gives."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

logger = logging.getLogger(__name__)


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
    """A sending that was not accepted, or about which nothing is known. `code` is the provider's.

    `busy`: the provider says that we are too fast, which is about us and not about this parcel; `retry_after` is for
    how many seconds it asks us to wait.
    """

    def __init__(
        self, failure: Failure, code: str, *, opted_out: bool = False, busy: bool = False, retry_after: float = 0
    ) -> None:
        super().__init__(f"{failure.value} failure, code {code}")
        self.failure = failure
        self.code = code[:20]
        self.opted_out = opted_out  # the parent has told the provider to stop
        self.busy = busy and failure is Failure.TEMPORARY  # what may have been accepted is unknown, whatever it says
        self.retry_after = retry_after


Result = Receipt | ChannelError


class Channel(Protocol):
    """A way to a parent."""

    has_list: bool  # whether the provider can be asked what it accepted

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        """Hand all of them over, many at once if the provider takes many. Gives one result a parcel, in their order.

        Raises nothing. `until` is an instant of time.monotonic(): what has not been handed over by then is not any
        more (TOO_SLOW): whoever wakes after it, from a stopped process say, has no lease, or soon will have none.
        """
        ...

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:
        """Look an `unknown` parcel up in what the provider accepted, apart from the ids already `taken`.

        None when the provider does not show it, which proves nothing.
        """
        ...


TOO_SLOW = "too slow"  # the code of what was not handed over, because its time had passed


def one_by_one(
    send_one: Callable[[Parcel], Receipt], parcels: Sequence[Parcel], until: float, threads: int = 1
) -> list[Result]:
    """`Channel.send` for a channel that takes parcels singly: `send_one` gives a receipt, or raises ChannelError."""

    def one(parcel: Parcel) -> Result:
        if time.monotonic() > until:
            return ChannelError(Failure.TEMPORARY, TOO_SLOW)
        try:
            return send_one(parcel)
        except ChannelError as error:
            return error
        except Exception as error:  # noqa: BLE001 - one bad parcel must not leave its neighbours unsettled
            logger.error("a parcel made its channel fail: %s: %s", parcel, type(error).__name__)  # noqa: TRY400 - a traceback may hold the address
            return ChannelError(Failure.UNKNOWN, type(error).__name__)

    if min(threads, len(parcels)) <= 1:
        return [one(parcel) for parcel in parcels]
    with ThreadPoolExecutor(min(threads, len(parcels))) as pool:
        return list(pool.map(one, parcels))
