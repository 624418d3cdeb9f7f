"""What providers say became of a sending: a status may only be raised, whatever comes late, twice or shuffled.

"Never sent" gives way to a provider that has it all the same: somebody had said that it was not sent, and it would come
again where its stage does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from delivery.bulk import rows_of
from delivery.models import NEVER_SENT, DeliveryEvent, Nudge, Status, audit


@dataclass(frozen=True)
class Report:
    """One word about one nudge: its status at the instant `at` (aware, UTC), and the provider's id and code."""

    nudge_id: int
    status: Status
    source: DeliveryEvent.Source
    at: datetime
    provider_id: str = ""
    code: str = ""


# Locks, raises and records in one statement, which is one journey to the server and back, commit and all. What somebody
# else has changed meanwhile is compared once more as it is then.
RAISE = """
WITH v (id, status, source, at, provider_id, code) AS ({rows}),
looked_at AS (
    SELECT id FROM delivery_nudge WHERE id IN (SELECT id FROM v) ORDER BY id FOR NO KEY UPDATE {skip}
), raised AS (
    UPDATE delivery_nudge AS t SET status = v.status, reason = '', leased_until = NULL,
        provider_id = COALESCE(NULLIF(v.provider_id, ''), t.provider_id), code = COALESCE(NULLIF(v.code, ''), t.code)
    FROM v JOIN looked_at USING (id)
    WHERE t.id = v.id AND (t.status < v.status OR t.status IN {never_sent}) AND t.submitted_at IS NOT NULL
    RETURNING t.id
), told AS (
    INSERT INTO delivery_deliveryevent (nudge_id, status, source, at, code)
    SELECT id, status, source, at, code FROM v JOIN raised USING (id)
)
SELECT id, raised.id IS NOT NULL FROM looked_at LEFT JOIN raised USING (id)
"""
TYPES = ("bigint", "smallint", "text", "timestamptz", "text", "text")


def raise_statuses(reports: Iterable[Report], *, wait: bool = True) -> dict[int, bool]:
    """Raise the status of each nudge that has reached the wire, where a report ranks higher. One event a change.

    Of several reports about one nudge the highest counts. Returns for each nudge that was looked at whether it was
    raised. Those that are not there are left out, and, without `wait`, those that somebody else has locked.
    """
    highest: dict[int, Report] = {}
    for report in sorted(reports, key=lambda report: report.status):
        highest[report.nudge_id] = report
    if connection.vendor != "postgresql":
        return _raise_one_by_one(highest.values())
    values = [(one.nudge_id, one.status, one.source, one.at, one.provider_id, one.code) for one in highest.values()]
    rows, params = rows_of(TYPES, values)
    sql = RAISE.format(rows=rows, skip="" if wait else "SKIP LOCKED", never_sent=tuple(map(int, NEVER_SENT)))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return dict(cursor.fetchall())


@transaction.atomic
def _raise_one_by_one(reports: Iterable[Report]) -> dict[int, bool]:
    """The same on SQLite, where one writer has the whole database and a statement costs next to nothing."""
    raised = {}
    for report in reports:
        nudge = Nudge.objects.filter(pk=report.nudge_id)
        higher = nudge.filter(Q(status__lt=report.status) | Q(status__in=NEVER_SENT), submitted_at__isnull=False)
        said = {"provider_id": report.provider_id, "code": report.code}
        changes = {name: value for name, value in said.items() if value}
        if higher.update(status=report.status, reason="", leased_until=None, **changes):
            audit([report.nudge_id], report.status, report.source, report.at, code=report.code)
            raised[report.nudge_id] = True
        elif nudge.exists():
            raised[report.nudge_id] = False
    return raised
