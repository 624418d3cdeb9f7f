"""One statement that changes many rows, each to its own values; the same SQL on PostgreSQL and SQLite."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

CHUNK = 500  # rows a statement: keeps SQLite under its limit of 32,766 parameters


def update_rows(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, match: Sequence[str], where: str = "TRUE"
) -> list[int]:
    """UPDATE ... FROM (VALUES ...) for rows that hold the `match` fields and the fields to change.

    Every row has the same fields, by attribute name. `where` is fixed SQL over the table, with the alias t.
    Returns the ids of the rows that were there to change; the others were left as they are.
    """
    changed: list[int] = []
    for start in range(0, len(rows), CHUNK):
        changed += _update_chunk(model, rows[start : start + CHUNK], match, where)
    return changed


def _update_chunk(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], match: Sequence[str], where: str
) -> list[int]:
    fields = [model._meta.get_field(name) for name in rows[0]]  # noqa: SLF001 - Django's public but underscored API
    columns = [str(field.column) for field in fields]  # type: ignore[union-attr]
    places = ", ".join(f"CAST(%s AS {field.db_type(connection)})" for field in fields)  # type: ignore[union-attr]
    if connection.vendor == "sqlite":  # its values carry their own types, and a cast to datetime would cut them
        places = ", ".join("%s" for _ in fields)
    sql = (
        f"WITH v ({', '.join('v_' + column for column in columns)}) AS (VALUES {', '.join([f'({places})'] * len(rows))}) "  # noqa: S608 - only names of the model's own fields
        f"UPDATE {model._meta.db_table} AS t "  # noqa: SLF001
        f"SET {', '.join(f'{c} = v_{c}' for c, name in zip(columns, rows[0], strict=True) if name not in match)} FROM v "
        f"WHERE {' AND '.join(f't.{c} = v_{c}' for c, name in zip(columns, rows[0], strict=True) if name in match)} "
        f"AND {where} RETURNING id"
    )
    params = [
        field.get_db_prep_save(row[name], connection)  # type: ignore[union-attr]
        for row in rows
        for field, name in zip(fields, rows[0], strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
