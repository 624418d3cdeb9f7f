"""Putting a mailing into the outbox: one nudge for each person and channel, set by set, and never a second one.

The key of a nudge is what nobody gets twice: the topic (the regional mailing, whichever area's words of it) and the
person. So two audiences, two children, two runs at once or one run after a crash add nothing. All instants in UTC.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Value, When

from campaigns.audiences import channels, journeys
from campaigns.models import SENDING, Campaign, Mailing
from delivery.bulk import stored
from delivery.models import DeliveryEvent, Nudge, Reason, Status, Urgency
from delivery.outbox import cancel
from subscribers.hours import day_ends, instant, local_day, slot_instant
from subscribers.models import Journey, Slot

AHEAD = timedelta(days=6)  # so early that what is local, and comes later in the week, keeps its room
QUEUEING = 4_202  # the first key of a lock in the database, beside the mailing's own
CHUNK = 20_000  # journeys looked at in one transaction, at most: the first are sent while the last are looked up
FIRST_CHUNK = 1_000  # and at first: each is twice as large as the one before it

INSERT = """
WITH found (id, subscriber_id, due) AS ({audience})
INSERT INTO delivery_nudge (
    journey_id, message_id, channel, part, key, urgency, stage_day, last_day, due_at, expires_at, status, reason, fence,
    keeps_words, whole, language, subject, preheader, text, segments, provider_id, code
)
SELECT found.id, %s, %s, 1, %s || CAST(found.subscriber_id AS text) || %s, %s, %s, %s, found.due, %s, {queued}, '', 0,
       FALSE, TRUE, '', '', '', '', 0, '', ''
FROM found WHERE TRUE ORDER BY found.id
ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING
"""


def due(now: datetime) -> list[Mailing]:
    """The mailings whose parents are to be looked up now: some days ahead, and once more on the day itself.

    Local ones come first, so that they take the place of the regional ones for their parents.
    """
    today = local_day(now)
    rows = Mailing.objects.filter(campaign__state__in=SENDING).select_related("campaign")
    found = [x for x in rows if x.day <= today + AHEAD and x.last_day >= today and _is_new(x, now)]
    return sorted(found, key=lambda x: (x.campaign.is_regional, x.day, x.pk))


def _is_new(mailing: Mailing, now: datetime) -> bool:
    begins = instant(mailing.day, settings.QUIET_HOURS[1])
    return mailing.queued_at is None or mailing.queued_at < begins <= now


def queue(mailing: Mailing, now: datetime) -> int:
    """Put it into the outbox for everybody whom it is for and who does not have it yet. Returns how many nudges.

    Committed chunk by chunk: a crash in the middle loses nothing, for it is simply done again.
    """
    with _alone(mailing) as is_alone:
        return _queue(mailing, now) if is_alone else 0


@contextmanager
def _alone(mailing: Mailing) -> Iterator[bool]:
    """Whether nobody else is queueing this mailing; two at once would do no harm, but twice the work."""
    if connection.vendor != "postgresql":  # SQLite has one writer
        yield True
        return
    key = [QUEUEING, mailing.pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        is_alone = cursor.fetchone() == (True,)
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _queue(mailing: Mailing, now: datetime) -> int:
    if not mailing.campaign.is_regional and mailing.instead_of:
        _make_way(mailing, now)
    top = Journey.objects.aggregate(top=Max("pk"))["top"] or 0
    number = 0
    for chunk in _chunks(top):
        for channel in channels(mailing.campaign):
            added = _insert(mailing, channel, chunk)
            if added is None:  # paused, or called off, in the middle: not done, so it is done again after it
                return number
            number += added
    Mailing.objects.filter(pk=mailing.pk).update(queued_at=now)
    return number


def _chunks(top: int) -> Iterator[Q]:
    """All journeys up to this id, part by part."""
    start, size = 0, min(FIRST_CHUNK, CHUNK)
    while start < top:
        yield Q(pk__gt=start, pk__lte=start + size)
        start, size = start + size, min(2 * size, CHUNK)


@transaction.atomic
def _make_way(mailing: Mailing, now: datetime) -> None:
    """Where the region's words of this topic wait for its parents already, the local ones take their place."""
    theirs = journeys(mailing).values("subscriber")
    waiting = Nudge.objects.filter(
        message__mailing=mailing.instead_of, status=Status.QUEUED, journey__subscriber__in=theirs
    )
    waiting = waiting.order_by("pk").select_for_update(no_key=True, of=("self",))
    ids = list(waiting.values_list("pk", flat=True))
    cancel(Nudge.objects.filter(pk__in=ids), Reason.LOCAL, DeliveryEvent.Source.PLANNER, now)
    free_keys(Nudge.objects.filter(pk__in=ids))


