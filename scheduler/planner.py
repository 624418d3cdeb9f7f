"""The planner: which journeys are due which message, as nudges in the outbox.

For each slot that is still open, pure date functions say which anchor date each message falls on; one statement
joins that agenda to the children and their journeys and inserts the nudges. The unique key (journey, message,
channel) refuses doubles, so planning again, or twice at once, adds nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from delivery.anchors import chosen, met
from delivery.bulk import rows_of
from delivery.models import NEVER_SENT, DeliveryEvent, Nudge, Reason, Status, Urgency, audit
from messages.library import channels_of
from messages.models import Anchor, Message, Theme
from messages.stages import Part
from subscribers.hours import day_ends, local_day, slot_instant
from subscribers.models import Contact, Journey, Slot

# After so many nudges at once the database counts them anew, or it goes on choosing its ways for the few of before.
ANALYZE_OVER = 10_000
CHOSEN_BY = "status, urgency, channel, due_at, expires_at, journey_id, message_id"  # what claims choose by


@dataclass(frozen=True, kw_only=True)
class OpenSlot:
    """A slot of a local day whose messages are due by now or soon, and not too late yet."""

    day: date  # local
    slot: str
    channel: str
    due_at: datetime
    expires_at: datetime
    day_ends: datetime


def plan(now: datetime, since: datetime | None = None) -> int:
    """Queue every nudge of the slots that are open. Returns how many were queued.

    Looks back as far as a nudge stays valid, so that a tick that was missed loses nothing, but not before `since`.
    """
    slots = list(open_slots(now, since))
    if not slots:
        return 0
    entries = by_anchor(agenda({(slot.day, slot.channel) for slot in slots}))
    queued = sum(_insert(key, mine, slots, now) for key, mine in entries.items())
    if queued > ANALYZE_OVER and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE delivery_nudge ({CHOSEN_BY})")
    return queued


def open_slots(now: datetime, since: datetime | None = None) -> Iterator[OpenSlot]:
    """The slots from the oldest that is still valid to the horizon (settings.PLAN_AHEAD)."""
    longest = max(settings.VALIDITY.values())
    first, last = local_day(now - longest), local_day(now + settings.PLAN_AHEAD)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    for day in days:
        for slot in slots_of(day):
            in_time = slot.due_at <= now + settings.PLAN_AHEAD and slot.expires_at > now
            if in_time and (since is None or slot.due_at >= since):
                yield slot


def slots_of(day: date) -> Iterator[OpenSlot]:
    """Every slot of a local day, by each channel."""
    for slot in Slot.values:
        due_at = slot_instant(day, slot)
        for channel, validity in settings.VALIDITY.items():
            yield OpenSlot(
                day=day,
                slot=slot,
                channel=channel,
                due_at=due_at,
                expires_at=due_at + validity,
                day_ends=day_ends(day),
            )


# Whose entries are looked up together: by the same kind of date, for the same frequency and channel. A letter is valid
# for days, so its dates are many, and few read letters: they have a small index, as those on three texts a week have.
Key = tuple[Anchor, int, str]


class Entry(NamedTuple):
    """One message that children with this anchor date are due on a day."""

    message_id: int
    track: str
    channel: str
    urgency: int
    part: int
    frequency: int  # for journeys that get so many a week, or more
    anchor: Anchor
    anchor_date: date
    day: date


def agenda(open_days: Collection[tuple[date, str]], only: Message | None = None) -> Iterator[Entry]:
    """What is due on these days by these channels, of the messages that have a wording which may be sent."""
    written = channels_of()
    chosen = written if only is None else {only.pk} & written.keys()
    for message in Message.objects.filter(pk__in=chosen).only("kind", "number", "track", "theme"):
        urgency = int(Urgency.SAFETY if message.theme == Theme.SAFETY else Urgency.STAGE)
        stage, anchor = message.stage, message.anchor
        for day, channel in open_days:
            for part in _parts(written[message.pk], channel):
                frequency = Journey.Frequency.WEEKLY if part == Part.FIRST else Journey.Frequency.THREE_A_WEEK
                for anchor_date in stage.anchors(day - part.after):
                    yield Entry(
                        message_id=message.pk,
                        track=message.track,
                        channel=channel,
                        urgency=urgency,
                        part=int(part),
                        frequency=int(frequency),
                        anchor=anchor,
                        anchor_date=anchor_date,
                        day=day,
                    )


def _parts(written: Collection[str], channel: str) -> Sequence[Part]:
    """What is sent of a message by a channel: itself, or all parts of its trio. Who gets which, the claim decides."""
    if channel == Contact.Kind.SMS and "trio" in written:
        return list(Part)
    return [Part.FIRST] if channel in written else []


# A nudge that was never sent is queued again when its stage comes round on another day, because the dates moved or
# its time had passed, or when the dates are put right again. One that was sent stays as it is. What cannot change is
# not even proposed: ON CONFLICT would lock it, in another order than a sender that is storing its results. One that
# staff let go with the words it had keeps its day too; if it never went, it comes back without them.
# MATERIALIZED keeps the order: the dates once each, the journeys that come to them, and only then the messages. A
# database that is free to choose looks a journey up again for every message of its date.
DUE = """
WITH agenda (on_day, anchor_date, message_id, track, urgency, part) AS MATERIALIZED ({agenda}),
     opened (on_day, slot, channel, due_at, expires_at, day_ends) AS MATERIALIZED ({opened}),
     agenda_dates (anchor_date, track) AS MATERIALIZED ({dates}),
     met AS MATERIALIZED ({met}),
     due AS (
SELECT journey.id AS journey_id, journey.subscriber_id, journey.language, journey.fallback, journey.frequency,
       agenda.message_id, opened.channel, agenda.part, agenda.urgency, agenda.on_day,
       CASE WHEN journey.plan_from > opened.due_at THEN journey.plan_from ELSE opened.due_at END AS due_at,
       opened.expires_at
FROM met AS journey
JOIN agenda ON agenda.anchor_date = journey.anchor_date AND {chosen}
JOIN opened ON opened.on_day = agenda.on_day AND opened.slot = journey.slot AND journey.plan_from < opened.day_ends
JOIN subscribers_subscriber AS subscriber ON subscriber.id = journey.subscriber_id AND subscriber.state = 'active'
LEFT JOIN delivery_nudge AS known
  ON known.journey_id = journey.id AND known.message_id = agenda.message_id AND known.channel = opened.channel
 AND known.part = agenda.part AND known.urgency < {local}
WHERE (known.id IS NULL
   OR (known.status = {queued} AND known.stage_day <> agenda.on_day AND NOT known.keeps_words)
   OR (known.status = {expired} AND known.stage_day <> agenda.on_day)
   OR (known.status = {cancelled} AND known.reason = '{replanned}'))
)
"""
# In order, so that all is looked up before the first row is written: a ledger that was counted as empty is read whole
# for each journey, and would grow meanwhile.
QUEUE = """
INSERT INTO delivery_nudge AS nudge (
    journey_id, message_id, channel, part, urgency, stage_day, due_at, expires_at, status, reason, fence,
    keeps_words, whole, language, subject, preheader, text, segments, provider_id, code
)
SELECT journey_id, message_id, channel, part, urgency, on_day, due_at, expires_at, {queued}, '', 0,
       FALSE, TRUE, '', '', '', '', 0, '', ''
