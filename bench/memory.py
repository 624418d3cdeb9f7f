"""Goal 5: what waits takes no memory; beside a task with an hour of its own for each message, and a queue of jobs."""

import os
import time
from datetime import timedelta
from typing import Any

import psutil
from django.conf import settings
from django.utils import timezone

from bench import children, tasks
from bench.measuring import Row, Side, at_most, compared, measure
from bench.population import TEN, all_due, empty_outbox, fetched
from bench.procrastinating import jobs
from bench.sending import Nowhere, at_ten, replan
from bench.texts import broker, worker
from delivery.dispatcher import dispatch
from scheduler.planner import plan

WAITING, FEW = 500_000, 10_000
SENT = 2000
FUTURE = 10_000  # tasks with an hour of their own
JOBS = 2000


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    many, few = min(size, WAITING), min(size // 10, FEW)
    peaks = {number: _peak(number, min(SENT, few)) for number in (few, many)}
    goal = at_most(1.1)
    ratio = goal.ratio(peaks[many], peaks[few])
    flat = Row(
        name=f"peak memory of a dispatcher, beside {few:,} waiting",
        size=many,
        unit="MB",
        ours=peaks[many],
        peer=peaks[few],
        ratio=ratio,
        goal=str(goal),
        met=goal.met(ratio),
    )
    return [flat, *_future(many, min(size, FUTURE)), *_jobs(min(size, JOBS), rounds)]


def _peak(waiting: int, send: int) -> float:
    """Megabytes, at most, of a process that sends so many while so many wait."""
    all_due(waiting)
    replan()
    port = children.port_of(settings.TWILIO_API_URL)
    with children.listening(children.python("bench.provider", str(port), "0"), port):
        told: dict[str, Any] = children.asked("bench.memory_child", {"send": send})
    return float(told["megabytes"])


def _future(rows_there: int, number: int) -> list[Row]:
    """What a waiting message takes: a row of ours, or a task in Redis and in a worker."""
    bytes_each = fetched("SELECT pg_total_relation_size('delivery_nudge')")[0] / max(rows_there, 1)
    client = broker()
    client.flushall()
    with worker() as pid:
        before = _bytes_of(pid), int(client.info("memory")["used_memory"])
        eta = timezone.now() + timedelta(days=30)
        for nudge_id in range(number):
            tasks.later.apply_async((nudge_id,), eta=eta)
        children.until(lambda: client.llen("celery") == 0)  # the worker has all of them
        time.sleep(1)
        after = _bytes_of(pid), int(client.info("memory")["used_memory"])
    client.flushall()
    each = [(b - a) / number for a, b in zip(before, after, strict=True)]
    name = "a message that waits: a row on disk (peer: an ETA task in {})"
    return [
        Row(
            name=name.format(where), size=number, unit="bytes each", ours=bytes_each, peer=peer, ratio=peer / bytes_each
        )
        for where, peer in zip(("a worker's memory", "Redis's memory"), each, strict=True)
    ]


def _bytes_of(pid: int) -> int:
    top = psutil.Process(pid)
    return sum(process.memory_info().rss for process in (top, *top.children(recursive=True)))


def _jobs(number: int, rounds: int) -> list[Row]:
    """As many jobs that do nothing: put in, taken, done; ours with every check of a nudge."""
    all_due(number)

    def ours() -> int:
        plan(TEN)
        nowhere = Nowhere()
        return dispatch("nudges", {"sms": nowhere, "email": nowhere}, at_ten)

    with jobs(os.environ["DATABASE_URL"]) as peer:
        sides = {"ours": Side(work=ours, before=empty_outbox), "peer": Side(work=lambda: peer(number))}
        samples = measure(sides, rounds)
    name = "queue and take what does nothing (peer: procrastinate, defer and run)"
    return [compared(name, number, samples["ours"], samples["peer"], None)]
