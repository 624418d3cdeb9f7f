"""A person and the provider at once, on a real PostgreSQL: whoever comes first settles it, and nobody sends twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from cms import roles
from delivery.claims import claim_nudges
from delivery.deciding import NotUnknownError, was_not_sent, was_sent
from delivery.dispatcher import LANES
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.reports import Report, raise_statuses
from delivery.sweep import sweep
from tests.cms.role_kit import member
from tests.delivery.outbox_kit import TEN, planned, statuses
from tests.delivery.test_races import PATIENCE, elsewhere

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SOON = TEN + timedelta(minutes=15)
CALLBACK = DeliveryEvent.Source.CALLBACK


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def ann() -> User:
    return member(roles.PUBLISHER)


@pytest.fixture
def nudge() -> Nudge:
    """One that is unknown since TEN."""
    planned()
    claim_nudges(TEN, LANES["nudges"], 10)
    sweep(TEN + timedelta(minutes=5))
    return Nudge.objects.get()


def test_person_waits_for_a_callback_that_came_first(pool: ThreadPoolExecutor, nudge: Nudge, ann: User) -> None:
    with transaction.atomic():
        raise_statuses([Report(nudge.pk, Status.DELIVERED, CALLBACK, SOON)])
        decided = elsewhere(pool, lambda: was_not_sent(nudge, ann, SOON))
        assert not decided.done()
    with pytest.raises(NotUnknownError):
        decided.result(PATIENCE)
    assert statuses() == [(Status.DELIVERED, "")]


def test_callback_waits_for_a_person_and_still_counts(pool: ThreadPoolExecutor, nudge: Nudge, ann: User) -> None:
    with transaction.atomic():
        was_not_sent(nudge, ann, SOON)
        reported = elsewhere(pool, lambda: raise_statuses([Report(nudge.pk, Status.SENT, CALLBACK, SOON)]))
    assert reported.result(PATIENCE) == {nudge.pk: True}
    assert statuses() == [(Status.SENT, "")]
    assert claim_nudges(SOON, LANES["nudges"], 10) == []


def test_of_two_people_who_say_the_opposite_the_first_counts(pool: ThreadPoolExecutor, nudge: Nudge, ann: User) -> None:
    with transaction.atomic():
        was_sent(nudge, ann, SOON)
        other = elsewhere(pool, lambda: was_not_sent(nudge, ann, SOON))
    with pytest.raises(NotUnknownError):
        other.result(PATIENCE)
    assert statuses() == [(Status.SENT, "")]
    assert DeliveryEvent.objects.filter(source="person").count() == 1


def test_second_sending_that_has_been_claimed_is_not_claimed_by_another(
    pool: ThreadPoolExecutor, nudge: Nudge, ann: User
) -> None:
    was_not_sent(nudge, ann, SOON)
    claims = [elsewhere(pool, lambda: claim_nudges(SOON, LANES["nudges"], 10)) for _ in range(2)]
    assert sorted(len(claim.result(PATIENCE)) for claim in claims) == [0, 1]
