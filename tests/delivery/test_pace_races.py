"""Two workers, one provider: what both claim is no more than it takes. On a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from delivery.dispatcher import claim
from delivery.models import Nudge, Pace
from tests.delivery.outbox_kit import TEN
from tests.delivery.pace_kit import SECOND, crowd

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PATIENCE = 20.0  # seconds: whoever is not done by then is held up


@pytest.mark.parametrize("is_known", [True, False])
def test_two_workers_share_one_pace(settings: Settings, is_known: bool) -> None:  # noqa: FBT001 - a row of the table
    """Each second both claim until there is no room; the channel's row is there, or both make it at once."""
    settings.RATES = {"sms": 10, "email": 10}
    crowd(100, 20)
    if is_known:
        Pace.objects.create(channel="sms", busy_until=TEN)
    start = Barrier(2, timeout=PATIENCE)

    def work() -> list[list[int]]:
        found = []
        try:
            for second in range(4):
                start.wait()
                mine: list[int] = []
                while parcels := claim("nudges", TEN + second * SECOND, 4):
                    mine += [parcel.nudge_id for parcel in parcels]
                found.append(mine)
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(2) as pool:
        one, other = (each.result(PATIENCE) for each in [pool.submit(work) for _ in range(2)])
    both = [a + b for a, b in zip(one, other, strict=True)]
    assert [len(each) for each in both] == [10, 10, 10, 10]
    assert len({nudge_id for each in both for nudge_id in each}) == 40
    assert Nudge.objects.filter(fence=1).count() == 40
