"""After a restore: what may have been sent since the copy was made is not sent again, and no id is given out twice."""

from datetime import datetime

from django.db import connection

from campaigns import running
from delivery.models import DeliveryEvent, Nudge, Reason
from delivery.outbox import cancel
from scheduler.planner import plan

NAMED = ("delivery_nudge", "subscribers_subscriber")  # by callbacks, calendars and the way out in a letter
ROOM = 10_000_000  # ids: more than some days use


def let_go_of_the_lost_hours(now: datetime) -> int:
    """Queue what was due by `now` (aware, UTC), and cancel it for good. Returns how many nudges.

    For a copy that knows nothing of some hours before, while nothing is sent. What is cancelled may have been sent or
    not: a message that never comes hurts less than one that comes twice.
    """
    _leave_room()
    plan(now)
    running.advance(now)
    return cancel(Nudge.objects.filter(due_at__lte=now), Reason.RESTORED, DeliveryEvent.Source.PLANNER, now)


def _leave_room() -> None:
    """Go on with ids that the lost hours have not used, of what is named outside by its id."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name IN (%s, %s)", [ROOM, *NAMED])
            return
        for table in NAMED:
            sequence = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(f"SELECT setval({sequence}, nextval({sequence}) + %s)", [table, table, ROOM])
