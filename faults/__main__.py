"""`make faults`: run the whole service, break it in every way we know, and count what the promises came to.

SEED=1 (or 1-10), NUDGES=20000 and KILLS=500 say how much; LIST=lagging or LIST=hidden how little the provider tells of
what it took; SENDER=loop or SENDER=task runs a naive sender in place of ours, which has to be caught.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from faults.families import DAY, LEGS, SLOTS
from faults.mutants import MUTANTS
from faults.reporting import Report
from faults.running import begin_database, run, template
from faults.world import Crashable, Plan
from tests.servers import postgres_version, start_postgres

HOUR_LASTS = 60  # seconds in which what is due in an hour would go out if all went well: the kills fall among it
SLOWEST = 10  # segments and e-mails a second


def main() -> int:
    """Run every seed, print each table and write them all as JSON (OUT). Returns 1 when a promise was broken."""
    first, _, last = os.environ.get("SEED", "1").partition("-")
    seeds = range(int(first), int(last or first) + 1)
    mutant = os.environ.get("SENDER", "")
    if mutant and mutant not in MUTANTS:
        print(f"SENDER is one of {', '.join(MUTANTS)}", file=sys.stderr)
        return 2
    out = Path(os.environ.get("OUT", "var/faults.json"))
    reports: list[Report] = []
    server = Crashable(start_postgres(durable=True), postgres_version)
    try:
        source = template(server.server.url)
        for seed in seeds:
            reports.append(_report(_plan(seed, mutant), source, server))
            _write(out, reports)  # a long run that is cut short keeps what it has
    finally:
        server.server.stop()
    print(f"written to {out}")
    return int(any(not report.as_promised for report in reports))


def _write(out: Path, reports: Sequence[Report]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps([report.as_json() for report in reports], indent=2), encoding="utf-8")


def _plan(seed: int, mutant: str) -> Plan:
    saturday = LEGS[0][0]
    days = [saturday, saturday + DAY, saturday + 2 * DAY]
    nudges = int(os.environ.get("NUDGES", "20000"))
    return Plan(
        seed=seed,
        nudges=nudges,
        kills=int(os.environ.get("KILLS", "500")),
        days=days,
        legs=len(LEGS),
        slots=SLOTS,
        rate=max(SLOWEST, nudges // len(LEGS) // len(days) // len(SLOTS) // HOUR_LASTS),
        list_mode=os.environ.get("LIST", "normal"),
        mutant=mutant,
    )


def _report(plan: Plan, source: str, server: Crashable) -> Report:
    folder = Path(tempfile.mkdtemp(prefix="hope-faults-"))
    try:
        report = run(plan, folder, begin_database(server.server.url, source, f"seed_{plan.seed}"), server, print)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(report.table(), flush=True)
    return report


if __name__ == "__main__":
    sys.exit(main())
