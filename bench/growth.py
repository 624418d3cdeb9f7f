"""Goal 9: a ledger of many settled nudges slows nothing, and what is done at night holds no lock for long."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection

from bench.ledger import fill_ledger, old_people
from bench.measuring import Row, Side, at_most, compared, counted, measure
from bench.population import DAY, TEN, copy_database, database, drop_database, fetched, fill, run
from bench.sending import Nowhere, at_ten
from campaigns import reporting
from campaigns.models import Mailing
from campaigns.queueing import queue
from delivery.dispatcher import dispatch
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.reports import Report, raise_statuses
from delivery.sweep import sweep
from portal import chores
from scheduler.planner import plan

JOURNEYS = 100_000
TIMES = 10  # settled nudges a journey
BIG = 10_000_000
CALLBACKS = 2000
GROUP = 30  # callbacks in a commit
LEDGER = "bench_ledger"
LONGEST = 1.0  # seconds
IDLE = 0  # psycopg's word for no transaction


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    number = min(size, JOURNEYS)
    many = BIG if os.environ.get("BIG") == "1" else number * TIMES
    fill(number)
    drop_database(LEDGER)
    copy_database(LEDGER)
    with database(LEDGER):
        fill_ledger(many, number)
    try:
        found = [row for name, work in WORK.items() for row in _both(name, work, many, rounds)]
        with database(LEDGER):
            return [*found, *_night(many)]
    finally:
        drop_database(LEDGER)


def _both(name: str, work: tuple[Callable[[], object], Callable[[], int]], many: int, rounds: int) -> list[Row]:
    """The same work with and without the ledger, in turns."""
    before, do = work
    mine = connection.settings_dict["NAME"]

    def begin(where: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = where
        _clear()
        before()

    try:
        sides = {where: Side(work=do, before=partial(begin, where)) for where in (LEDGER, mine)}
        samples = measure(sides, rounds)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = mine
    return [compared(f"{name}, beside an empty ledger", many, samples[LEDGER], samples[mine], at_most(1.2))]


def _clear() -> None:
    """Only the ledger is left."""
    (last,) = fetched("SELECT coalesce(max(id), 0) FROM delivery_nudge WHERE due_at < %s", [TEN - timedelta(days=60)])
    run("SET session_replication_role = replica")
    run("DELETE FROM delivery_deliveryevent WHERE nudge_id > %s", [last])
    run("DELETE FROM delivery_nudge WHERE id > %s", [last])
    run("DELETE FROM delivery_daytaken WHERE day >= %s", [DAY])
    run("SET session_replication_role = DEFAULT")
    run("VACUUM ANALYZE delivery_nudge, delivery_deliveryevent, delivery_daytaken")
    Mailing.objects.update(queued_at=None)


def _nothing() -> None:
    return None


def _plan() -> int:
    return plan(TEN, since=TEN)


def _tick() -> int:
    plan(TEN)
    sweep(TEN)
    return 1


def _queue() -> int:
    return queue(Mailing.objects.select_related("campaign").get(), TEN)


def _send() -> int:
    nowhere = Nowhere()
    return dispatch("nudges", {"sms": nowhere, "email": nowhere}, at_ten)


def _reported() -> int:
    ids = list(Nudge.objects.order_by("-pk").values_list("pk", flat=True)[:CALLBACKS])  # the newest have just gone out
    source = DeliveryEvent.Source.CALLBACK
    reports = [Report(pk, Status.DELIVERED, source, TEN, provider_id=f"SM{pk}") for pk in ids]
    for start in range(0, len(reports), GROUP):
        raise_statuses(reports[start : start + GROUP])
    return len(reports)


def _plan_and_send() -> None:
    _plan()
    _send()


WORK: dict[str, tuple[Callable[[], object], Callable[[], int]]] = {
    "plan the morning": (_nothing, _plan),
    "a tick that finds nothing new": (lambda: plan(TEN), _tick),
    "queue a campaign": (_nothing, _queue),
    "claim, check and settle": (_plan, _send),
    "status callbacks, thirty to a commit": (_plan_and_send, _reported),
}


def _night(many: int) -> list[Row]:
    """What is forgotten at night and counted for good: its longest statement and its longest transaction."""
    old_people()
    longest = {"statement": 0.0, "transaction": 0.0}
    began = 0.0

    def watch(execute: Any, sql: Any, params: Any, is_many: Any, context: Any) -> Any:
        nonlocal began
        start = time.perf_counter()
        if connection.connection.info.transaction_status == IDLE:
            began = start
        result = execute(sql, params, is_many, context)
        end = time.perf_counter()
        longest["statement"] = max(longest["statement"], end - start)
        longest["transaction"] = max(longest["transaction"], end - began)
        return result

    with connection.execute_wrapper(watch):
        chores.forget(TEN)
        reporting.keep(TEN)
    name = "forgetting and counting at night, its longest"
    return [counted(f"{name} {what}", many, took, LONGEST, "seconds") for what, took in longest.items()]
