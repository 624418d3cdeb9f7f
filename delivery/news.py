"""News for some people: one short text or e-mail each, about something that they were told of.

It waits in the outbox beside the answers, after them all, and a stop or a loss takes it back; but nobody has just
written to us, so it keeps to the hours, to a halt, and to who hears from us at that instant. All instants are in UTC.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from delivery.models import Halt, Nudge, Urgency
from delivery.outbox import NEWS, work_waiting
from messages.sms import measure
from subscribers.models import Child, Contact, Journey, Subscriber

IS_NEWS = Q(urgency=Urgency.REPLY, key__startswith=NEWS)
LAST = Case(When(IS_NEWS, then=Value(1)), default=Value(0))  # whoever waits for a code does not wait for news


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said, in one language by one channel."""

    channel: str
    language: str
    text: str
    subject: str = ""  # of an e-mail


def may_go() -> Q:
    """Which news may go out now: to people who hear from us, of whom no child has died, while nothing stands still."""
    journeys = Journey.objects.filter(subscriber=OuterRef("contact__subscriber"))
    return Q(
        Exists(journeys.filter(state=Journey.State.ACTIVE)),
        ~Exists(journeys.filter(child__state=Child.State.LOST)),
        ~Exists(Halt.objects.filter(ended_at=None)),
        contact__subscriber__state=Subscriber.State.ACTIVE,
    )


def put(key: str, people: Collection[tuple[int, int, Words]], due_at: datetime, expires_at: datetime) -> int:
    """Queue news; `people` are subscribers with the contact and the words for each.

    The same `key` (at most 40 characters) tells the same person once, however often it is put. Returns for how many
    it was put now.
    """
    segments = {words: measure(words.text).segments for _, _, words in people if words.channel == Contact.Kind.SMS}
    rows = [
        Nudge(
            contact_id=contact,
            channel=words.channel,
            key=f"{NEWS}{key}:{subscriber}",
            urgency=Urgency.REPLY,
            subject=words.subject,
            text=words.text,
            language=words.language,
            segments=segments.get(words, 0),
            due_at=due_at,
            expires_at=expires_at,
        )
        for subscriber, contact, words in people
    ]
    mine = Nudge.objects.filter(key__startswith=f"{NEWS}{key}:")
    with transaction.atomic():
        before = mine.count()
        Nudge.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        put_now = mine.count() - before
    transaction.on_commit(lambda: work_waiting.send_robust(sender=None))
    return put_now