FROM due WHERE TRUE ORDER BY journey_id, message_id, part
ON CONFLICT (journey_id, message_id, channel, part) WHERE urgency < {local} DO UPDATE
SET stage_day = excluded.stage_day, due_at = excluded.due_at, expires_at = excluded.expires_at,
    status = excluded.status, reason = '', keeps_words = FALSE, kept_as = NULL
WHERE (nudge.status = {queued} AND nudge.stage_day <> excluded.stage_day AND NOT nudge.keeps_words)
   OR (nudge.status = {expired} AND nudge.stage_day <> excluded.stage_day)
   OR (nudge.status = {cancelled} AND nudge.reason = '{replanned}')
RETURNING id
"""
AGENDA_TYPES = ("date", "date", "bigint", "varchar", "smallint", "smallint")
OPENED_TYPES = ("date", "varchar", "varchar", "timestamptz", "timestamptz", "timestamptz")


def by_anchor(entries: Iterable[Entry]) -> Mapping[Key, list[Entry]]:
    """The entries of each key that has any: those of one statement."""
    found: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.anchor, entry.frequency, entry.channel].append(entry)
    return found


def due(key: Key, entries: Sequence[Entry], slots: Sequence[OpenSlot], then: str) -> list[tuple[Any, ...]]:
    """Do something, in one statement, with what is due of these entries, which are all of this key.

    `then` is SQL that reads from `due`: QUEUE, or a SELECT that only counts.
    """
    anchor, frequency, channel = key
    rows = [(x.day, x.anchor_date, x.message_id, x.track, x.urgency, x.part) for x in entries]
    agenda_sql, params = rows_of(AGENDA_TYPES, rows)
    mine = [(x.day, x.slot, x.channel, x.due_at, x.expires_at, x.day_ends) for x in slots if x.channel == channel]
    opened_sql, opened_params = rows_of(OPENED_TYPES, mine)
    dates = {(x.anchor_date, x.track if anchor == "followed_from" else "") for x in entries}
    dates_sql, dates_params = rows_of(("date", "varchar"), sorted(dates))
    sql = (DUE + then).format(
        agenda=agenda_sql,
        opened=opened_sql,
        dates=dates_sql,
        met=met(anchor, frequency, channel),
        chosen=chosen(anchor),
        local=int(Urgency.LOCAL),
        queued=int(Status.QUEUED),
        expired=int(Status.EXPIRED),
        cancelled=int(Status.CANCELLED),
        replanned=Reason.REPLANNED,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params + opened_params + dates_params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@transaction.atomic
def _insert(key: Key, entries: Sequence[Entry], slots: Sequence[OpenSlot], now: datetime) -> int:
    newest = Nudge.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    ids = [pk for (pk,) in due(key, entries, slots, QUEUE)]
    _audit_revived([pk for pk in ids if pk <= newest], now)
    return len(ids)


def _audit_revived(ids: Sequence[int], now: datetime) -> None:
    """Write into the ledger which of these were final, and wait again; the others only wait for another day."""
    last = DeliveryEvent.objects.filter(nudge=OuterRef("pk")).order_by("-pk").values("status")[:1]
    revived = Nudge.objects.filter(pk__in=ids).annotate(was=Subquery(last)).filter(was__in=NEVER_SENT)
    audit(revived.values_list("pk", flat=True), Status.QUEUED, DeliveryEvent.Source.PLANNER, now)
