"""Who may be sent a campaign: anybody who has said nothing, and after a loss only whoever asked."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import choices
from campaigns.choices import ALL
from campaigns.models import Choice, Occasion
from delivery.models import DeliveryEvent, Nudge, Status, Urgency
from messages.stages import Stage, StageKind
from subscribers import children, pauses, tracks
from subscribers.models import Journey, Track
from tests import factories
from tests.campaigns.campaign_kit import NOW, mailing, waiting
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

DUE = date(2027, 3, 14)
GENERAL, MOTHERS, FATHERS, PREMATURITY, BABY_LOSS = Occasion
PLAIN = {GENERAL, MOTHERS, FATHERS, PREMATURITY}
LATER = utc("2026-11-22 10:00")


def welcome(person: int) -> set[Occasion]:
    """The occasions of which this parent may be sent a campaign."""
    return {occasion for occasion in Occasion if choices.wants(person, occasion)}


def parent() -> Journey:
    return factories.journey(factories.expecting(DUE))


@pytest.mark.parametrize(
    ("said", "may_come"),
    [
        ([], PLAIN),
        ([(MOTHERS, False)], PLAIN - {MOTHERS}),
        ([(ALL, False)], set()),
        ([(ALL, False), (ALL, True)], PLAIN),
        ([(ALL, False), (ALL, None)], PLAIN),
        ([(MOTHERS, False), (ALL, False), (ALL, True)], PLAIN - {MOTHERS}),
        ([(MOTHERS, False), (MOTHERS, True)], PLAIN),
        ([(MOTHERS, False), (MOTHERS, None)], PLAIN),
        ([(ALL, False), (FATHERS, True)], {FATHERS}),  # the later word is about this one
        ([(FATHERS, True), (ALL, False)], set()),
        ([(FATHERS, True), (ALL, False), (ALL, True)], PLAIN),
        ([(BABY_LOSS, True)], PLAIN),  # without a loss behind them it is not for them
    ],
)
def test_a_parent_who_said_so_may_be_sent(said: list[tuple[str, bool | None]], may_come: set[Occasion]) -> None:
    journey = parent()
    for occasion, wanted in said:
        choices.choose(journey.subscriber_id, occasion, wanted, NOW)
    assert welcome(journey.subscriber_id) == may_come


def a_child_died(journey: Journey) -> None:
    children.report_loss(journey.child)


def another_child_died(journey: Journey) -> None:
    children.report_loss(factories.journey(factories.expecting(date(2027, 1, 1)), journey.subscriber).child)


def it_died_and_messages_go_on(journey: Journey) -> None:
    another_child_died(journey)
    pauses.resume(Journey.objects.filter(pk=journey.pk), NOW)


def the_other_parent_told(journey: Journey) -> None:
    children.report_loss(factories.journey(journey.child).child)


def care_was_asked_for(journey: Journey) -> None:
    children.report_loss(journey.child)
    children.ask_for_care(journey.subscriber_id, NOW)


def which_child_was_not_said(journey: Journey) -> None:
    children.pause_for_loss(journey.subscriber_id)


def a_loss_of_before_we_knew_them(journey: Journey) -> None:
    assert tracks.follow(journey, Track.AFTER_LOSS, NOW)


LOSSES = pytest.mark.parametrize(
    "lose",
    [
        a_child_died,
        another_child_died,
        it_died_and_messages_go_on,
        the_other_parent_told,
        care_was_asked_for,
        which_child_was_not_said,
        a_loss_of_before_we_knew_them,
    ],
)
Lose = Callable[[Journey], None]


@LOSSES
def test_after_a_loss_nothing_comes_without_a_yes(lose: Lose) -> None:
    journey = parent()
    lose(journey)
    assert welcome(journey.subscriber_id) == set()
    assert choices.has_a_loss(journey.subscriber_id)


@LOSSES
@pytest.mark.parametrize("asked", list(Occasion))
def test_after_a_loss_what_was_asked_for_may_come(lose: Lose, asked: Occasion) -> None:
    journey = parent()
    lose(journey)
    choices.choose(journey.subscriber_id, asked, wanted=True, now=NOW)
    assert welcome(journey.subscriber_id) == {asked}


def test_willing_keeps_to_the_journeys_that_it_was_given() -> None:
    one, other, third = parent(), parent(), parent()
    choices.choose(other.subscriber_id, GENERAL, wanted=False, now=NOW)
    given = Journey.objects.exclude(pk=third.pk)
    assert list(choices.willing(given, GENERAL)) == [one]


def test_a_parent_is_willing_about_each_of_their_children() -> None:
    one = parent()
    another = factories.journey(factories.baby(date(2025, 1, 1)), one.subscriber)
    assert set(choices.willing(Journey.objects.all(), GENERAL)) == {one, another}


@pytest.mark.parametrize("people", [1, 3])
def test_willing_is_one_query(people: int) -> None:
    for _ in range(people):
        parent()
    with CaptureQueriesContext(connection) as queries:
        found = list(choices.willing(Journey.objects.all(), GENERAL))
    assert (len(found), len(queries)) == (people, 1)


def fates() -> dict[str, str]:
    """What became of the nudges, by the occasion of their campaign."""
    rows = Nudge.objects.values_list("message__mailing__campaign__occasion", "status", "reason")
    return {occasion or "stage": reason or Status(status).name for occasion, status, reason in rows}


def everything_waits(journey: Journey) -> None:
    """One message of a campaign of each occasion, and one of the child's stage."""
    for number, occasion in enumerate(Occasion):
        waiting(mailing(occasion), journey, (Urgency.LOCAL, Urgency.REGIONAL)[number % 2])
    stage = factories.message(Stage(StageKind.PREGNANCY_WEEK, 24))
    journey.nudges.create(message=stage, channel="sms", urgency=Urgency.STAGE, due_at=NOW, expires_at=LATER)


