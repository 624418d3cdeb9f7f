"""Many rows in one statement; the same SQL on PostgreSQL and SQLite."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

UPDATE = """
WITH v ({names}) AS ({rows})
UPDATE {table} AS t SET {changes} FROM v WHERE {same} AND {where} RETURNING id
"""


def update_rows(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, match: Sequence[str], where: str = "TRUE"
) -> list[int]:
    """Change rows, each to its own values. They hold the `match` fields and the fields to change.

    Every row has the same fields, by attribute name (`contact_id`, not `contact`). `where` is fixed SQL over the
    table, with the alias t. Returns the ids of the rows that were there to change; the others are left as they are.
    """
    if not rows:
        return []
    table = model._meta  # noqa: SLF001 - Django's public but underscored API
    fields = {field.attname: field for field in table.concrete_fields if field.attname in rows[0]}
    changes = [field.column for name, field in fields.items() if name not in match]
    values = [[field.get_db_prep_save(row[name], connection) for name, field in fields.items()] for row in rows]
    source, params = rows_of([str(field.db_type(connection)) for field in fields.values()], values)
    sql = UPDATE.format(
        names=", ".join(f"v_{field.column}" for field in fields.values()),
        rows=source,
        table=table.db_table,
        changes=", ".join(f"{column} = v_{column}" for column in changes),
        same=" AND ".join(f"t.{name} = v_{name}" for name in match),
        where=where,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def rows_of(types: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """A SELECT that yields these rows, and its parameters: one a column, or one in all, however many the rows.

    `types` are PostgreSQL's names; SQLite takes values as they come, as text for dates and instants.
    """
    values = [[stored(value) for value in row] for row in rows]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"CAST(%s AS {name}[])" for name in types)
        return f"SELECT * FROM unnest({arrays})", [list(column) for column in zip(*values, strict=True)]  # noqa: S608 - type names
    columns = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(types)))
    return f"SELECT {columns} FROM json_each(%s)", [json.dumps(values)]  # noqa: S608 - numbered columns


def stored(value: Any) -> Any:
    """A value as this database stores it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