def free_keys(nudges: QuerySet[Nudge]) -> None:
    """Of those that were cancelled, let somebody else's words of the same topic come in their place."""
    nudges.filter(status=Status.CANCELLED).update(key=None)


@transaction.atomic
def _insert(mailing: Mailing, channel: str, chunk: Q) -> int | None:
    """One chunk by one channel: how many nudges, or None when the campaign is not sending any more.

    A pause or a cancelling comes wholly before it, and then nothing is queued, or wholly after it. So does a chunk of
    the regional campaign whose topics these may be: who comes second sees who has the other's words already.
    """
    campaign = mailing.campaign
    family = Campaign.objects.filter(pk__in=filter(None, (campaign.pk, campaign.inherits_id))).order_by("pk")
    states = dict(family.select_for_update(no_key=True).values_list("pk", "state"))
    if states.get(campaign.pk) not in SENDING:
        return None
    audience, audience_params = _audience(mailing, channel, chunk).query.sql_with_params()
    params = [
        *audience_params,
        *(mailing.message_id, channel, f"campaign:{mailing.root_id}:", f":{channel}"),
        *(int(Urgency.REGIONAL if campaign.is_regional else Urgency.LOCAL), stored(mailing.day)),
        *(stored(mailing.last_day), stored(expires_at(mailing))),
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(queued=int(Status.QUEUED), audience=audience), params)
        return int(cursor.rowcount)


def expires_at(mailing: Mailing) -> datetime:
    """When it is too late for it: the evening of the last day of its window."""
    return instant(mailing.last_day, settings.QUIET_HOURS[0])


def _audience(mailing: Mailing, channel: str, chunk: Q) -> QuerySet[Journey, tuple[int, int, datetime]]:
    """Rows of a journey, its subscriber, and when its nudge is due; somebody's first journey comes first."""
    found = journeys(mailing).filter(chunk, channel__in=[channel, Journey.Channel.BOTH])
    found = _without_others_words(mailing, found.filter(plan_from__lt=day_ends(mailing.day)))
    cases = list(_due(mailing.day, mailing.slot))
    found = found.annotate(due=Case(*cases, output_field=DateTimeField()))
    return found.order_by("pk").values_list("pk", "subscriber_id", "due")


def _without_others_words(mailing: Mailing, found: QuerySet[Journey]) -> QuerySet[Journey]:
    """Those who have no other area's words of this topic, by any channel: a copy may go by fewer than the region."""
    of_topic = Mailing.objects.filter(Q(pk=mailing.root_id) | Q(instead_of=mailing.root_id)).exclude(pk=mailing.pk)
    messages = list(of_topic.values_list("message", flat=True))
    if not messages:
        return found
    had = Nudge.objects.filter(message__in=messages, urgency__gte=Urgency.LOCAL, key__isnull=False)
    return found.filter(~Exists(had.filter(journey__subscriber=OuterRef("subscriber"))))


def _due(day: date, slot: str) -> Iterator[When]:
    """By the slot of each journey, or the mailing's for all; not before what they agreed to begins."""
    for own in Slot.values:
        at = slot_instant(day, slot or own)
        yield When(slot=own, plan_from__gt=at, then=F("plan_from"))
        yield When(slot=own, then=Value(at, output_field=DateTimeField()))
