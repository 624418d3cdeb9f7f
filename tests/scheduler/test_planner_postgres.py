"""What the planner does on PostgreSQL only."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection

from messages.stages import Stage, StageKind
from scheduler import planner
from tests import factories
from tests.factories import utc

pytestmark = pytest.mark.django_db


def test_many_nudges_at_once_are_counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def counted() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'delivery_nudge'")
            return float(cursor.fetchone()[0])

    monkeypatch.setattr(planner, "ANALYZE_OVER", 10)
    for _ in range(11):
        factories.journey(factories.baby(date(2026, 6, 1)))
    factories.message(Stage(StageKind.BABY_WEEK, 0))
    planner.plan(utc("2026-06-01 09:00"))
    assert counted() == 11


def test_planning_never_reads_what_it_has_just_written() -> None:
    """A ledger that was counted as empty is read whole for each journey: it must not grow meanwhile."""
    for _ in range(150):
        factories.journey(factories.baby(date(2026, 6, 1)))
    factories.message(Stage(StageKind.BABY_WEEK, 0))
    with connection.cursor() as cursor:
        for way in ("indexscan", "bitmapscan", "hashjoin", "mergejoin", "material"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("SELECT pg_relation_size('delivery_nudge') / current_setting('block_size')::int")
        (pages,) = cursor.fetchone()
        plans: list[Any] = []
        with connection.execute_wrapper(partial(_explained, plans)):
            planner.plan(utc("2026-06-01 09:00"))
    looks = [node for plan in plans for node in _nodes(plan) if node.get("Alias") == "known"]
    assert sum(node["Actual Loops"] for node in looks) == 150  # a page holds fewer
    assert all(node["Shared Hit Blocks"] <= node["Actual Loops"] * pages for node in looks)


def _explained(plans: list[Any], execute: Any, sql: str, *rest: Any) -> Any:
    """Ask of a statement that queues how it was done."""
    if not sql.lstrip().startswith("WITH agenda"):
        return execute(sql, *rest)
    execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *rest)
    plans.append(rest[-1]["cursor"].fetchone()[0][0]["Plan"])
    return execute("SELECT 1 WHERE FALSE", None, *rest[1:])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
