"""The run's own record of what the database went through: a log by triggers, which the service knows nothing of.

Each line is written in the transaction of the change, so the instant of its commit is that of the change.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

LOG = """
CREATE TABLE faults_log (
    id bigserial PRIMARY KEY, what text NOT NULL, pk bigint NOT NULL, before jsonb, after jsonb NOT NULL
);
CREATE FUNCTION faults_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := NULL; is_now jsonb := NULL; name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        is_now := coalesce(is_now, '{}') || jsonb_build_object(name, to_jsonb(NEW) -> name);
        IF TG_OP = 'UPDATE' THEN
            was := coalesce(was, '{}') || jsonb_build_object(name, to_jsonb(OLD) -> name);
        END IF;
    END LOOP;
    IF was IS DISTINCT FROM is_now THEN
        INSERT INTO faults_log (what, pk, before, after) VALUES (TG_TABLE_NAME, NEW.id, was, is_now);
    END IF;
    RETURN NULL;
END $$;
"""
WHY = ("reason", "code")  # of what became of a nudge
WATCHED = {
    "delivery_nudge": ("status", "fence", "journey_id", "message_id", "key", "channel", "part", *WHY),
    "delivery_deliveryevent": ("nudge_id", "status", "source", "at"),  # they go when a family is forgotten
    "subscribers_subscriber": ("state",),
    "subscribers_child": ("state", "due_date"),
    "library_message": ("sms",),
}
WATCH = """
CREATE TRIGGER faults_note AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION faults_note({columns})
"""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of one row, and when it was committed."""

    number: int
    what: str
    pk: int
    before: dict[str, Any] | None
    after: dict[str, Any]
    committed_at: datetime


def watch(connection: psycopg.Connection[Any]) -> None:
    """Begin the record."""
    connection.execute(LOG)
    for table, columns in WATCHED.items():
        listed = ", ".join(f"'{column}'" for column in columns)
        connection.execute(WATCH.format(table=table, columns=listed))


def changes(connection: psycopg.Connection[Any], what: str) -> list[Change]:
    """Every change of a table, in the order in which they were made."""
    rows = connection.execute(
        "SELECT id, what, pk, before, after, pg_xact_commit_timestamp(xmin)"
        " FROM faults_log WHERE what = %s ORDER BY id",
        (what,),
    )
    return [
        Change(number=row[0], what=row[1], pk=row[2], before=row[3], after=row[4], committed_at=row[5]) for row in rows
    ]
