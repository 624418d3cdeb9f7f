"""The death of a baby is told at one of four doors: text, web, e-mail, staff. What follows is the same at each."""

from collections.abc import Callable

import pytest
from django.test import Client

from campaigns import choices
from campaigns.models import Occasion
from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_nudges
from delivery.dispatcher import send
from delivery.models import Nudge, Status, Urgency
from delivery.outbox import settle
from delivery.tokens import stop_url
from messages.models import Message
from messages.stages import Stage, StageKind
from scheduler.rounds import whole_round
from subscribers.models import Child, Journey, Subscriber
from tests import factories
from tests.campaigns.campaign_kit import mailing, waiting
from tests.cms import staff_kit
from tests.factories import utc
from tests.portal.own_page import DUE, NOW, url, visiting
from tests.portal.phone import NUMBER, Phone, parent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LATER = utc("2026-11-28 18:31")
URGENCIES = (Urgency.SAFETY, Urgency.STAGE, Urgency.LOCAL, Urgency.REGIONAL)


def by_text(_mother: Journey) -> None:
    Phone(NOW).say("we lost the baby")


def on_the_web(mother: Journey) -> None:
    visiting(mother.subscriber).post(url("loss", mother.pk))


def from_an_email(mother: Journey) -> None:
    Client().post(stop_url(mother.subscriber_id).removeprefix("http://localhost:8000") + "loss/")


def by_staff(_mother: Journey) -> None:
    staff_kit.stop(staff_kit.staff("change_subscriber"), "loss", NUMBER)


DOORS = pytest.mark.parametrize("tell", [by_text, on_the_web, from_an_email, by_staff])
Tell = Callable[[Journey], None]


@pytest.fixture
def mother() -> Journey:
    """The mother's journey with the baby that dies; the father has one too, and each has four nudges waiting."""
    for number in range(4):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, 20 + number))
    child = factories.expecting(DUE)
    hers = factories.journey(child, parent())
    his = factories.journey(child, parent("+447700900998"))
    for journey in (hers, his):
        queue(journey)
    return hers


def queue(journey: Journey) -> None:
    """One nudge of each urgency, as the planner and campaigns put them."""
    for number, urgency in enumerate(URGENCIES):
        stage = Stage(StageKind.PREGNANCY_WEEK, 20 + number)
        journey.nudges.create(
            message=Message.objects.get(number=stage.number),
            channel="sms",
            urgency=urgency,
            stage_day=stage.day(DUE),
            due_at=NOW,
            expires_at=utc("2026-12-24 10:00"),
        )


def father(mother: Journey) -> Subscriber:
    return Subscriber.objects.exclude(pk=mother.subscriber_id).get(journeys__child=mother.child)


def states(person: Subscriber) -> list[tuple[str, str, str]]:
    return sorted(person.journeys.values_list("state", "paused_for", "child__state"))


def sent_afterwards() -> list[str]:
    """What a week of rounds sends about anybody's child, to anybody."""
    memory = MemoryChannel()
    for moment in (NOW, utc("2026-11-21 18:31"), LATER):
        whole_round(lambda: moment, {"sms": memory, "email": memory})  # noqa: B023 - called at once
    return [parcel.text for parcel in memory.sent if parcel.text.startswith("text of")]


@DOORS
def test_every_waiting_nudge_of_both_parents_is_dead(tell: Tell, mother: Journey) -> None:
    tell(mother)
    assert sent_afterwards() == []
    ends = set(Nudge.objects.exclude(journey=None).values_list("status", "reason"))
    assert ends == {(Status.CANCELLED, "lost")}


@DOORS
def test_a_claimed_nudge_is_settled_and_never_sent_again(tell: Tell, mother: Journey) -> None:
    claimed = claim_nudges(NOW, URGENCIES, 1)
    tell(mother)
    memory = MemoryChannel()
    settle(NOW, list(zip(claimed, send(claimed, {"sms": memory}), strict=True)))
    assert (len(memory.sent), sent_afterwards()) == (1, [])
    assert Nudge.objects.get(pk=claimed[0].nudge_id).status == Status.SENT


@DOORS
def test_the_other_parent_is_ended_and_told_nothing(tell: Tell, mother: Journey) -> None:
    him = father(mother)
    tell(mother)
    assert states(him) == [("ended", "", "lost")]
    assert not Nudge.objects.filter(contact__subscriber=him).exists()


@DOORS
def test_a_twin_waits_for_each_parent_s_own_word(tell: Tell, mother: Journey) -> None:
    him, twin = father(mother), factories.expecting(DUE)
    for person in (mother.subscriber, him):
        queue(factories.journey(twin, person))
    tell(mother)
    assert states(mother.subscriber) == states(him) == [("ended", "", "lost"), ("paused", "loss", "expected")]
    assert sent_afterwards() == []


@DOORS
def test_the_dates_are_erased(tell: Tell, mother: Journey) -> None:
    tell(mother)
    mother.child.refresh_from_db()
    assert (mother.child.state, mother.child.due_date, mother.child.birth_date) == ("lost", None, None)


@DOORS
def test_a_yes_to_campaigns_from_before_counts_no_more(tell: Tell, mother: Journey) -> None:
    people = (mother.subscriber, father(mother), factories.journey(factories.expecting(DUE)).subscriber)
    for person in people:
        choices.choose(person.pk, Occasion.GENERAL, wanted=True, now=NOW)
        choices.choose(person.pk, Occasion.MOTHERS_DAY, wanted=False, now=NOW)
    tell(mother)
    no = {"mothers_day": False}
    assert [choices.choices_of(person) for person in people] == [no, no, no | {"general": True}]


@DOORS
def test_a_campaign_is_cancelled_in_the_same_commit(tell: Tell, mother: Journey) -> None:
    care = factories.journey(Child.objects.create(state="lost"), father(mother), track="care")  # goes on through it
    nudge = waiting(mailing(Occasion.BABY_LOSS), care)
    tell(mother)
    nudge.refresh_from_db()
    assert (nudge.status, nudge.reason) == (Status.CANCELLED, "lost")
