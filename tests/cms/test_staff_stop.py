"""Staff speak for a parent: a loss or a stop takes effect in that commit, and nobody hears from us about it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from cms.models import StaffAct
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge
from messages.stages import Stage, StageKind
from portal.conversation import receive
from portal.models import Proof, Question
from scheduler.planner import plan
from subscribers.models import Child, Contact, Journey, Subscriber
from tests import factories
from tests.cms.staff_kit import MAILBOX, NOON, NUMBER, STOPPED, content, sign_up, staff, stop

pytestmark = pytest.mark.django_db

DUE = NOON.date() + timedelta(weeks=20)
AFTERNOON = NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _at_noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture
def helper() -> Client:
    return staff("change_subscriber")


def parent(child: Child, address: str = NUMBER, kind: str = "sms", **details: str) -> Journey:
    person = factories.subscriber(sms=False)
    Contact.objects.create(subscriber=person, kind=kind, address=address, confirmed_at=NOON)
    return factories.journey(child, person, slot="afternoon", **details)


def couple() -> list[Journey]:
    """A mother and a father of one baby on the way, each with a nudge that waits for the afternoon."""
    child = factories.expecting(DUE)
    journeys = [parent(child), parent(child, "+447700900124", role="father")]
    for track in ("carer", "father_partner"):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), track=track)
    plan(NOON + timedelta(minutes=90))
    assert Nudge.objects.count() == 2
    return journeys


def sent(channels: dict[str, MemoryChannel], memory: MemoryChannel) -> list[str]:
    """Whom anything reaches from now on."""
    for lane in ("replies", "nudges"):
        dispatch(lane, channels, lambda: AFTERNOON)
    return sorted(parcel.address for parcel in memory.sent)


def test_both_parents_get_their_nudge_without_a_word(channels: dict[str, MemoryChannel], memory: MemoryChannel) -> None:
    couple()
    assert sent(channels, memory) == [NUMBER, "+447700900124"]


@pytest.mark.parametrize("number", ["07700 900123", "07700 900124"])
def test_loss_kills_the_waiting_nudges_of_both_parents(
    helper: Client, channels: dict[str, MemoryChannel], memory: MemoryChannel, number: str
) -> None:
    journeys = couple()
    assert STOPPED in stop(helper, "loss", number).content
    child = Child.objects.get()
    assert (child.state, child.due_date) == ("lost", None)
    assert [Journey.objects.get(pk=x.pk).state for x in journeys] == ["ended", "ended"]
    assert sent(channels, memory) == []


def test_stop_is_for_this_parent_only(
    helper: Client, channels: dict[str, MemoryChannel], memory: MemoryChannel
) -> None:
    mother = couple()[0].subscriber
    assert STOPPED in stop(helper, "stop").content
    assert [(x.kind, x.door) for x in mother.consents.order_by("pk")] == [("agreed", "web"), ("stopped", "staff")]
    assert sent(channels, memory) == ["+447700900124"]


def test_loss_of_a_twin_ends_both_or_waits_for_a_word(helper: Client) -> None:
    first = parent(factories.expecting(DUE))
    second = factories.journey(factories.expecting(DUE), first.subscriber)
    stop(helper, "loss")
    assert [(x.state, x.paused_for) for x in Journey.objects.order_by("pk")] == [("ended", ""), ("paused", "loss")]
    assert second.child.state == "expected"


def test_loss_of_nobody_knows_which_child_pauses_everything(helper: Client) -> None:
    first = parent(factories.expecting(DUE))
    factories.journey(factories.baby(date(2025, 1, 1)), first.subscriber)
    stop(helper, "loss")
    assert {(x.state, x.paused_for, x.child.state) for x in Journey.objects.select_related("child")} == {
        ("paused", "loss", "expected"),
        ("paused", "loss", "born"),
    }


def test_email_finds_the_parent_too(helper: Client) -> None:
    parent(factories.expecting(DUE), MAILBOX, "email", channel="email")
    stop(helper, "loss", MAILBOX)
    assert Child.objects.get().state == "lost"


@pytest.mark.parametrize("act", ["loss", "stop"])
def test_half_a_sign_up_is_forgotten(channels: dict[str, MemoryChannel], memory: MemoryChannel, act: str) -> None:
    both = staff("add_subscriber", "change_subscriber")
    sign_up(both)
    stop(both, act)
    assert (Question.objects.count(), sent(channels, memory)) == (0, [])
    sign_up(both)  # by somebody who has not heard of it
    assert (Question.objects.count(), sent(channels, memory)) == (0, [])


def test_half_a_sign_up_by_email_is_forgotten_after_a_loss() -> None:
    both = staff("add_subscriber", "change_subscriber")
    sign_up(both, phone="", email=MAILBOX)
    stop(both, "loss", MAILBOX)
    assert Proof.objects.count() == 0


@pytest.mark.parametrize("act", ["loss", "stop"])
def test_known_or_not_staff_see_the_same(helper: Client, act: str) -> None:
    couple()
    known, unknown = content(stop(helper, act)), content(stop(helper, act, "07700 900555"))
    assert STOPPED in known
    assert known == unknown
    assert Contact.objects.count() == 2  # the unknown number was not kept


def test_who_did_it_is_logged_without_the_number(helper: Client) -> None:
    mother = couple()[0].subscriber
    stop(helper, "loss")
    stop(helper, "stop", "07700 900555")
    user = User.objects.get()
    acts = StaffAct.objects.order_by("pk").values_list("user", "act", "subscriber", "at")
    assert list(acts) == [(user.pk, "loss", mother.pk, NOON), (user.pk, "stop", None, NOON)]


def test_without_the_tick_nothing_happens(helper: Client) -> None:
    couple()
    assert STOPPED not in stop(helper, "loss", asked="").content
    assert (Child.objects.get().state, StaffAct.objects.count()) == ("expected", 0)


def test_word_of_loss_from_a_stranger_keeps_staff_from_asking_them(
    channels: dict[str, MemoryChannel], memory: MemoryChannel
) -> None:
    receive("SM1", NUMBER, "LOSS", NOON)
    assert sent(channels, memory) == [NUMBER]  # our one answer
    sign_up(staff("add_subscriber"))
    assert sent(channels, memory) == [NUMBER]
    assert Subscriber.objects.get().state == "unconfirmed"
