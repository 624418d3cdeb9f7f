"""Many rows in one statement; the same SQL on PostgreSQL and SQLite."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db import connection, models

UPDATE = """
WITH v ({names}) AS ({rows})
UPDATE {table} AS t SET {changes} FROM v WHERE {same} AND {where} RETURNING id
"""
INSERT = "INSERT INTO {table} ({columns}) SELECT {values} FROM ({rows}) AS v"

Row = Mapping[str, Any]
AnyField: TypeAlias = "models.Field[Any, Any]"
# Fields whose values a database takes as Python has them. Named, not their children: those may seal what they store.
PLAIN_FIELDS = (
    models.BigAutoField,
    models.BooleanField,
    models.CharField,
    models.ForeignKey,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.TextField,
)
PLAIN = (bool, int, str, type(None))
WRITTEN = {*PLAIN, date, datetime}  # whose `str` is what the server reads


def update_rows(
    model: type[models.Model],
    rows: Sequence[Row],
    *,
    match: Sequence[str],
    where: str = "TRUE",
    same: Row | None = None,
) -> list[int]:
    """Change rows, each to its own values. They hold the `match` fields and the fields to change.

    Every row has the same fields, by attribute name (`contact_id`, not `contact`); `same` are fields that all rows
    change to the same value. `where` is fixed SQL over the table, with the alias t. Returns the ids of the rows that
    were there to change; the others are left as they are.
    """
    if not rows:
        return []
    fields, constant = _fields(model, rows[0]), _fields(model, same or {})
    source, params = _source(fields, rows)
    own = (f"{field.column} = v_{field.column}" for name, field in fields.items() if name not in match)
    sql = UPDATE.format(
        names=", ".join(f"v_{field.column}" for field in fields.values()),
        rows=source,
        table=model._meta.db_table,  # noqa: SLF001 - Django's public but underscored API
        changes=", ".join([*own, *(f"{field.column} = %s" for field in constant.values())]),
        same=" AND ".join(f"t.{name} = v_{name}" for name in match),
        where=where,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *_constants(constant, same or {})])
        return [row[0] for row in cursor.fetchall()]


def insert_rows(model: type[models.Model], rows: Sequence[Row], *, same: Row | None = None) -> None:
    """Add rows, as `bulk_create` would, but that nothing is told about them: neither their ids nor a signal.

    Every row has the same fields, by attribute name; `same` are fields that have one value in all of them.
    """
    if not rows:
        return
    fields, constant = _fields(model, rows[0]), _fields(model, same or {})
    source, params = _source(fields, rows)
    sql = INSERT.format(
        table=model._meta.db_table,  # noqa: SLF001 - Django's public but underscored API
        columns=", ".join(str(field.column) for field in (*constant.values(), *fields.values())),
        values=", ".join([*(_typed(field) for field in constant.values()), "v.*"]),
        rows=source,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_constants(constant, same or {}), *params])


def _fields(model: type[models.Model], names: Row) -> dict[str, AnyField]:
    """The named fields, in the order of the table."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public but underscored API
    return {field.attname: field for field in fields if field.attname in names}


def _source(fields: Mapping[str, AnyField], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    values = [_column(field, [row[name] for row in rows]) for name, field in fields.items()]
    return _select([_type(field) for field in fields.values()], values)


def _constants(fields: Mapping[str, AnyField], same: Row) -> list[Any]:
    return [stored(_column(field, [same[name]])[0]) for name, field in fields.items()]


def _typed(field: AnyField) -> str:
    return f"CAST(%s AS {_type(field)})" if connection.vendor == "postgresql" else "%s"


def _type(field: AnyField) -> str:
    return str(field.db_type(connection))


def _column(field: AnyField, values: Sequence[Any]) -> list[Any]:
    """The values as the database stores them, without Django's round for each of those that it would leave alone."""
    if type(field) in PLAIN_FIELDS:
        return [x if type(x) in PLAIN else field.get_db_prep_save(x, connection) for x in values]
    return [field.get_db_prep_save(x, connection) for x in values]


def rows_of(types: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """A SELECT that yields these rows, and its parameters: one a column, or one in all, however many the rows.

    `types` are PostgreSQL's names; SQLite takes values as they come, as text for dates and instants.
    """
    return _select(types, [list(column) for column in zip(*rows, strict=True)])


def _select(types: Sequence[str], columns: Sequence[list[Any]]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":  # which takes instants and dates as they are
        arrays = ", ".join(f"CAST(%s AS {name}[])" for name in types)
        return f"SELECT * FROM unnest({arrays})", [_array(column) for column in columns]  # noqa: S608 - type names
    rows = [[stored(value) for value in row] for row in zip(*columns, strict=True)]
    names = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(types)))
    return f"SELECT {names} FROM json_each(%s)", [json.dumps(rows)]  # noqa: S608 - numbered columns


def _array(values: list[Any]) -> Any:
    """What the server reads as an array: the same as psycopg would write, who looks at each value for far longer."""
    if not {type(value) for value in values} <= WRITTEN:
        return values
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if type(value) is int else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def stored(value: Any) -> Any:
    """A value as this database stores it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
