"""A private copy of some tables, for work that must leave the database as it was and lock nothing of it.

Temporary tables shadow the real ones of the same name, in this connection only: every query that runs meanwhile,
from whichever function, reads and writes the copy.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models


@contextmanager
def private_copy(of: Sequence[type[models.Model]]) -> Iterator[None]:
    """Within this block these models' tables are a copy. On leaving, the copy is gone."""
    tables = [model._meta.db_table for model in of]  # noqa: SLF001 - Django's public but underscored API
    with connection.constraint_checks_disabled():  # SQLite: a temporary table cannot point at a real one
        try:
            for table in tables:
                _shadow(table)
            yield
        finally:
            with connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f"DROP TABLE IF EXISTS {_temporary()}.{table}")


def _temporary() -> str:
    return "pg_temp" if connection.vendor == "postgresql" else "temp"


def _shadow(table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL)")
            cursor.execute(f"INSERT INTO pg_temp.{table} OVERRIDING SYSTEM VALUE SELECT * FROM public.{table}")  # noqa: S608 - a model's table
            _continue_ids(table)
            return
        cursor.execute("SELECT type, sql FROM main.sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
        for kind, sql in sorted(cursor.fetchall(), reverse=True):  # the table before its indexes
            words = {"table": ("CREATE TABLE ", "CREATE TEMPORARY TABLE ")}
            old, new = words.get(kind, (' INDEX "', ' INDEX temp."'))
            cursor.execute(sql.replace(old, new, 1))
        cursor.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")  # noqa: S608 - a model's table


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
