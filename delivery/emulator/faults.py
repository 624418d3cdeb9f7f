"""Faults: which request goes wrong, and how.  The package's docstring has the table of numbers."""

from __future__ import annotations

import collections
import enum
import random
import secrets
import threading
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(enum.StrEnum):
    """What can go wrong with a request to create a message."""

    TOO_MANY = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    SLOW = "slow"
    HANG = "hang"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    BAD_JSON = "bad_json"
    INVALID_TO = "21211"
    UNSUBSCRIBED = "21610"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    LATE_OPT_OUT = "late_opt_out"
    STUCK = "stuck"


class CallbackMode(enum.StrEnum):
    """How status callbacks are delivered."""

    NORMAL = "normal"
    OFF = "off"
    DOUBLED = "doubled"
    SHUFFLED = "shuffled"
    LATE = "late"


class ListMode(enum.StrEnum):
    """What the list of messages shows."""

    NORMAL = "normal"
    LAGGING = "lagging"
    HIDDEN = "hidden"


MAGIC_NUMBERS: Mapping[str, Fault] = MappingProxyType(
    {f"+4477009009{number:02d}": fault for number, fault in enumerate(Fault, start=1)}
)


@dataclass(frozen=True, kw_only=True)
class FaultSettings:
    """The fault settings; all durations are in seconds.  ``times`` None means for ever."""

    rates: Mapping[Fault, float] = field(default_factory=dict)
    seed: int = field(default_factory=lambda: secrets.randbelow(2**32))
    times: int | None = None
    slow_seconds: float = 0.5
    hang_seconds: float = 30.0
    late_seconds: float = 2.0
    list_lag_seconds: float = 5.0
    callbacks: CallbackMode = CallbackMode.NORMAL
    list: ListMode = ListMode.NORMAL

    def __post_init__(self) -> None:
        """Raise ValueError for a value out of range."""
        # Written so that NaN, which JSON readers let through, is refused too.
        rates = self.rates.values()
        if not all(rate >= 0 for rate in rates) or not sum(rates) <= 1:
            text = "rates must not be negative nor add up to more than 1"
            raise ValueError(text)
        durations = (self.slow_seconds, self.hang_seconds, self.late_seconds, self.list_lag_seconds)
        if not all(seconds >= 0 for seconds in durations) or (self.times is not None and self.times < 0):
            text = "durations and times must not be negative"
            raise ValueError(text)

    def as_json(self) -> dict[str, object]:
        """Return the settings as plain JSON types."""
        plain: dict[str, object] = {item.name: getattr(self, item.name) for item in fields(self)}
        return plain | {"rates": {str(fault): rate for fault, rate in self.rates.items()}}


_FLOATS = ("slow_seconds", "hang_seconds", "late_seconds", "list_lag_seconds")


def settings_from_json(data: Mapping[str, Any]) -> FaultSettings:
    """Read settings from JSON; raises ValueError or TypeError when a key or value is unknown."""
    known = {item.name for item in fields(FaultSettings)} | {"once"}
    unknown = sorted(set(data) - known)
    if unknown:
        text = f"unknown settings: {', '.join(unknown)}"
        raise ValueError(text)
    values: dict[str, Any] = {name: float(data[name]) for name in _FLOATS if name in data}
    rates = data.get("rates", {})
    if not isinstance(rates, dict):
        text = "rates must be an object"
        raise TypeError(text)
    values["rates"] = {Fault(name): float(rate) for name, rate in rates.items()}
    values["callbacks"] = CallbackMode(data.get("callbacks", CallbackMode.NORMAL))
    values["list"] = ListMode(data.get("list", ListMode.NORMAL))
    times = data.get("times")
    values["times"] = 1 if data.get("once") else (None if times is None else int(times))
    if data.get("seed") is not None:
        values["seed"] = int(data["seed"])
    return FaultSettings(**values)


class FaultPlan:
    """Chooses the fault of each request from the settings in force; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settings = FaultSettings()
        self._attempts: collections.Counter[str] = collections.Counter()

    @property
    def settings(self) -> FaultSettings:
        """The settings in force; assigning new ones also forgets how often each number was tried."""
        with self._lock:
            return self._settings

    @settings.setter
    def settings(self, settings: FaultSettings) -> None:
        with self._lock:
            self._settings = settings
            self._attempts.clear()

    def choose(self, to: str) -> Fault | None:
        """Return the fault for the next request to ``to``, or None; counts the request."""
        with self._lock:
            self._attempts[to] += 1
            attempt, settings = self._attempts[to], self._settings
        if to in MAGIC_NUMBERS:
            recovered = settings.times is not None and attempt > settings.times
            return None if recovered else MAGIC_NUMBERS[to]
        # Drawn from seed, number and attempt alone: threads may race, the run can still be repeated.
        draw = random.Random(f"{settings.seed}:{to}:{attempt}").random()  # noqa: S311 - not a secret
        for fault, rate in settings.rates.items():
            if draw < rate:
                return fault
            draw -= rate
        return None
