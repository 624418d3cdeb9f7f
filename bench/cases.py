"""The cases: each does the same work as its peer, on the same rows, with the real schema and rules."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402

from campaigns.audiences import journeys as audience  # noqa: E402
from campaigns.models import Campaign, Mailing  # noqa: E402
from campaigns.queueing import expires_at, queue  # noqa: E402
from delivery.channels.memory import MemoryChannel  # noqa: E402
from delivery.claims import claim_nudges  # noqa: E402
from delivery.dispatcher import LANES, dispatch  # noqa: E402
from delivery.models import Nudge, Status  # noqa: E402
from messages import starter  # noqa: E402
from messages.models import Message  # noqa: E402
from messages.stages import StageKind  # noqa: E402
from scheduler.planner import plan  # noqa: E402
from subscribers.hours import slot_instant  # noqa: E402
from subscribers.models import Child, Contact, Journey, Subscriber  # noqa: E402

Compare = Callable[[str, Callable[[], int], Callable[[], int], Callable[[], None]], dict[str, object]]
DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 9, tzinfo=UTC)
BATCH = 500


def run(journeys: int, compare: Compare) -> list[dict[str, object]]:
    """Every case, on so many journeys of pregnancies and babies."""
    call_command("migrate", verbosity=0)
    starter.load(NOON, "Bench")
    _fill(journeys)
    _campaign()
    return [
        compare(
            f"plan {journeys:,} journeys (peer: a query a message, then bulk_create)", _plan, _plan_by_orm, _forget
        ),
        compare("claim, send to memory, settle (peer: one nudge at a time)", _send, _send_row_by_row, _replan),
        compare(f"queue a campaign for {journeys:,} parents (peer: bulk_create)", _broadcast, _by_bulk, _again),
    ]


def _fill(journeys: int) -> None:
    people = Subscriber.objects.bulk_create(Subscriber(state="active", created_at=NOON) for _ in range(journeys))
    Contact.objects.bulk_create(
        Contact(
            subscriber=person, kind="sms", address=f"+4477009{n:05}", confirmed_at=NOON, index=n.to_bytes(32, "big")
        )
        for n, person in enumerate(people)
    )
    children = Child.objects.bulk_create(
        Child(state="expected", due_date=DAY + timedelta(days=n % 266)) for n in range(journeys)
    )
    start = NOON - timedelta(days=300)
    Journey.objects.bulk_create(
        Journey(subscriber=s, child=c, role="mother", track="carer", slot="morning", plan_from=start)
        for s, c in zip(people, children, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _campaign() -> None:
    """A running campaign with one message, for everybody who expects a baby."""
    message = Message.objects.create(
        kind=StageKind.CAMPAIGN, number=0, track="carer", theme="bond", topic="Sing", sms="Sing today", review_on=DAY
    )
    campaign = Campaign.objects.create(title="Bench", slug="bench", state="running", starts_on=DAY, ends_on=DAY)
    Mailing.objects.create(campaign=campaign, message=message, after_days=0)


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE delivery_nudge, delivery_deliveryevent, delivery_daytaken")


def _again() -> None:
    _forget()
    Mailing.objects.update(queued_at=None)


def _broadcast() -> int:
    return queue(Mailing.objects.select_related("campaign").get(), NOON)


def _by_bulk() -> int:
    """What people usually write: the audience read in one query, and its rows made in Python, batch by batch."""
    mailing = Mailing.objects.select_related("campaign").get()
    due_at, expires = slot_instant(DAY, "morning"), expires_at(mailing)
    rows = (
        Nudge(
            journey_id=journey,
            message_id=mailing.message_id,
            channel="sms",
            key=f"campaign:{mailing.pk}:{subscriber}:sms",
            urgency=4,
            stage_day=DAY,
            last_day=mailing.last_day,
            due_at=due_at,
            expires_at=expires,
        )
        for journey, subscriber in audience(mailing).values_list("pk", "subscriber_id").iterator()
    )
    number = 0
    while batch := list(islice(rows, BATCH)):
        number += len(Nudge.objects.bulk_create(batch, ignore_conflicts=True))
    return number


def _replan() -> None:
    _forget()
    plan(NOON)


def _plan() -> int:
    return plan(NOON)


def _plan_by_orm() -> int:
    """An expert's ORM: one indexed query for each message due today, then one bulk_create."""
    nudges: list[Nudge] = []
    slots = {slot: slot_instant(DAY, slot) for slot in ("morning",)}
    for message in Message.objects.filter(kind=StageKind.PREGNANCY_WEEK, track="carer"):
        journeys = Journey.objects.filter(
            child__due_date__in=message.stage.anchors(DAY),
            child__state="expected",
            subscriber__state="active",
            track=message.track,
        )
        for journey in journeys.select_related("child"):
            due_at = slots[journey.slot]
            expires_at = due_at + timedelta(hours=24)
            nudges.append(
                Nudge(
                    journey=journey,
                    message=message,
                    channel="sms",
                    urgency=2,
                    stage_day=DAY,
                    due_at=due_at,
                    expires_at=expires_at,
                )
            )
    Nudge.objects.bulk_create(nudges, ignore_conflicts=True)
    return len(nudges)


def _send() -> int:
    memory = MemoryChannel()
    return dispatch("nudges", {"sms": memory, "email": memory}, lambda: NOON, BATCH)


def _send_row_by_row() -> int:
    """The same checks, one nudge at a time: claim one, send it, save it."""
    memory, sent = MemoryChannel(), 0
    while parcels := claim_nudges(NOON, LANES["nudges"], 1):
        receipt = memory.send(parcels[0])
        nudge = Nudge.objects.get(pk=parcels[0].nudge_id)
        nudge.status, nudge.provider_id = Status.SENT, receipt.provider_id
        nudge.save()
        sent += 1
    return sent
