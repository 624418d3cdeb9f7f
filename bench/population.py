"""Parents, children and an outbox for the bench, made by the database itself: a million in well under a minute.

Addresses are numbers kept for drama and mailboxes of nobody: a hundred of each are sealed, and everybody has one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from campaigns.models import Campaign, Mailing
from messages import starter
from messages.models import Approval, Message
from messages.stages import StageKind
from subscribers.models import Contact

DAY = date(2026, 6, 1)
TEN = datetime(2026, 6, 1, 9, tzinfo=UTC)  # 10:00 in London: the morning's slot begins
JOINED = TEN - timedelta(days=1500)
SEALED = 100
PEOPLE = ("subscribers_subscriber", "subscribers_child", "subscribers_journey", "subscribers_contact")
OUTBOX = ("delivery_nudge", "delivery_deliveryevent", "delivery_daytaken", "delivery_pace")
# Of twenty children three are expected; of the others every twelfth came early. One parent in ten reads e-mails; half
# chose the evening. All of it by arithmetic on the row's number, so that every run has the same families.
FILL = """
INSERT INTO subscribers_subscriber (id, state, created_at)
SELECT n, 'active', %(joined)s FROM generate_series(1, %(size)s) n;
INSERT INTO subscribers_child (id, state, due_date, birth_date, gestation_weeks, corrected_birth_date)
SELECT n, CASE WHEN n %% 20 < 3 THEN 'expected' ELSE 'born' END,
       CASE WHEN n %% 20 < 3 THEN %(day)s::date + (n * 7919 / 20 %% 266)::int END,
       CASE WHEN n %% 20 >= 3 THEN %(day)s::date - (n * 7919 %% 1100)::int END,
       CASE WHEN n %% 20 >= 3 THEN CASE WHEN n %% 12 = 0 THEN 35 ELSE 40 END END,
       CASE WHEN n %% 20 >= 3
            THEN %(day)s::date - (n * 7919 %% 1100)::int + CASE WHEN n %% 12 = 0 THEN 35 ELSE 0 END END
FROM generate_series(1, %(size)s::bigint) n;
INSERT INTO subscribers_journey (
    id, subscriber_id, child_id, state, role, track, language, fallback, channel, frequency, slot, paused_for,
    plan_from, keyword)
SELECT n, n, n, 'active', CASE WHEN n %% 5 = 0 THEN 'father' ELSE 'mother' END,
       CASE WHEN n %% 5 = 0 THEN 'father_partner' ELSE 'carer' END, 'en', 'en',
       CASE WHEN n %% 10 = 7 THEN 'email' ELSE 'sms' END, 1,
       (ARRAY['morning', 'afternoon', 'evening', 'evening'])[1 + n / 20 %% 4], '', %(joined)s, ''
FROM generate_series(1, %(size)s::bigint) n;
INSERT INTO subscribers_contact (id, subscriber_id, kind, address, index, confirmed_at)
SELECT n, n, CASE WHEN n %% 10 = 7 THEN 'email' ELSE 'sms' END,
       (CASE WHEN n %% 10 = 7 THEN %(mailboxes)s::bytea[] ELSE %(numbers)s::bytea[] END)[1 + n / 10 %% {sealed}],
       decode(lpad(to_hex(n), 64, '0'), 'hex'), %(joined)s
FROM generate_series(1, %(size)s::bigint) n;
"""
ALL_DUE = """
UPDATE subscribers_child SET state = 'expected', due_date = %(anchor)s, birth_date = NULL, corrected_birth_date = NULL,
       gestation_weeks = NULL;
UPDATE subscribers_journey SET slot = 'morning', channel = %(channel)s, role = 'mother', track = 'carer';
UPDATE subscribers_contact SET kind = %(channel)s, address = (%(addresses)s::bytea[])[1 + id / 10 %% {sealed}]
"""


def prepare() -> None:
    """The schema, the starter library with every message approved, and a campaign for everybody."""
    call_command("migrate", verbosity=0)
    reverse("health")  # the addresses are looked up once in a process
    starter.load(TEN, "Bench")
    message = Message.objects.create(
        kind=StageKind.CAMPAIGN, number=0, track="carer", theme="bond", topic="Sing", sms="Sing today", review_on=DAY,
        email=[("paragraph", "Sing today.")], subject="Sing today",
    )  # fmt: skip
    line = {"message_id": message.pk, "language": "en", "fingerprint": message.fingerprint}
    Approval.objects.create(**line, name="Bench", at=TEN)
    message.save()
    campaign = Campaign.objects.create(title="Bench", slug="bench", state="running", starts_on=DAY, ends_on=DAY)
    Mailing.objects.create(campaign=campaign, message=message, after_days=0)


def fill(size: int) -> None:
    """So many parents with a journey each, in place of those of before."""
    params: dict[str, Any] = {
        "size": size,
        "day": DAY,
        "joined": JOINED,
        "numbers": _sealed("sms"),
        "mailboxes": _sealed("email"),
    }
    truncate(*PEOPLE, *OUTBOX)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # its rows refer to each other as they should
        for statement in FILL.format(sealed=SEALED).split(";\n"):
            if statement.strip():
                cursor.execute(statement, params)
        for table in PEOPLE:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [size])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def all_due(size: int, channel: str = "sms") -> None:
    """So many parents who are due the same message this morning, by one channel: twenty weeks to go."""
    fill(size)
    params = {"anchor": DAY + timedelta(weeks=20), "channel": channel, "addresses": _sealed(channel)}
    for statement in ALL_DUE.format(sealed=SEALED).split(";\n"):
        run(statement, params)
    run("VACUUM ANALYZE")


def _sealed(channel: str) -> list[bytes]:
    """Some addresses as the database keeps them."""
    field = Contact._meta.get_field("address")  # noqa: SLF001 - Django's public but underscored API
    words = "+447700900{:03}" if channel == "sms" else "parent{}@hope.example"
    return [bytes(field.get_db_prep_value(words.format(n), connection).obj) for n in range(SEALED)]


def truncate(*tables: str) -> None:
    """Empty these tables, and all that refers to them."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def empty_outbox() -> None:
    """Nothing waits, and nothing has ever been sent."""
    truncate(*OUTBOX)


def fetched(sql: str, params: Any = None) -> tuple[Any, ...]:
    """The one row of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: tuple[Any, ...] = cursor.fetchone() or ()
    return found


def run(sql: str, params: Any = None) -> int:
    """Run one statement. Returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


@contextmanager
def database(name: str) -> Iterator[None]:
    """Work in another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def copy_database(name: str) -> None:
    """A copy of the database as it is now, under another name."""
    source = connection.settings_dict["NAME"]
    connection.close()
    with database("postgres"):
        run(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    """Remove it, if it is there."""
    with database("postgres"):
        run(f'DROP DATABASE IF EXISTS "{name}"')
