"""A campaign through everything real: a worker killed half-way, paused and resumed; none lost, none doubled.

CAMPAIGN_PARENTS=20000 TEST_PATIENCE=900 runs it at its full size; the suite has fewer, with the same kill and pause.
"""

import os
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings

from campaigns import running
from delivery.models import Nudge, Status
from subscribers.models import Child, Contact, Journey, Subscriber
from tests.campaigns.running_kit import approved, drafted, says, writer
from tests.proof import clock
from tests.proof.conftest import World
from tests.proof.service import DUE, instant

PARENTS = int(os.environ.get("CAMPAIGN_PARENTS", "1500"))
TEN = instant("01-04 10:00")
KILLED_CHILDREN = 2  # of the worker's pool: each has at most a batch in hand


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_campaign_survives_a_killed_worker_and_a_pause(world: World) -> None:
    processes = world.processes
    _fill()
    campaign = drafted()
    says(campaign, "Sing today")
    approved(campaign)
    clock.set_clock(world.clock, TEN)
    for name in ("first", "second"):
        processes.worker(name)
        processes.beat(f"{name}-beat")

    processes.until(lambda: _accepted(world) >= PARENTS // 4, "a quarter is sent")
    running.pause(campaign, writer(), TEN)
    processes.until(lambda: not Nudge.objects.filter(status=Status.SUBMITTING).exists(), "what was in hand is settled")
    before = _accepted(world)
    time.sleep(3)  # three ticks, in which a campaign that is not paused would go on
    assert _accepted(world) == before < PARENTS

    running.resume(campaign, writer(), TEN)
    processes.until(lambda: _accepted(world) >= PARENTS // 2, "half is sent")
    processes.kill("first")
    processes.worker("third")
    processes.until(_is_over, "everything has an end")
    processes.stop()

    tokens = Counter(str(entry["status_callback"]) for entry in world.emulator.ledger.entries())
    states = Counter(Nudge.objects.values_list("status", flat=True))
    assert set(tokens.values()) == {1}  # none doubled
    assert states.total() == PARENTS  # none lost
    assert tokens.total() == states[Status.DELIVERED]
    assert states[Status.UNKNOWN] == PARENTS - tokens.total() <= KILLED_CHILDREN * settings.IN_FLIGHT
    assert set(states) <= {Status.DELIVERED, Status.UNKNOWN}


def _accepted(world: World) -> int:
    return len(world.emulator.ledger.entries())


def _is_over() -> bool:
    """Whether nothing waits or is in hand, and whatever the provider took was reported."""
    ended = (Status.DELIVERED, Status.UNKNOWN)
    return not Nudge.objects.exclude(status__in=ended).exists() and Nudge.objects.count() == PARENTS


def _fill() -> None:
    """So many parents of one week. There are a thousand numbers of nobody: an index of its own tells them apart."""
    joined = TEN - timedelta(days=30)
    people = Subscriber.objects.bulk_create(Subscriber(state="active", created_at=joined) for _ in range(PARENTS))
    Contact.objects.bulk_create(
        Contact(
            subscriber=person,
            kind="sms",
            address=f"+447700900{n % 900:03}",  # the emulator keeps numbers from 901 on for faults
            index=n.to_bytes(32, "big"),
            confirmed_at=joined,
        )
        for n, person in enumerate(people)
    )
    children = Child.objects.bulk_create(Child(state="expected", due_date=DUE) for _ in people)
    Journey.objects.bulk_create(
        Journey(subscriber=s, child=c, role="mother", track="carer", slot="morning", plan_from=joined)
        for s, c in zip(people, children, strict=True)
    )
