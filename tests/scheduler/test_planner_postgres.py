"""What the planner does on PostgreSQL only."""

from datetime import date

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
