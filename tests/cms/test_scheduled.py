"""What is planned for a day happens on that day, by itself, in a round."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from cms import publishing, roles
from delivery.channels.memory import MemoryChannel
from delivery.holding import ask
from messages.models import Approval, Message, take_back
from messages.stages import Stage, StageKind
from scheduler.models import Heartbeat
from scheduler.rounds import whole_round
from subscribers.hours import local_day, slot_instant
from subscribers.models import Slot
from tests import factories
from tests.cms.role_kit import act, colleague, draft, member, said, save
from tests.delivery.holding_kit import person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def ten() -> datetime:
    """Ten o'clock in three days: Wagtail asks the machine's clock whether a time has come."""
    return slot_instant(local_day(timezone.now()) + timedelta(days=3), Slot.MORNING)


def local(at: datetime) -> str:
    """As it is typed in the editor."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def born(ten: datetime) -> date:
    return local_day(ten) - timedelta(weeks=6)


def sends(channels: dict[str, MemoryChannel], now: datetime) -> list[str]:
    whole_round(lambda: now, channels)
    return [parcel.text for parcel in channels["sms"].sent]


def planned_words(message: Message, go_live_at: datetime, text: str) -> None:
    """An author plans words for a time, and somebody approves them now."""
    save(colleague(roles.AUTHOR), message, "submit", sms=text, go_live_at=local(go_live_at))
    act(colleague(roles.APPROVER), message, "approve")


def test_approved_words_wait_for_their_day(ten: datetime, channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(born(ten)))
    message = draft()
    planned_words(message, ten - HOUR, "For later.")
    message.refresh_from_db()
    assert (message.live, message.status_string) == (False, "scheduled")
    whole_round(lambda: ten - 2 * HOUR, channels)
    message.refresh_from_db()
    assert not message.live
    assert sends(channels, ten) == ["For later."]
    message.refresh_from_db()
    assert (message.live, message.approved_by, message.go_live_at) == (True, "Ann Example", None)


def test_words_on_the_air_stay_until_the_day_of_the_next(ten: datetime, channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(born(ten)))
    message = factories.message(Stage(StageKind.BABY_WEEK, 6), sms="Words from a file.")
    planned_words(message, ten + HOUR, "New words.")
    assert sends(channels, ten) == ["Words from a file."]
    whole_round(lambda: ten + HOUR, channels)
    message.refresh_from_db()
    assert (message.sms, message.live, message.approved_by) == ("New words.", True, "Ann Example")


def test_words_taken_back_before_their_day_are_not_sent(ten: datetime, channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(born(ten)))
    message = draft()
    planned_words(message, ten - HOUR, "For later.")
    take_back(Approval.objects.get(), member(roles.APPROVER), ten - 2 * HOUR, "Second thoughts")
    assert sends(channels, ten) == []


def test_schedule_that_a_recall_has_ended_meanwhile_publishes_nothing(
    ten: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round has found two messages whose time has come; while it publishes the first, the second is recalled."""
    first, second = draft(), factories.message(Stage(StageKind.BABY_WEEK, 7), sms="Old")
    planned_words(first, ten - 2 * HOUR, "First.")
    planned_words(second, ten - HOUR, "Second.")
    publish = publishing._publish

    def publish_while_recalled(revision: Revision) -> None:
        if revision.content_object == first:
            ask(second, person("ann", "recall_message"), "A wrong number", ten)
        publish(revision)

    monkeypatch.setattr(publishing, "_publish", publish_while_recalled)
    publishing.publish_due(ten)
    assert list(Message.objects.order_by("number").values_list("live", flat=True)) == [True, False]


def test_nothing_is_sent_after_the_last_day(ten: datetime, channels: dict[str, MemoryChannel]) -> None:
    factories.journey(factories.baby(born(ten)))
    message = factories.message(Stage(StageKind.BABY_WEEK, 6), sms="Only this spring.")
    answer = save(colleague(roles.PUBLISHER), message, "publish", expire_at=local(ten))
    assert "published" in said(answer)[0]
    whole_round(lambda: ten - HOUR / 2, channels)  # planned while it was on the air
    assert sends(channels, ten) == []
    message.refresh_from_db()
    assert (message.live, message.expired) == (False, True)


def test_row_that_fails_keeps_nothing_else_from_its_day(
    ten: datetime,
    channels: dict[str, MemoryChannel],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = (factories.message(Stage(StageKind.BABY_WEEK, number)) for number in (6, 7))
    Message.objects.update(expire_at=ten - HOUR)
    unpublish = Message.unpublish

    def broken(self: Message, **options: object) -> None:
        if self.pk == first.pk:
            raise ValueError(self.sms)
        unpublish(self, **options)

    monkeypatch.setattr(Message, "unpublish", broken)
    whole_round(lambda: ten, channels)
    assert list(Message.objects.filter(live=True)) == [first]
    assert Message.objects.get(live=False) == second
    assert [record.getMessage() for record in caplog.records] == [f"_take_off failed: Message {first.pk}: ValueError"]
    assert Heartbeat.objects.filter(name="tick", at=ten).exists()
