"""A recall beside claims in flight, on a real PostgreSQL: each is wholly before the other, or wholly after."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from pytest_django import Settings

from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_nudges
from delivery.dispatcher import dispatch
from delivery.holding import ask, decide, free_messages, halt, withdraw_language
from delivery.keeping import keep_words
from delivery.models import Nudge, Reason, Recall, Status
from messages.models import Message, approve, take_back
from scheduler.planner import plan
from tests import factories
from tests.delivery.holding_kit import couple
from tests.delivery.outbox_kit import DUE, TEN, WEEK_20
from tests.delivery.test_races import LONG_ENOUGH, NUDGES, PATIENCE, elsewhere, pool

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
__all__ = ["pool"]
WHY = "The number in it is wrong."


@pytest.fixture
def people() -> tuple[User, User]:
    return couple()


def crowd(number: int) -> Message:
    """A message that waits for so many parents."""
    for _ in range(number):
        factories.journey(factories.expecting(DUE))
    message = factories.message(WEEK_20)
    plan(TEN)
    return message


def test_recall_waits_for_a_claim_that_came_first(pool: ThreadPoolExecutor, people: tuple[User, User]) -> None:
    message = crowd(3)
    with transaction.atomic():
        assert len(claim_nudges(TEN, NUDGES, 1)) == 1
        asking = elsewhere(pool, lambda: ask(message, people[0], WHY, TEN))
        with pytest.raises(TimeoutError):
            asking.result(LONG_ENOUGH)
        assert Message.objects.get().held_at is None
    assert asking.result(PATIENCE).begun  # it knows of the one that came before
    assert claim_nudges(TEN, NUDGES, 10) == []
    assert decide(asking.result(), people[1], TEN, withdraw=True).nudges == 2


def test_claim_passes_by_a_message_that_is_being_recalled(pool: ThreadPoolExecutor, people: tuple[User, User]) -> None:
    message = crowd(3)
    with transaction.atomic():
        ask(message, people[0], WHY, TEN)
        assert elsewhere(pool, lambda: claim_nudges(TEN, NUDGES, 10)).result(PATIENCE) == []
    assert claim_nudges(TEN, NUDGES, 10) == []


def test_claim_that_began_to_look_before_the_recall_takes_nothing_after(people: tuple[User, User]) -> None:
    """What a claim has found is looked at once more under the message's lock."""
    message = crowd(1)
    Nudge.objects.update(status=Status.SENT, submitted_at=TEN)
    ask(message, people[0], WHY, TEN)
    with transaction.atomic():
        assert free_messages([message.pk]) == {}


def test_two_senders_beside_a_recall_double_nothing_and_take_nothing_after_it(
    pool: ThreadPoolExecutor, people: tuple[User, User], settings: Settings
) -> None:
    settings.RATES = {"sms": 100, "email": 100}
    message = crowd(90)
    start = Barrier(3, timeout=PATIENCE)
    memories = [MemoryChannel(), MemoryChannel()]

    def send_all(memory: MemoryChannel) -> int:
        start.wait()
        return dispatch("nudges", {"sms": memory, "email": memory}, lambda: TEN, batch=3)

    def recall() -> tuple[Recall, int]:
        start.wait()
        asked = ask(message, people[0], WHY, TEN)
        return asked, Nudge.objects.exclude(status__in=(Status.QUEUED, Status.CANCELLED)).count()

    sending = [elsewhere(pool, lambda memory=memory: send_all(memory)) for memory in memories]  # type: ignore[misc]
    recalled, gone_by_then = elsewhere(pool, recall).result(PATIENCE)
    assert sum(each.result(PATIENCE) for each in sending) == gone_by_then
    if recalled.begun:
        recalled = decide(recalled, people[1], TEN, withdraw=True)
    assert len({parcel.nudge_id for memory in memories for parcel in memory.sent}) == gone_by_then
    assert gone_by_then + recalled.nudges == 90
    assert Nudge.objects.filter(status=Status.CANCELLED, reason=Reason.RECALLED).count() == recalled.nudges


def test_keeping_words_waits_for_a_claim_and_leaves_what_it_took(pool: ThreadPoolExecutor) -> None:
    message = crowd(3)
    with transaction.atomic():
        assert len(claim_nudges(TEN, NUDGES, 1)) == 1
        keeping = elsewhere(pool, lambda: keep_words(message, TEN + timedelta(minutes=1)))
        with pytest.raises(TimeoutError):
            keeping.result(LONG_ENOUGH)
    assert keeping.result(PATIENCE) == 2
    assert Nudge.objects.filter(keeps_words=True, status=Status.QUEUED).count() == 2


def test_halt_waits_for_a_claim_that_came_first(pool: ThreadPoolExecutor, people: tuple[User, User]) -> None:
    crowd(3)
    with transaction.atomic():
        assert len(claim_nudges(TEN, NUDGES, 1)) == 1
        halting = elsewhere(pool, lambda: halt(people[0], WHY, TEN))
        with pytest.raises(TimeoutError):
            halting.result(LONG_ENOUGH)
    halting.result(PATIENCE)
    assert claim_nudges(TEN, NUDGES, 10) == []


def test_claim_passes_by_while_somebody_halts(pool: ThreadPoolExecutor, people: tuple[User, User]) -> None:
    crowd(3)
    with transaction.atomic():
        halt(people[0], WHY, TEN)
        assert elsewhere(pool, lambda: claim_nudges(TEN, NUDGES, 10)).result(PATIENCE) == []
    assert claim_nudges(TEN, NUDGES, 10) == []


def test_withdrawing_a_language_waits_for_a_claim_that_came_first(
    pool: ThreadPoolExecutor, people: tuple[User, User]
) -> None:
    factories.journey(factories.expecting(DUE), language="pl", fallback="none")
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")
    plan(TEN)
    with transaction.atomic():
        assert [parcel.text for parcel in claim_nudges(TEN, NUDGES, 1)] == ["Witaj"]
        withdrawing = elsewhere(pool, lambda: withdraw_language(message.translations.get(), people[0], WHY, TEN))
        with pytest.raises(TimeoutError):
            withdrawing.result(LONG_ENOUGH)
    withdrawing.result(PATIENCE)
    assert not message.translations.get().live


def test_planning_waits_for_nobody_who_saves_or_approves(pool: ThreadPoolExecutor, people: tuple[User, User]) -> None:
    """A nudge refers to its message, and nothing of what an editor changes is in the way of that."""
    message = crowd(1)
    factories.journey(factories.expecting(DUE))
    with transaction.atomic():
        message.save()
        approve(message, people[0], TEN)
        take_back(message.approvals.latest("pk"), people[0], TEN, WHY)
        assert elsewhere(pool, lambda: plan(TEN)).result(PATIENCE) == 1
