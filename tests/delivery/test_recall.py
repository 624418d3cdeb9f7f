"""A recall holds a message back at once; one person withdraws what nobody has had yet, two what has begun."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from delivery.channels.memory import MemoryChannel
from delivery.holding import NotAllowedError, TooLateError, ask, decide, has_begun, withdraw_language
from delivery.keeping import keep_words
from delivery.models import DeliveryEvent, Nudge, Reason, Recall, Status
from delivery.sweep import sweep
from messages.models import Message, Remark
from scheduler.planner import plan
from tests import factories
from tests.delivery.holding_kit import couple, person
from tests.delivery.outbox_kit import DUE, TEN, WEEK_20, Channels, planned, send_all, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

WHY = "The number in it is wrong."


@pytest.fixture
def people() -> tuple[User, User]:
    return couple()


def begun(channels: Channels) -> Message:
    """A message that one parent has had, and that waits for a second one."""
    planned()
    send_all(channels)
    factories.journey(factories.expecting(DUE))
    plan(TEN)
    return Message.objects.get()


def test_message_that_nobody_has_had_is_withdrawn_by_one_person(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    planned(channel="both")
    message = Message.objects.get()
    recall = ask(message, people[0], WHY, TEN)
    found = Recall.objects.get()
    assert recall == found
    assert (found.why, found.asked_by, found.asked_at) == (WHY, people[0], TEN)
    assert (found.begun, found.decided_by, found.decided_at) == (False, people[0], TEN)
    assert (found.withdrawn, found.nudges) == (True, 2)
    assert statuses() == [(Status.CANCELLED, Reason.RECALLED)] * 2
    assert list(DeliveryEvent.objects.values_list("status", "source", "at")) == [(Status.CANCELLED, "outbox", TEN)] * 2
    message.refresh_from_db()
    assert (message.live, message.held_at) == (False, None)
    assert (send_all(channels), memory.sent) == (0, [])


def test_message_that_has_begun_waits_for_a_second_person(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    message = begun(channels)
    recall = ask(message, people[0], WHY, TEN)
    assert (recall.begun, recall.decided_at) == (True, None)
    assert Message.objects.get().held_at == TEN
    with pytest.raises(NotAllowedError):
        decide(recall, people[0], TEN, withdraw=True)
    with pytest.raises(NotAllowedError):
        decide(recall, people[0], TEN, withdraw=False)
    assert (send_all(channels), len(memory.sent)) == (0, 1)
    later = TEN + timedelta(hours=1)
    decide(recall, people[1], later, withdraw=True)
    found = Recall.objects.get()
    assert (found.decided_by, found.decided_at, found.withdrawn, found.nudges) == (people[1], later, True, 1)
    assert statuses() == [(Status.SENT, ""), (Status.CANCELLED, Reason.RECALLED)]
    assert (send_all(channels, later), len(memory.sent)) == (0, 1)


def test_declined_recall_lets_the_message_go_on(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    recall = ask(begun(channels), people[0], WHY, TEN)
    decide(recall, people[1], TEN, withdraw=False)
    assert (Message.objects.get().held_at, Message.objects.get().live) == (None, True)
    found = Recall.objects.get()
    assert (found.withdrawn, found.nudges, found.decided_by) == (False, 0, people[1])
    assert (send_all(channels), len(memory.sent)) == (1, 2)


def test_what_is_too_late_expires_while_it_is_held_and_nothing_comes_after(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    recall = ask(begun(channels), people[0], WHY, TEN)
    for hours in range(0, 49, 6):
        now = TEN + timedelta(hours=hours)
        plan(now)
        send_all(channels, now)
        sweep(now)
    assert statuses() == [(Status.SENT, ""), (Status.EXPIRED, "")]
    now = TEN + timedelta(hours=48)
    decide(recall, people[1], now, withdraw=False)
    plan(now)
    assert (send_all(channels, now), len(memory.sent)) == (0, 1)


def test_planner_queues_nothing_of_a_message_held_back(channels: Channels, people: tuple[User, User]) -> None:
    recall = ask(begun(channels), people[0], WHY, TEN)
    factories.journey(factories.expecting(DUE))
    assert plan(TEN) == 0
    decide(recall, people[1], TEN, withdraw=False)
    assert plan(TEN) == 1  # their hour is not over


def test_planner_queues_a_withdrawn_message_for_nobody_who_lost_it(
    channels: Channels, people: tuple[User, User]
) -> None:
    planned()
    ask(Message.objects.get(), people[0], WHY, TEN)
    factories.journey(factories.expecting(DUE))
    assert plan(TEN) == 0
    Message.objects.update(live=True)  # mended and published again
    assert plan(TEN) == 1  # for whoever it never waited for
    send_all(channels)
    assert statuses() == [(Status.CANCELLED, Reason.RECALLED), (Status.SENT, "")]


@pytest.mark.parametrize("permissions", [(), ("halt_everything", "approve_message")])
def test_recall_needs_the_permission(permissions: tuple[str, ...], people: tuple[User, User]) -> None:
    planned()
    stranger = person("stranger", *permissions)
    with pytest.raises(NotAllowedError):
        ask(Message.objects.get(), stranger, WHY, TEN)
    recall = Recall.objects.create(message=Message.objects.get(), why=WHY, asked_by=people[0], asked_at=TEN)
    with pytest.raises(NotAllowedError):
        decide(recall, stranger, TEN, withdraw=True)
    assert (Message.objects.get().held_at, Message.objects.get().live) == (None, True)


def test_second_question_about_a_held_message_is_too_late(channels: Channels, people: tuple[User, User]) -> None:
    message = begun(channels)
    ask(message, people[0], WHY, TEN)
    with pytest.raises(TooLateError):
        ask(message, people[1], WHY, TEN + timedelta(minutes=1))
    assert (Message.objects.get().held_at, Recall.objects.count()) == (TEN, 1)


def test_second_decision_is_too_late(channels: Channels, people: tuple[User, User]) -> None:
    recall = ask(begun(channels), people[0], WHY, TEN)
    decide(recall, people[1], TEN, withdraw=False)
    with pytest.raises(TooLateError):
        decide(recall, people[1], TEN, withdraw=True)
    assert Message.objects.get().live


def test_database_refuses_a_decision_by_who_asked_once_it_has_begun(people: tuple[User, User]) -> None:
    planned()
    made = {"message": Message.objects.get(), "why": WHY, "asked_at": TEN, "decided_at": TEN}
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.create(asked_by=people[0], decided_by=people[0], begun=True, **made)
    Recall.objects.create(asked_by=people[0], decided_by=people[1], begun=True, **made)
    Recall.objects.create(asked_by=people[0], decided_by=people[0], begun=False, **made)


@pytest.mark.parametrize(
    ("status", "ago", "expected"),
    [
        (Status.QUEUED, timedelta(), False),
        (Status.SUBMITTING, timedelta(), True),
        (Status.UNKNOWN, timedelta(hours=1), True),
        (Status.SENT, timedelta(hours=72), True),
        (Status.SENT, timedelta(hours=72, seconds=1), False),
        (Status.DELIVERED, timedelta(hours=1), True),
        (Status.UNDELIVERED, timedelta(hours=1), True),
        (Status.FAILED, timedelta(hours=1), False),
        (Status.CANCELLED, timedelta(hours=1), False),
        (Status.EXPIRED, timedelta(hours=1), False),
    ],
)
def test_message_has_begun_when_something_went_out_within_three_days(
    status: Status,
    ago: timedelta,
    expected: bool,  # noqa: FBT001 - a row of the table
) -> None:
    planned()
    Nudge.objects.update(status=status, submitted_at=TEN - ago)
    assert has_begun(Message.objects.get().pk, TEN) == expected


def test_publishing_another_revision_lets_no_held_message_go(channels: Channels, people: tuple[User, User]) -> None:
    message = begun(channels)
    revision = message.save_revision()
    ask(message, people[0], WHY, TEN)
    revision.publish()
    message.save()  # an older copy, from before it was held
    assert Message.objects.get().held_at == TEN
    assert send_all(channels) == 0


def test_withdrawing_takes_a_planned_publication_back(people: tuple[User, User]) -> None:
    planned()
    message = Message.objects.get()
    message.save_revision(approved_go_live_at=TEN + timedelta(days=1))
    ask(message, people[0], WHY, TEN)
    assert not message.revisions.exclude(approved_go_live_at=None).exists()


def test_sending_that_comes_back_after_a_recall_does_not_go_again(
    channels: Channels, memory: MemoryChannel, people: tuple[User, User]
) -> None:
    planned()
    message = Message.objects.get()
    keep_words(message, TEN)
    Nudge.objects.update(status=Status.SUBMITTING, submitted_at=TEN, fence=1)  # in a sender's hands
    decide(ask(message, people[0], WHY, TEN), people[1], TEN, withdraw=True)
    Nudge.objects.update(status=Status.QUEUED)  # which could not reach the provider
    assert (send_all(channels), memory.sent) == (0, [])
    assert statuses() == [(Status.CANCELLED, Reason.NO_WORDING)]


@pytest.mark.parametrize("keep", ["", "pl"])
@pytest.mark.parametrize(("fallback", "texts"), [("en", ["Hello", "Hello"]), ("none", ["Hello"])])
def test_one_language_is_withdrawn_by_itself(
    channels: Channels, memory: MemoryChannel, keep: str, fallback: str, texts: list[str]
) -> None:
    ann, _ = couple()
    factories.journey(factories.expecting(DUE))
    factories.journey(factories.expecting(DUE), language="pl", fallback=fallback)
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")
    plan(TEN)
    if keep:
        keep_words(message, TEN, keep)
    withdraw_language(message.translations.get(), ann, WHY, TEN)
    send_all(channels)
    assert [parcel.text for parcel in memory.sent] == texts
    assert Message.objects.get().live
    assert list(Remark.objects.values_list("language", "text", "author", "at")) == [("pl", WHY, ann.pk, TEN)]


def test_one_language_needs_the_permission() -> None:
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")
    with pytest.raises(NotAllowedError):
        withdraw_language(message.translations.get(), person("stranger"), WHY, TEN)
    assert message.translations.get().live
