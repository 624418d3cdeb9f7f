"""Many rows in one statement: each value comes out as it went in, whatever stands in it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from delivery.bulk import rows_of, stored, update_rows
from delivery.models import Nudge
from tests import factories

pytestmark = [pytest.mark.heart, pytest.mark.django_db]

ROUGH = [
    '"', "\\", "{}", ",", "NULL", "null", "", " ", "\n", "a\\\"b", "%s", "'", "Dzień dobry", "مرحبا", "\u2003",
]  # fmt: skip


def through(types: list[str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    sql, params = rows_of(types, rows)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def test_whatever_a_parent_writes() -> None:
    rows = [(n, text, None if n % 2 else text) for n, text in enumerate(ROUGH)]
    assert through(["bigint", "text", "text"], rows) == rows


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_any_text(texts: list[str]) -> None:
    assert through(["text"], [(text,) for text in texts]) == [(text,) for text in texts]


def test_days_and_instants_and_yes_and_no() -> None:
    rows = [(date(2027, 3, 28), factories.utc("2027-03-28 01:30"), True, -7), (None, None, False, None)]
    assert through(["date", "timestamptz", "boolean", "smallint"], rows) == [tuple(map(stored, row)) for row in rows]


def test_rows_are_changed_as_they_are_said() -> None:
    at = factories.utc("2026-11-21 10:00")
    Nudge.objects.bulk_create(Nudge(channel="sms", urgency=2, due_at=at, expires_at=at) for _ in ROUGH)
    ids = list(Nudge.objects.order_by("pk").values_list("pk", flat=True))
    changes = [{"id": pk, "text": text, "submitted_at": at} for pk, text in zip(ids, ROUGH, strict=True)]
    assert sorted(update_rows(Nudge, changes, match=["id"])) == ids
    assert list(Nudge.objects.order_by("pk").values_list("text", "submitted_at")) == [(text, at) for text in ROUGH]
