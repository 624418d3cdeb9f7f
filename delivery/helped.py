"""How many parents a translation would help: those of its language who come to the message's stage in a while.

By the planner's own rules of anchor dates and tracks, before caps. Paused parents are not among them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from delivery.anchors import ANCHORS, followings
from delivery.bulk import rows_of
from delivery.touched import WEEKS
from messages.library import channels_in_english
from messages.models import Anchor, Message
from subscribers.hours import local_day
from subscribers.models import Contact, Journey
from subscribers.privacy import FEW

REACHING = """
WITH languages (code) AS ({languages}),
     agenda (on_day, anchor_date, message_id, track) AS {once} ({agenda})
SELECT agenda.message_id, journey.language, journey.fallback, journey.channel, journey.frequency,
       COUNT(DISTINCT journey.subscriber_id)
FROM agenda
{followings}
JOIN subscribers_child AS child ON child.state IN ({states})
JOIN subscribers_journey AS journey
  ON {anchor} = agenda.anchor_date AND journey.child_id = child.id AND {chosen}
 AND journey.state = 'active' AND journey.language IN (SELECT code FROM languages)
JOIN subscribers_subscriber AS subscriber ON subscriber.id = journey.subscriber_id AND subscriber.state = 'active'
GROUP BY 1, 2, 3, 4, 5
"""
AGENDA_TYPES = ("date", "date", "bigint", "varchar")
Agenda = list[tuple[object, ...]]


class Reaching(NamedTuple):
    """Parents who come to a message's stage within the weeks ahead, and made the same choices."""

    message_id: int
    language: str
    fallback: str
    channel: str  # of the journey: one, or both
    frequency: int
    parents: int

    @property
    def in_parts(self) -> bool:
        """Whether a text comes to them as a trio, where there is one."""
        return self.frequency == Journey.Frequency.THREE_A_WEEK

    def gets(self, channel: str) -> bool:
        """Whether they chose this channel; "trio" are texts."""
        kind = Contact.Kind.SMS if channel == "trio" else channel
        return self.channel in (kind, Journey.Channel.BOTH)


def helped(languages: Collection[str], now: datetime, only: Message | None = None) -> Counter[tuple[int, str]]:
    """By message and language, the parents of that language who come to it within eight weeks from today.

    Only those who chose a channel by which the English is written. A message to which nobody comes is left out. One
    query for each kind of anchor date, and two more, whatever the number of messages and parents.
    """
    found: Counter[tuple[int, str]] = Counter()
    written = channels_in_english()
    for row in reaching(languages, now, only):
        if any(row.gets(channel) for channel in written.get(row.message_id, ())):
            found[row.message_id, row.language] += row.parents
    return found


def at_least(number: int) -> int:
    """By what something is put in order, so that the order does not tell a number that is not shown."""
    return max(number, FEW - 1) if number else 0


def reaching(languages: Collection[str], now: datetime, only: Message | None = None) -> Iterator[Reaching]:
    """Who comes to which message of a stage, or to one only, within eight weeks; a query a kind of anchor."""
    for anchor, rows in _agendas(now, only).items():
        agenda, agenda_params = rows_of(AGENDA_TYPES, rows)
        codes, codes_params = rows_of(["varchar"], [(code,) for code in sorted(languages)])
        column, states, chosen = ANCHORS[anchor]
        sql = REACHING.format(
            languages=codes,
            once="MATERIALIZED" if connection.vendor == "sqlite" else "",  # else it reads the JSON for each child
            agenda=agenda,
            followings=followings(anchor),
            states=states,
            anchor=column,
            chosen=chosen,
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, codes_params + agenda_params)
            yield from map(Reaching._make, cursor.fetchall())


def _agendas(now: datetime, only: Message | None) -> Mapping[Anchor, Agenda]:
    """By kind of anchor date, the days on which each message comes to whom; local days."""
    today = local_day(now)
    days = [today + timedelta(days=n) for n in range(7 * WEEKS)]
    found: dict[Anchor, Agenda] = {}
    every = Message.objects.of_stages().only("kind", "number", "track", "theme").order_by()
    for message in every if only is None else [only]:
        stage, rows = message.stage, found.setdefault(message.anchor, [])
        rows += [(day, date, message.pk, message.track) for day in days for date in stage.anchors(day)]
    return found
