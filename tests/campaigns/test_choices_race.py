"""A no and a claim at the same moment, on a real PostgreSQL: the claim comes wholly before the no, or sends nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from campaigns import choices
from campaigns.choices import ALL
from campaigns.models import Campaign, Occasion, State
from delivery.claims import claim_nudges
from delivery.models import Status, Urgency
from tests import factories
from tests.campaigns.campaign_kit import NOW, mailing, waiting

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def claimed() -> int:
    return len(claim_nudges(NOW, [Urgency.REGIONAL], 10))


def elsewhere() -> int:
    """How many another sender claims meanwhile, on a connection of its own."""
    try:
        return claimed()
    finally:
        connection.close()


@pytest.mark.parametrize(("said", "sent"), [(ALL, 0), (Occasion.GENERAL, 0), (Occasion.MOTHERS_DAY, 1)])
def test_a_claim_passes_by_somebody_who_is_saying_no(said: str, sent: int) -> None:
    journey = factories.journey(factories.expecting(date(2027, 3, 14)))
    waiting(mailing(Occasion.GENERAL), journey)
    Campaign.objects.update(state=State.RUNNING)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        choices.choose(journey.subscriber_id, said, wanted=False, now=NOW)
        assert pool.submit(elsewhere).result() == 0
    assert claimed() == sent
    status = journey.nudges.get().status
    assert status == (Status.SUBMITTING if sent else Status.CANCELLED)
