"""`make bench`: how fast planning and sending are, each beside what people usually write, in the same run.

Only the ratios mean something: absolute numbers differ from machine to machine. Runs on a PostgreSQL of its own.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import tests.environment  # noqa: F401 - importing it makes this a run that may only talk to this machine
from tests.servers import start_postgres

ROUNDS = 3


def measure(work: Callable[[], int]) -> float:
    """Rows a second."""
    start = time.perf_counter()
    rows = work()
    return rows / (time.perf_counter() - start)


def compare(
    name: str, ours: Callable[[], int], peer: Callable[[], int], reset: Callable[[], None]
) -> dict[str, object]:
    """Interleaved rounds of ours and of a peer; medians, in rows a second."""
    results: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(ROUNDS):
        for side, work in (("ours", ours), ("peer", peer)):
            reset()
            results[side].append(measure(work))
    middle = {side: statistics.median(values) for side, values in results.items()}
    return {"name": name, **middle, "ratio": middle["ours"] / middle["peer"], "rounds": results}


def main() -> int:
    """Run every case, print them as a table and write them as JSON (OUT; JOURNEYS sets the size)."""
    journeys = int(os.environ.get("JOURNEYS", "20000"))
    server = start_postgres()
    os.environ |= {"DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    try:
        from bench import cases  # noqa: PLC0415 - it needs the settings that were just made

        rows = cases.run(journeys, compare)
    finally:
        server.stop()
    for row in rows:
        print(f"{row['name']:<60} ours {row['ours']:>10,.0f}/s   peer {row['peer']:>10,.0f}/s   {row['ratio']:>6.1f} x")
    out = Path(os.environ.get("OUT", "var/bench.json"))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    print(f"written to {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
