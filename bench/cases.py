"""The cases: each does the same work as its peer, on the same rows, with the real schema and rules."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402

from delivery.channels.memory import MemoryChannel  # noqa: E402
from delivery.claims import claim_nudges  # noqa: E402
from delivery.dispatcher import LANES, dispatch  # noqa: E402
from delivery.models import DayTaken, DeliveryEvent, Nudge, Status  # noqa: E402
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
    return [
        compare(
            f"plan {journeys:,} journeys (peer: a query a message, then bulk_create)", _plan, _plan_by_orm, _forget
        ),
        compare("claim, send to memory, settle (peer: one nudge at a time)", _send, _send_row_by_row, _replan),
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


def _forget() -> None:
    DeliveryEvent.objects.all().delete()
    DayTaken.objects.all().delete()
    Nudge.objects.all().delete()


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
