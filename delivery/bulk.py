"""One statement that changes many rows, each to its own values; the same SQL on PostgreSQL and SQLite."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

SQL = """
WITH v ({names}) AS (VALUES {rows})
UPDATE {table} AS t SET {changes} FROM v WHERE {same} AND {where} RETURNING id
"""
CHUNK = 500  # rows a statement: keeps SQLite under its limit of 32,766 parameters


def update_rows(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, match: Sequence[str], where: str = "TRUE"
) -> list[int]:
    """UPDATE ... FROM (VALUES ...) for rows that hold the `match` fields and the fields to change.

    Every row has the same fields, by attribute name (`contact_id`, not `contact`). `where` is fixed SQL over the
    table, with the alias t.
    Returns the ids of the rows that were there to change; the others were left as they are.
    """
    changed: list[int] = []
    for start in range(0, len(rows), CHUNK):
        changed += _update_chunk(model, rows[start : start + CHUNK], match, where)
    return changed


def _update_chunk(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], match: Sequence[str], where: str
) -> list[int]:
    table = model._meta  # noqa: SLF001 - Django's public but underscored API
    fields = {field.attname: field for field in table.concrete_fields if field.attname in rows[0]}
    changes = [field.column for name, field in fields.items() if name not in match]
    row = ", ".join(_place(field) for field in fields.values())
    sql = SQL.format(
        names=", ".join(f"v_{field.column}" for field in fields.values()),
        rows=", ".join([f"({row})"] * len(rows)),
        table=table.db_table,
        changes=", ".join(f"{column} = v_{column}" for column in changes),
        same=" AND ".join(f"t.{name} = v_{name}" for name in match),
        where=where,
    )
    params = [field.get_db_prep_save(values[name], connection) for values in rows for name, field in fields.items()]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _place(field: "models.Field[Any, Any]") -> str:
    """A placeholder; PostgreSQL is told its type. SQLite takes values as they come: a cast would cut its times."""
    return f"CAST(%s AS {field.db_type(connection)})" if connection.vendor == "postgresql" else "%s"
