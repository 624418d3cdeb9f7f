"""`make bench`: every goal of speed, measured beside what people usually write and beside the bare minimum.

Only ratios within one run mean something: absolute numbers differ from machine to machine. It runs on a PostgreSQL and
a Redis of its own and talks to this machine only. SIZES=10000 is a short look, BIG=1 adds five million, ONLY=planning
picks areas, ROUNDS is how often each side has its turn, OUT is where the JSON goes. docs/speed.md says how to read it.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import tests.environment  # noqa: F401 - importing it makes this a run that may only talk to this machine
from tests.servers import Server, free_port, start_postgres, start_redis

if TYPE_CHECKING:
    from bench.measuring import Row

OF_EVERY_SIZE = ("planning", "broadcast")
OF_ONE_SIZE = ("outbox", "texts", "letters", "memory", "webhooks", "pages", "growth")  # messages, not journeys, count
SIZES = (10_000, 100_000, 1_000_000)
BIG = 5_000_000


def main() -> int:
    """Measure, print the table and write it as JSON. Ends with 0 whether the goals are met or not."""
    servers: list[Server] = []
    try:
        servers += [start_postgres(durable=True), start_redis()]  # each commit waits for the disk, as in a service
        _describe(*servers)
        found = _measured(_sizes(), int(os.environ.get("ROUNDS", "3")))
    finally:
        for server in servers:
            server.stop()
    _write(found)
    missed = [row for row in found if row.met is False]
    print(f"{len(missed)} of {sum(row.met is not None for row in found)} goals missed")
    return 0


def _describe(postgres: Server, redis: Server) -> None:
    """Tell Django, before its settings load, and every child where everything is."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": postgres.url,
        "REDIS_URL": redis.url,
        "BENCH_POSTGRES": str(postgres.process.pid),
        "TWILIO_API_URL": f"http://127.0.0.1:{free_port()}",
        "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "SMS_RATE": "1000000",  # a second: the pace of campaigns is kept by the provider's limits, not measured
        "EMAIL_RATE": "1000000",
    }


def _sizes() -> list[int]:
    given = os.environ.get("SIZES", "")
    sizes = [int(x) for x in given.split(",")] if given else list(SIZES)
    return sizes + [BIG] * (os.environ.get("BIG") == "1")


def _measured(sizes: Sequence[int], rounds: int) -> list["Row"]:
    """All areas; those whose cost lies in each message have one size, which they choose by the largest."""
    import django  # noqa: PLC0415 - it needs the settings that were just made

    django.setup()
    from bench import planning, population  # noqa: PLC0415 - they need Django

    chosen = [x for x in os.environ.get("ONLY", "").split(",") if x] or [*OF_EVERY_SIZE, *OF_ONE_SIZE]
    population.prepare()
    found: list[Row] = []
    for size in sizes:
        for area in (x for x in OF_EVERY_SIZE if x in chosen):
            _say(f"{area}, {size:,}: filling")
            population.fill(size)
            found += _told(area, size, rounds)
    found += _shown(planning.across(found))
    for area in (x for x in OF_ONE_SIZE if x in chosen):
        found += _told(area, max(sizes), rounds)
    return found


def _told(area: str, size: int, rounds: int) -> list["Row"]:
    _say(f"{area}, {size:,}")
    found: list[Row] = importlib.import_module(f"bench.{area}").rows(size, rounds)
    return _shown(found)


def _shown(found: list["Row"]) -> list["Row"]:
    for row in found:
        print(_line(row), flush=True)
    return found


def _line(row: "Row") -> str:
    """One line of the table."""
    others = [f"{word} {value:,.4g}" for word, value in (("peer", row.peer), ("floor", row.floor)) if value is not None]
    spread = f" ({row.spread[0]:.3g} to {row.spread[1]:.3g})" if row.spread else ""
    ratio = f"{row.ratio:.3g}{spread}" if row.ratio is not None else ""
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    beside = ", ".join([f"ours {row.ours:,.4g}", *others])
    return f"{row.name} | {row.size:,} | {beside} {row.unit} | {ratio} | {row.goal} | {verdict}"


def _say(text: str) -> None:
    print(f"-- {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _write(found: Sequence["Row"]) -> None:
    out = Path(os.environ.get("OUT", "var/bench.json"))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps([asdict(row) for row in found], indent=1), encoding="utf-8")
    print(f"written to {out}")


if __name__ == "__main__":
    sys.exit(main())
