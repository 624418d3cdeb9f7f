"""Rounds, medians and spread: the sides of a comparison take turns, so that a slow minute slows them all alike."""

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import psutil

By = Literal["wall", "processor"]
MICRO = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Took:
    """What a side says when it has measured itself: so many units in so many seconds, by a clock of its own."""

    units: int
    seconds: float


def _nothing() -> None:
    return None


def _no_processes() -> list[int]:
    return []


@dataclass(frozen=True, kw_only=True)
class Side:
    """One way to do some work: ours, what people usually write (a peer), or the bare minimum (a floor)."""

    work: Callable[[], int | Took]  # does it, and says how many units that were
    before: Callable[[], object] = _nothing  # puts everything back; not measured
    done: Callable[[], object] = _nothing  # what it left behind: the same for every side that says anything
    processes: Callable[[], list[int]] = _no_processes  # who works for it besides this process, by id


@dataclass
class Sample:
    """What one side took, round by round, in seconds a unit; `database` is PostgreSQL's own processor time."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    def cost(self, by: By) -> float:
        """The median, in microseconds a unit."""
        return statistics.median(self.of(by)) * MICRO

    def of(self, by: By) -> list[float]:
        return self.wall if by == "wall" else self.processor


class DifferentWorkError(Exception):
    """Two sides of a comparison have not done the same."""


def measure(sides: Mapping[str, Side], rounds: int) -> dict[str, Sample]:
    """Let every side take its turn, so many times. Raises DifferentWorkError."""
    samples = {name: Sample() for name in sides}
    for _ in range(rounds):
        left: dict[str, object] = {}
        for name, side in sides.items():
            side.before()
            _take(side, samples[name])
            left[name] = side.done()
        told = {name: what for name, what in left.items() if what is not None}
        if any(what != next(iter(told.values())) for what in told.values()):
            raise DifferentWorkError(f"not the same work: {told}")
    return samples


def _take(side: Side, sample: Sample) -> None:
    helpers = side.processes()
    before, began = (_processor(helpers), _database()), time.perf_counter()
    result = side.work()
    seconds = time.perf_counter() - began
    after = (_processor(helpers), _database())
    units = result.units if isinstance(result, Took) else result
    if isinstance(result, Took):
        seconds = result.seconds
    sample.wall.append(seconds / max(units, 1))
    sample.processor.append((after[0] - before[0]) / max(units, 1))
    sample.database.append((after[1] - before[1]) / max(units, 1))


def _processor(helpers: Sequence[int]) -> float:
    """Processor seconds of this process, of its children that have ended, and of these helpers with theirs."""
    mine = os.times()
    return mine.user + mine.system + mine.children_user + mine.children_system + sum(_of_tree(x) for x in helpers)


def _database() -> float:
    return _of_tree(int(os.environ.get("BENCH_POSTGRES", "0")))


def _of_tree(pid: int) -> float:
    """Processor seconds of a process and all below it, with those that have ended."""
    if not pid:
        return 0.0
    top = psutil.Process(pid)
    total = 0.0
    for process in (top, *top.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue  # its time is its parent's by now
        total += times.user + times.system + times.children_user + times.children_system
    return total


@dataclass(frozen=True, kw_only=True)
class Goal:
    """At least so many times cheaper than what it is compared with, or at most so many times as dear."""

    bound: float
    is_least: bool

    def ratio(self, ours: float, other: float) -> float:
        """The number that the goal speaks of."""
        pair = (other, ours) if self.is_least else (ours, other)
        return pair[0] / pair[1] if pair[1] else 0.0

    def met(self, ratio: float) -> bool:
        return ratio >= self.bound if self.is_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'>=' if self.is_least else '<='} {self.bound:g}"


def at_least(bound: float) -> Goal:
    """So many times cheaper than the other side, or more."""
    return Goal(bound=bound, is_least=True)


def at_most(bound: float) -> Goal:
    """So many times as dear as the other side, or less."""
    return Goal(bound=bound, is_least=False)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: a goal, and what was measured. `spread` is the ratio's smallest and largest round."""

    name: str
    size: int
    unit: str
    ours: float
    peer: float | None = None
    floor: float | None = None
    ratio: float | None = None
    goal: str = ""  # empty: only told
    met: bool | None = None
    spread: tuple[float, float] | None = None
    rounds: Mapping[str, Any] = field(default_factory=dict)


def compared(  # noqa: PLR0913 - each is a part of the row
    name: str,
    size: int,
    ours: Sample,
    other: Sample,
    goal: Goal | None,
    *,
    is_floor: bool = False,
    by: By = "wall",
    unit: str = "us each",
    is_judged: bool = True,
) -> Row:
    """Ours beside a peer or a floor of the same run; not `is_judged` where the goal speaks of another size."""
    mine, its = ours.cost(by), other.cost(by)
    judged = goal or at_least(0)
    ratio = judged.ratio(mine, its)
    each = [judged.ratio(a, b) for a, b in zip(ours.of(by), other.of(by), strict=True)]
    return Row(
        name=name,
        size=size,
        unit=f"{unit}, {by}",
        ours=mine,
        peer=None if is_floor else its,
        floor=its if is_floor else None,
        ratio=ratio,
        goal=str(goal) if goal else "",
        met=goal.met(ratio) if goal and is_judged else None,
        spread=(min(each), max(each)),
        rounds={"ours": vars(ours), "floor" if is_floor else "peer": vars(other)},
    )


def counted(name: str, size: int, value: float, most: float, unit: str) -> Row:
    """Something that is counted, or measured once, and has a most."""
    return Row(name=name, size=size, unit=unit, ours=value, ratio=value, goal=f"<= {most:g}", met=value <= most)
