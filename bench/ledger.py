"""What years leave behind: settled nudges with their events, answers, and people who are to be forgotten."""

from datetime import timedelta

from bench.population import DAY, TEN, run
from messages.models import Message
from messages.stages import StageKind

# Messages that none of the bench's families is due: the planner knows nothing of these rows but that they are there.
NUDGES = """
INSERT INTO delivery_nudge (
    journey_id, message_id, channel, part, urgency, stage_day, due_at, expires_at, status, reason, fence, contact_id,
    keeps_words, whole, version, language, subject, preheader, text, segments, submitted_at, provider_id, code)
SELECT 1 + n %% %(people)s, (%(messages)s::bigint[])[1 + n / %(people)s %% %(kinds)s], 'sms',
       1 + n / %(people)s / %(kinds)s, 2, %(day)s::date - (100 + n %% 900)::int, %(old)s - n %% 900 * INTERVAL '1 day',
       %(old)s - n %% 900 * INTERVAL '1 day', 60, '', 1, 1 + n %% %(people)s, FALSE, TRUE, 1, 'en', '', '',
       repeat('A text to a parent. ', 8), 1, %(old)s - n %% 900 * INTERVAL '1 day', 'SM' || lpad(to_hex(n), 32, '0'), ''
FROM generate_series(0, %(many)s - 1) n
"""
EVENTS = """
INSERT INTO delivery_deliveryevent (nudge_id, status, source, code, at)
SELECT id, step, 'dispatcher', '', due_at FROM delivery_nudge CROSS JOIN (VALUES (10), (30), (60)) s (step)
"""
DAYS = """
INSERT INTO delivery_daytaken (subscriber_id, day, message_id, journey_id)
SELECT contact_id, stage_day, message_id, journey_id FROM delivery_nudge ON CONFLICT DO NOTHING
"""
ANSWERS = """
INSERT INTO delivery_nudge (
    key, channel, part, urgency, due_at, expires_at, status, reason, fence, contact_id, keeps_words, whole, language,
    subject, preheader, text, segments, submitted_at, provider_id, code)
SELECT 'old:' || id, kind, 1, 0, %(old)s, %(old)s, 60, '', 1, id, FALSE, TRUE, 'en', '', '', 'You are in.', 1, %(old)s,
       'answer-' || id, '' FROM subscribers_contact
"""
TEXTS = """
INSERT INTO delivery_inbound (provider_id, contact_id, body, received_at, answered_at)
SELECT 'old:' || id, id, address, %(old)s, %(old)s FROM subscribers_contact
"""
STOPPED = "UPDATE subscribers_subscriber SET state = 'stopped' WHERE id %% 50 = 0"


def fill_ledger(many: int, people: int) -> None:
    """So many delivered nudges of months ago, among so many people."""
    messages = list(Message.objects.filter(kind=StageKind.TRACK_WEEK).values_list("pk", flat=True)[:100])
    params = {"many": many, "people": people, "messages": messages, "kinds": len(messages), "day": DAY}
    run("SET session_replication_role = replica")
    run(NUDGES, params | {"old": TEN - timedelta(days=100)})
    run(EVENTS)
    run(DAYS)
    run("SET session_replication_role = DEFAULT")
    run("VACUUM ANALYZE")


def old_people() -> None:
    """Everybody was answered and texted us long ago, and one in fifty has stopped."""
    params = {"old": TEN - timedelta(days=90)}
    run(ANSWERS, params)
    run(TEXTS, params)
    run(STOPPED, params)
    run("ANALYZE")
