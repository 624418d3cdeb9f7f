"""`make soak`: a long time at a steady rate with nothing going wrong, to see what grows and what gets slower.

SECONDS=3600 and RATE=20 nudges a second; samples of every ten seconds go to var/soak.json and are drawn (OUT).
"""

import json
import os
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from faults import drawing
from faults.ledgers import Accepted
from faults.mutants import PROJECT
from faults.pieces import BEFORE
from faults.running import begin_database, template
from faults.sizes import sizes
from faults.world import Crashable, Plan, World, world
from tests.proof.oracle import SLOTS, local
from tests.servers import postgres_version, start_postgres

DAY = date(2026, 10, 26)
EVERY = 10.0  # seconds between two samples
# What was planned for one hour of the day comes one after the other.
SPREAD = """
UPDATE delivery_nudge AS nudge SET due_at = %s + turn.number * %s::interval
FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM delivery_nudge) AS turn WHERE turn.id = nudge.id
"""
TABLE = """
SELECT pg_total_relation_size('delivery_nudge') / 1048576.0, n_dead_tup
FROM pg_stat_user_tables WHERE relname = 'delivery_nudge'
"""


def main() -> int:
    """Run, write the samples and the drawing."""
    seconds, rate = int(os.environ.get("SECONDS", "3600")), int(os.environ.get("RATE", "20"))
    plan = Plan(seed=1, nudges=seconds * rate, kills=0, days=[DAY], legs=1, slots=["morning"], rate=rate * 100, acts=0)
    server = Crashable(start_postgres(durable=True), postgres_version)
    try:
        url = begin_database(server.server.url, template(server.server.url), "soak")
        with (
            tempfile.TemporaryDirectory(prefix="hope-soak-", ignore_cleanup_errors=True) as folder,
            world(plan, PROJECT, Path(folder), url, server) as made,
        ):
            samples = _live(made, seconds, rate)
    finally:
        server.server.stop()
    Path("var").mkdir(exist_ok=True)
    Path("var/soak.json").write_text(json.dumps(samples, indent=1), encoding="utf-8")
    out = Path(os.environ.get("OUT", "var/soak.svg"))
    out.write_text(drawing.chart(f"{seconds // 60} minutes at {rate} nudges a second", samples), encoding="utf-8")
    print(f"{len(samples)} samples in var/soak.json, drawn in {out}")
    return 0


def _live(made: World, seconds: int, rate: int) -> list[dict[str, float]]:
    at = local(DAY, SLOTS["morning"])
    made.set_clock(at - BEFORE)
    while made.ask("SELECT count(*) FROM delivery_nudge WHERE due_at <= %s", at)[0][0] < made.plan.nudges:
        time.sleep(1)
        made.nursery.keep_alive()
    made.ask_nothing(SPREAD, at, timedelta(seconds=1 / rate))
    due: dict[int, datetime] = dict(made.ask("SELECT id, due_at FROM delivery_nudge"))
    made.set_clock(at)
    begun, samples, seen = time.monotonic(), list[dict[str, float]](), 0
    while (past := time.monotonic() - begun) < seconds:
        time.sleep(EVERY)
        accepted = sorted([*made.texts, *made.mails], key=lambda one: one.at)
        samples.append({"minutes": past / 60, **sizes(made.nursery), **_table(made), **_waits(accepted[seen:], due)})
        seen = len(accepted)
    return samples


def _table(made: World) -> dict[str, float]:
    megabytes, dead = made.ask(TABLE)[0]
    return {"table MB": float(megabytes), "dead rows": float(dead), "connections": made.connections}


def _waits(accepted: list[Accepted], due: dict[int, datetime]) -> dict[str, Any]:
    """Seconds from due to accepted: the half, 95 and 99 of a hundred."""
    waits = [(one.at - due[int(one.token.partition(":")[0])]).total_seconds() for one in accepted]
    if len(waits) < 100:
        return {}
    cuts = quantiles(waits, n=100)
    return {"p50 s": cuts[49], "p95 s": cuts[94], "p99 s": cuts[98]}


if __name__ == "__main__":
    sys.exit(main())
