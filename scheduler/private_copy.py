"""A private copy of some tables, for work that must leave the database as it was and lock nothing of it.

Temporary tables shadow the real ones of the same name, in this connection only: every query that runs meanwhile,
from whichever function, reads and writes the copy.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from delivery.bulk import rows_of

Source = type[models.Model] | models.QuerySet[Any]


@contextmanager
def private_copy(of: Sequence[Source]) -> Iterator[None]:
    """Within this block the tables of these models are a copy. On leaving, the copy is gone.

    A model is copied whole, and of a queryset its rows only; `Model.objects.none()` gives an empty table.
    """
    chosen = {_table(source): _rows(source) for source in of}  # all are asked for before the first is shadowed
    # SQLite: a temporary table cannot point at a real one; and nothing of the real ones is written, so nothing of
    # them needs to be locked.
    with connection.constraint_checks_disabled(), _deferred():
        try:
            for table, rows in chosen.items():
                _shadow(table, rows)
            yield
        finally:
            with connection.cursor() as cursor:
                for table in chosen:
                    cursor.execute(f"DROP TABLE IF EXISTS {_temporary()}.{table}")


def _table(source: Source) -> str:
    model = source.model if isinstance(source, models.QuerySet) else source
    return model._meta.db_table  # noqa: SLF001 - Django's public but underscored API


def _rows(source: Source) -> Collection[int] | None:
    """The ids of the rows to copy; None for all."""
    return set(source.values_list("pk", flat=True)) if isinstance(source, models.QuerySet) else None


@contextmanager
def _deferred() -> Iterator[None]:
    """SQLite: transactions take the write lock when they write a real table, which they do not, and not before."""
    before = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        setattr(connection, "transaction_mode", "DEFERRED")  # noqa: B010 - no type knows SQLite's own attribute
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            setattr(connection, "transaction_mode", before)  # noqa: B010


def _temporary() -> str:
    return "pg_temp" if connection.vendor == "postgresql" else "temp"


def _shadow(table: str, rows: Collection[int] | None) -> None:
    where, params = _only(rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL)")
            copy = f"INSERT INTO pg_temp.{table} OVERRIDING SYSTEM VALUE SELECT * FROM public.{table}"  # noqa: S608 - a model's table
            cursor.execute(copy + where, params)
            _continue_ids(table)
            cursor.execute(f"ANALYZE pg_temp.{table}")  # the server never does it by itself for these
            return
        cursor.execute("SELECT type, sql FROM main.sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
        for kind, sql in sorted(cursor.fetchall(), reverse=True):  # the table before its indexes
            words = {"table": ("CREATE TABLE ", "CREATE TEMPORARY TABLE ")}
            old, new = words.get(kind, (' INDEX "', ' INDEX temp."'))
            cursor.execute(sql.replace(old, new, 1))
        cursor.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}{where}", params)  # noqa: S608 - a model's table


def _only(rows: Collection[int] | None) -> tuple[str, list[Any]]:
    """SQL that takes these rows of a table, and its parameters; None takes them all."""
    if rows is None:
        return "", []
    if not rows:
        return " WHERE FALSE", []
    some, params = rows_of(("bigint",), [(pk,) for pk in rows])
    return f" WHERE id IN ({some})", params


def _continue_ids(table: str) -> None:
    """Let the copy's own identity go on after the rows it was given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_identity = 'YES' AND table_schema = 'public'",
            [table],
        )
        for (column,) in cursor.fetchall():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('pg_temp.{table}', %s), "  # noqa: S608 - a model's table
                f"(SELECT COALESCE(MAX({column}), 0) + 1 FROM pg_temp.{table}))",
                [column],
            )
