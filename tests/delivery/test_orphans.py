"""A nudge whose journey was erased while it was being planned: no constraint refuses it (docs/decisions/0027)."""

from datetime import timedelta

import pytest

from delivery.claims import claim_nudges
from delivery.dispatcher import LANES
from delivery.models import Nudge, Status
from delivery.sweep import sweep
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers.models import Journey
from tests import factories
from tests.delivery.outbox_kit import DAY, TEN

pytestmark = pytest.mark.django_db


def test_a_nudge_without_its_journey_is_never_claimed_and_expires() -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    kept, erased = (factories.journey(factories.expecting(DAY + timedelta(weeks=20))) for _ in range(2))
    plan(TEN)
    gone, goes = Nudge.objects.get(journey=erased), Nudge.objects.get(journey=kept)
    Journey.objects.filter(pk=erased.pk)._raw_delete("default")  # as a race would leave it
    sweep(TEN)
    assert [parcel.nudge_id for parcel in claim_nudges(TEN, LANES["nudges"], 10)] == [goes.pk]
    sweep(gone.expires_at)
    assert list(Nudge.objects.filter(pk=gone.pk).values_list("status", "journey_id")) == [(Status.EXPIRED, erased.pk)]
