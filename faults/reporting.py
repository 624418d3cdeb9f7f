"""What came of a run, for people and as JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faults.invariants import FEW, Count
from faults.mutants import MUTANTS
from faults.scene import Seen
from faults.world import Plan


@dataclass(frozen=True, kw_only=True)
class Report:
    """One run."""

    plan: Plan
    counts: Sequence[Count]
    faults: "Counter[str]"
    seen: Seen

    @property
    def broken(self) -> frozenset[int]:
        return frozenset(count.number for count in self.counts if count.broken)

    @property
    def as_promised(self) -> bool:
        """Ours broke nothing; a copy without a protection, or a naive sender, was caught."""
        return bool(self.broken & MUTANTS[self.plan.mutant].breaks) if self.plan.mutant else not self.broken

    @property
    def kills(self) -> int:
        return sum(number for name, number in self.faults.items() if name.startswith("kill"))

    def table(self) -> str:
        lines = [f"{'':>2} {'invariant':<76} {'tried':>7} {'held':>7} {'broken':>7}"]
        for count in self.counts:
            held = max(0, count.tried - len(count.broken))
            lines.append(f"{count.number:>2} {count.name:<76} {count.tried:>7} {held:>7} {len(count.broken):>7}")
            lines += [f"     {example}" for example in count.broken[:FEW]]
        settled = ", ".join(f"{number} by {source}" for source, number in sorted(self.seen.settled_by.items()))
        return "\n".join([*lines, f"   what was unknown was settled: {settled or 'there was none'}", self.verdict])

    @property
    def verdict(self) -> str:
        said = f"seed {self.plan.seed}, {self.kills} kills, {self.seen.seconds:.0f} s: "
        if not self.plan.mutant:
            return said + ("every invariant held" if self.as_promised else f"broken: {sorted(self.broken)}")
        what = MUTANTS[self.plan.mutant].what
        return said + (f"caught, by {sorted(self.broken)}: {what}" if self.as_promised else f"NOT caught: {what}")

    def as_json(self) -> dict[str, Any]:
        return {
            "seed": self.plan.seed,
            "nudges": self.plan.nudges,
            "list": self.plan.list_mode,
            "without": self.plan.mutant,
            "kills": self.kills,
            "faults": dict(sorted(self.faults.items())),
            "seconds": round(self.seen.seconds),
            "unknown settled by": dict(sorted(self.seen.settled_by.items())),
            "drained in seconds": self.seen.drained,
            "size": self.seen.size,
            "invariants": [
                {
                    "number": x.number,
                    "name": x.name,
                    "tried": x.tried,
                    "broken": len(x.broken),
                    "examples": x.broken[:FEW],
                }
                for x in self.counts
            ],
            "as promised": self.as_promised,
        }
