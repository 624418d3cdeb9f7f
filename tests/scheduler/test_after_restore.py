"""After a restore: a copy that knows nothing of a day's sendings, and what its parents get then."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from delivery.channels.memory import MemoryChannel
from delivery.holding import halt, resume
from delivery.models import Nudge, Reason, Status
from messages.stages import Stage, StageKind
from scheduler.after_restore import ROOM
from subscribers.models import Subscriber
from tests import factories
from tests.campaigns.running_kit import approved, drafted, says
from tests.delivery.holding_kit import couple
from tests.proof.service import Service, instant, pregnancy

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOW = "01-05 08:00"  # the copy is of the evening of the 3rd: what was sent on the 4th is not in it
FRIDAYS = date(2027, 5, 28)  # the due date of somebody whose week 20 begins on Friday the 8th


def now() -> datetime:
    """The clock of this page."""
    return instant(NOW)


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = f"{__name__}.now"


@pytest.fixture
def people(service: Service) -> tuple[User, User]:  # noqa: ARG001 - they come after the copy, as whoever restores does
    return couple()


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    """A restored copy. On the lost day one parent had the text of week 20, and another a campaign's."""
    service = Service(memory)
    pregnancy()
    pregnancy(FRIDAYS)
    for week in (20, 21):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, week), sms=f"Week {week}")
    campaign = drafted()
    says(campaign, "Sing today")
    says(campaign, "Hum today", day=3)
    approved(campaign)
    service.days("01-03", "01-03")
    copy = transaction.savepoint()
    service.days("01-04", "01-04")
    transaction.savepoint_rollback(copy)
    return service


def had_twice(memory: MemoryChannel) -> list[str]:
    times = Counter((parcel.address, parcel.text) for parcel in memory.sent)
    return sorted(text for (_, text), number in times.items() if number > 1)


def test_copy_that_is_left_alone_sends_the_lost_day_again(service: Service, memory: MemoryChannel) -> None:
    service.days("01-05", "01-12")
    assert had_twice(memory) == ["Sing today", "Week 20"]


def test_nothing_comes_twice_and_all_that_follows_comes(
    service: Service, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    halt(people[0], "Restored.", instant(NOW))
    call_command("after_restore")
    resume(people[1], instant(NOW))
    service.days("01-05", "01-12")
    assert had_twice(memory) == []
    after = [sent for sent in service.sent if sent[0] >= NOW]
    assert sorted(after) == [
        ("01-07 10:00", "Hum today"),
        ("01-07 10:00", "Hum today"),
        ("01-08 10:00", "Week 20"),
        ("01-11 10:00", "Week 21"),
    ]


def test_what_may_have_been_sent_is_cancelled_with_the_reason(people: tuple[User, User]) -> None:
    halt(people[0], "Restored.", instant(NOW))
    call_command("after_restore")
    cancelled = Nudge.objects.filter(status=Status.CANCELLED).order_by("message__topic", "pk")
    assert list(cancelled.values_list("reason", "due_at")) == [(Reason.RESTORED, instant("01-04 10:00"))] * 3
    assert not Nudge.objects.filter(status=Status.QUEUED, due_at__lte=instant(NOW)).exists()


@pytest.mark.usefixtures("service")
def test_nothing_is_let_go_before_everything_is_paused() -> None:
    with pytest.raises(CommandError, match="Pause everything first"):
        call_command("after_restore")
    assert not Nudge.objects.filter(status=Status.CANCELLED).exists()


def test_no_id_of_the_lost_hours_is_given_out_again(service: Service, people: tuple[User, User]) -> None:
    """Their letters and callbacks name ids: the way out in a letter must not lead to somebody else's messages."""
    newest = Subscriber.objects.latest("pk").pk, Nudge.objects.latest("pk").pk
    halt(people[0], "Restored.", instant(NOW))
    call_command("after_restore")
    person = pregnancy(date(2027, 5, 25)).subscriber
    service.days("01-05", "01-05")
    assert person.pk > newest[0] + ROOM
    assert Nudge.objects.get(journey__subscriber=person).pk > newest[1] + ROOM