@pytest.mark.parametrize(
    ("said", "declined"),
    [
        ([(MOTHERS, False)], {MOTHERS}),
        ([(ALL, False)], PLAIN),
        ([(FATHERS, True)], set()),
        ([(ALL, False), (ALL, True)], PLAIN),  # a yes is about what comes later
    ],
)
def test_a_no_cancels_what_waits_at_once(said: list[tuple[str, bool]], declined: set[Occasion]) -> None:
    journey = parent()
    everything_waits(journey)
    for occasion, wanted in said:
        choices.choose(journey.subscriber_id, occasion, wanted, NOW)
    gone = {*declined, BABY_LOSS}  # nobody without a loss is to have that
    assert fates() == {one.value: "declined" if one in gone else "QUEUED" for one in Occasion} | {"stage": "QUEUED"}
    events = DeliveryEvent.objects.values_list("status", "source", "at")
    assert set(events) == {(Status.CANCELLED, "outbox", NOW)}


def test_a_yes_taken_back_after_a_loss_cancels_what_waits() -> None:
    journey = parent()
    a_child_died(journey)
    choices.choose(journey.subscriber_id, BABY_LOSS, wanted=True, now=NOW)
    waiting(mailing(BABY_LOSS), journey)
    choices.choose(journey.subscriber_id, BABY_LOSS, wanted=None, now=LATER)
    assert fates() == {"baby_loss": "declined"}


def test_a_no_leaves_alone_what_has_gone_and_what_others_wait_for() -> None:
    journey, other, general = parent(), parent(), mailing(GENERAL)
    gone = waiting(general, journey, status=Status.SENT)
    others = waiting(general, other)
    choices.choose(journey.subscriber_id, ALL, wanted=False, now=NOW)
    statuses = dict(Nudge.objects.values_list("pk", "status"))
    assert statuses == {gone.pk: Status.SENT, others.pk: Status.QUEUED}


def test_the_last_word_is_kept_once() -> None:
    journey = parent()
    choices.choose(journey.subscriber_id, MOTHERS, wanted=True, now=NOW)
    choices.choose(journey.subscriber_id, MOTHERS, wanted=False, now=LATER)
    assert list(Choice.objects.values_list("occasion", "wanted", "at")) == [("mothers_day", False, LATER)]
    assert choices.choices_of(journey.subscriber) == {"mothers_day": False}


def test_a_loss_takes_back_every_yes_and_no_no() -> None:
    journey, other = parent(), parent()
    for occasion, wanted in ((GENERAL, True), (BABY_LOSS, True), (MOTHERS, False)):
        choices.choose(journey.subscriber_id, occasion, wanted, NOW)
    choices.choose(other.subscriber_id, FATHERS, wanted=True, now=NOW)
    waiting(mailing(PREMATURITY), journey)
    choices.hear_loss([journey.subscriber_id], LATER)
    assert choices.choices_of(journey.subscriber) == {"mothers_day": False}
    assert choices.choices_of(other.subscriber) == {"fathers_day": True}
    assert fates() == {"prematurity": "lost"}
