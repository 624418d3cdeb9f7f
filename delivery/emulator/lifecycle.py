"""What happens to a message after it was accepted: its statuses and the callbacks that report them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from delivery.emulator.faults import CallbackMode, Fault, FaultSettings

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Step:
    """After ``wait_seconds`` the message takes ``status`` (None: none new); ``posts`` are then posted."""

    wait_seconds: float
    status: str | None
    posts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    statuses: tuple[str, ...]
    error_code: int | None = None


_DELIVERED = _Outcome(statuses=("sent", "delivered"))
_OUTCOMES: Mapping[Fault, _Outcome] = MappingProxyType(
    {
        Fault.UNDELIVERED: _Outcome(statuses=("sent", "undelivered"), error_code=30003),
        Fault.FAILED: _Outcome(statuses=("failed",), error_code=30008),
        Fault.LATE_OPT_OUT: _Outcome(statuses=("failed",), error_code=21610),
        Fault.STUCK: _Outcome(statuses=("sent",)),
    }
)


def error_code(fault: Fault | None) -> int | None:
    """Return the ErrorCode with which a message under ``fault`` ends, or None."""
    return _outcome(fault).error_code


def steps(fault: Fault | None, settings: FaultSettings, delay_seconds: float) -> tuple[Step, ...]:
    """Return the life of a message; ``delay_seconds`` lie between one status and the next.

    The mode of the callbacks decides when they are posted; the message itself moves on all the same.
    """
    statuses = _outcome(fault).statuses
    mode = settings.callbacks
    if mode is CallbackMode.NORMAL or mode is CallbackMode.DOUBLED:
        times = 2 if mode is CallbackMode.DOUBLED else 1
        return tuple(Step(wait_seconds=delay_seconds, status=status, posts=(status,) * times) for status in statuses)
    silent = tuple(Step(wait_seconds=delay_seconds, status=status, posts=()) for status in statuses)
    if mode is CallbackMode.OFF:
        return silent
    late = settings.late_seconds if mode is CallbackMode.LATE else 0.0
    posts = statuses if mode is CallbackMode.LATE else tuple(reversed(statuses))
    return (*silent, Step(wait_seconds=late, status=None, posts=posts))


def _outcome(fault: Fault | None) -> _Outcome:
    """Return how a message under ``fault`` ends; most faults concern the answer only."""
    return _DELIVERED if fault is None else _OUTCOMES.get(fault, _DELIVERED)
