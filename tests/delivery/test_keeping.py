"""What waits may go with the words it has; everything but its words and its stage is checked as ever."""

from datetime import timedelta

import pytest

from delivery.channels import ChannelError, Failure
from delivery.channels.memory import MemoryChannel
from delivery.keeping import keep_words
from delivery.models import Nudge, Reason, Status
from delivery.sweep import sweep
from messages.models import Message
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from subscribers import children, consent
from subscribers.models import Following, Journey
from tests import factories
from tests.delivery.outbox_kit import DAY, DUE, TEN, WEEK_20, Channels, planned, send_all, statuses
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]


def kept(**details: str) -> Journey:
    """A journey whose waiting nudge keeps its words, "Hello"; then the message changes its words."""
    journey = planned(**details)
    message = Message.objects.get()
    assert keep_words(message, TEN) == Nudge.objects.count()
    message.sms = "Changed"
    message.save()
    factories.approved(message)
    return journey


def texts(memory: MemoryChannel) -> list[str]:
    return [parcel.text for parcel in memory.sent]


def test_kept_words_go_and_who_is_queued_later_gets_the_new_ones(channels: Channels, memory: MemoryChannel) -> None:
    kept()
    factories.journey(factories.expecting(DUE))
    plan(TEN)
    send_all(channels)
    assert texts(memory) == ["Hello", "Changed"]
    assert list(Nudge.objects.order_by("pk").values_list("version", "keeps_words")) == [(1, True), (2, False)]


def test_letter_keeps_its_subject_too(channels: Channels, memory: MemoryChannel) -> None:
    kept(channel="email")
    Message.objects.update(subject="Another")
    send_all(channels)
    assert [(x.subject, x.text) for x in memory.sent] == [("A subject", "Hello by e-mail")]


def test_words_are_kept_in_the_language_of_each_parent(channels: Channels, memory: MemoryChannel) -> None:
    factories.journey(factories.expecting(DUE))
    factories.journey(factories.expecting(DUE), language="pl")
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")
    plan(TEN)
    assert keep_words(message, TEN) == 2
    message.translations.update(sms="Inne")
    Message.objects.update(sms="Changed")
    send_all(channels)
    assert [(x.language, x.text) for x in memory.sent] == [("en", "Hello"), ("pl", "Witaj")]


def test_words_of_one_language_only_are_kept() -> None:
    for language in ("en", "pl", "ar"):
        factories.journey(factories.expecting(DUE), language=language)
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")
    plan(TEN)
    assert keep_words(message, TEN, "pl") == 1
    assert list(Nudge.objects.filter(keeps_words=True).values_list("text", flat=True)) == ["Witaj"]
    assert keep_words(message, TEN, "en") == 2  # who reads Arabic falls back to it


@pytest.mark.parametrize(
    "change",
    [{"live": False}, {"approved_by": ""}, {"kind": "baby_week", "number": 7}, {"track": "father_partner"}],
)
def test_kept_words_go_though_the_message_is_unpublished_or_moved(
    channels: Channels, memory: MemoryChannel, change: dict[str, object]
) -> None:
    kept()
    Message.objects.update(**change)
    plan(TEN + timedelta(minutes=1))
    send_all(channels, TEN + timedelta(minutes=2))
    assert texts(memory) == ["Hello"]


def test_planning_again_resets_nothing_that_keeps_its_words() -> None:
    journey = kept()
    children.change_due_date(journey.child, DUE + timedelta(days=1), TEN)  # its week begins tomorrow now
    Message.objects.update(number=20)
    tomorrow = TEN + timedelta(days=1) - timedelta(minutes=10)
    plan(tomorrow)
    nudge = Nudge.objects.get()
    assert (nudge.keeps_words, nudge.stage_day, nudge.due_at) == (True, DAY, TEN)


@pytest.mark.parametrize(
    ("word", "status", "reason"),
    [
        ("stop", Status.CANCELLED, Reason.STOPPED),
        ("loss", Status.CANCELLED, Reason.LOST),
        ("pause", Status.CANCELLED, Reason.PAUSED),
        ("birth", Status.CANCELLED, Reason.REPLANNED),
        ("dates", Status.CANCELLED, Reason.REPLANNED),
        ("track", Status.CANCELLED, Reason.REPLANNED),
        ("hold", Status.QUEUED, ""),
        ("night", Status.QUEUED, ""),
        ("late", Status.EXPIRED, ""),
    ],
)
def test_kept_words_obey_every_word_that_came_after(
    channels: Channels, memory: MemoryChannel, word: str, status: Status, reason: str
) -> None:
    journey = kept()
    now = {"night": utc("2026-06-01 20:30"), "late": TEN + timedelta(hours=24)}.get(word, TEN)
    if word == "stop":
        consent.stop(journey.subscriber_id, "sms", TEN)
    elif word == "loss":
        children.report_loss(journey.child)
    elif word == "pause":
        Journey.objects.update(state=Journey.State.PAUSED)
    elif word == "birth":
        children.report_birth(journey.child, DAY, TEN)
    elif word == "dates":
        children.change_due_date(journey.child, DUE + timedelta(weeks=2), TEN)
    elif word == "track":
        Following.objects.create(
            journey=journey, track="neonatal", since=DAY - timedelta(days=1), replaces_until=DAY + timedelta(weeks=2)
        )
    elif word == "hold":
        Message.objects.update(held_at=TEN)
    send_all(channels, now)
    sweep(now)
    assert (statuses(), memory.sent) == ([(status, reason)], [])


def test_kept_words_wait_when_the_day_is_full(channels: Channels, memory: MemoryChannel) -> None:
    journey = kept()
    other = Stage(StageKind.PREGNANCY_WEEK, 21)
    factories.message(other, sms="safety", theme="safety")
    factories.journey(factories.expecting(DUE - timedelta(weeks=1)), journey.subscriber)
    plan(TEN)
    send_all(channels)
    assert texts(memory) == ["safety"]
    send_all(channels, TEN + timedelta(days=1))
    assert texts(memory) == ["safety", "Hello"]


def test_kept_words_survive_a_try_that_failed(channels: Channels, memory: MemoryChannel) -> None:
    kept()

    def fail(_parcel: object) -> None:
        memory.before = lambda _parcel: None
        raise ChannelError(Failure.TEMPORARY, "busy")

    memory.before = fail
    send_all(channels)
    assert send_all(channels, TEN + timedelta(minutes=5)) == 1
    assert texts(memory) == ["Hello"]


def test_kept_words_that_never_went_are_forgotten_when_the_stage_comes_round_again(
    channels: Channels, memory: MemoryChannel
) -> None:
    journey = kept()
    children.change_due_date(journey.child, DUE + timedelta(weeks=2), TEN)
    send_all(channels)
    later = TEN + timedelta(weeks=2)
    plan(later)
    nudge = Nudge.objects.get()
    assert (nudge.keeps_words, nudge.kept_as) == (False, None)
    send_all(channels, later)
    assert texts(memory) == ["Changed"]


@pytest.mark.parametrize("change", [{"sms": ""}, {"sms": "Ring {nobody.phone}"}, {"approved_by": ""}])
def test_words_that_could_not_be_sent_are_not_kept(change: dict[str, str]) -> None:
    planned()
    Message.objects.update(**change)
    assert keep_words(Message.objects.get(), TEN) == 0
    assert not Nudge.objects.get().keeps_words
