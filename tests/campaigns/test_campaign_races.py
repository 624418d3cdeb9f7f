"""Queueing beside somebody who pauses, cancels or lets a local copy speak, on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction

from campaigns import copying, queueing, running
from campaigns.models import Campaign, Mailing, State
from delivery.claims import claim_nudges
from delivery.dispatcher import LANES
from delivery.models import Nudge, Status
from tests.campaigns.running_kit import approved, drafted, lead, says, sure_start, writer
from tests.proof.service import instant, pregnancy

T = TypeVar("T")
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NOON = instant("01-03 12:00")
TEN = instant("01-04 10:00")
PATIENCE = 20.0  # seconds
LONG_ENOUGH = 0.3  # seconds for somebody who is not held up to be done


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def elsewhere(pool: ThreadPoolExecutor, work: Callable[[], T]) -> "Future[T]":
    """Run work on a connection of its own."""

    def run() -> T:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(run)


def region() -> Campaign:
    campaign = drafted()
    says(campaign, "Sing today", email="A letter")
    return approved(campaign)


@pytest.mark.parametrize("act", [running.pause, running.cancel])
def test_chunk_waits_for_a_pause_and_then_queues_nothing(
    pool: ThreadPoolExecutor, act: Callable[..., Campaign]
) -> None:
    pregnancy()
    campaign = region()
    mailing = Mailing.objects.select_related("campaign").get()
    with transaction.atomic():
        act(campaign, writer(), NOON)
        queueing_it = elsewhere(pool, lambda: queueing.queue(mailing, NOON))
        with pytest.raises(TimeoutError):
            queueing_it.result(LONG_ENOUGH)
    assert queueing_it.result(PATIENCE) == 0
    assert (Nudge.objects.count(), Mailing.objects.get().queued_at) == (0, None)


@pytest.mark.parametrize("act", [running.pause, running.cancel, running.reopen])
def test_who_changes_their_mind_waits_for_a_claim_that_came_first(
    pool: ThreadPoolExecutor, act: Callable[..., Campaign]
) -> None:
    pregnancy()
    campaign = region()
    running.advance(NOON)
    with transaction.atomic():
        assert len(claim_nudges(TEN, LANES["campaigns"], 10)) == 1
        acting = elsewhere(pool, lambda: act(campaign, writer(), TEN))
        with pytest.raises(TimeoutError):
            acting.result(LONG_ENOUGH)
    if act is running.reopen:  # something has gone out
        assert isinstance(acting.exception(PATIENCE), running.RefusedError)
    else:
        acting.result(PATIENCE)
    assert Nudge.objects.get().status == Status.SUBMITTING
    assert (
        Campaign.objects.get().state
        == {running.pause: State.PAUSED, running.cancel: State.CANCELLED, running.reopen: State.APPROVED}[act]
    )


def test_claim_passes_by_a_campaign_that_is_being_cancelled(pool: ThreadPoolExecutor) -> None:
    pregnancy()
    campaign = region()
    running.advance(NOON)
    with transaction.atomic():
        running.cancel(campaign, writer(), TEN)
        assert elsewhere(pool, lambda: claim_nudges(TEN, LANES["campaigns"], 10)).result(PATIENCE) == []
    assert claim_nudges(TEN, LANES["campaigns"], 10) == []
    assert Nudge.objects.get().status == Status.CANCELLED


def test_local_and_regional_words_queued_at_once_are_one_areas_only(pool: ThreadPoolExecutor) -> None:
    """The local ones by text only, so that no key would keep the region's letter away."""
    for _ in range(12):
        pregnancy(sure_start=sure_start("Colin"), channel="both")
    regional = region()
    user = lead(sure_start("Colin"))
    local = copying.local_copy(regional, user, NOON, sure_start=sure_start("Colin"))
    Campaign.objects.filter(pk=local.pk).update(by=Campaign.By.SMS)
    says(local, "Sing in Colin", by=user, instead_of=regional.mailings.get())
    approved(Campaign.objects.get(pk=local.pk), by=user)
    mailings = list(Mailing.objects.select_related("campaign", "instead_of"))
    working = [elsewhere(pool, lambda x=x: queueing.queue(x, NOON)) for x in mailings]  # type: ignore[misc]
    for each in working:
        each.result(PATIENCE)
    rows = Nudge.objects.filter(status=Status.QUEUED).values_list("journey__subscriber", "message")
    assert len(set(rows)) == len({subscriber for subscriber, _ in rows}) == 12
