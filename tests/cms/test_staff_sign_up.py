"""Staff sign a parent up: the parent is asked once on their own phone, and nothing else comes before their yes."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.models import StaffAct
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge
from portal import sign_up as joining
from portal.conversation import receive
from portal.models import Proof, Question
from portal.proofs import find_link
from portal.sign_up import Answers
from subscribers import children, consent
from subscribers.models import ConsentEvent, Contact, Departed, Journey, Subscriber
from tests import factories
from tests.cms.staff_kit import DONE, MAILBOX, NOON, NUMBER, content, sign_up, staff

pytestmark = pytest.mark.django_db

TEXT = (
    "Ann Example, midwife has asked us to write to you, as agreed with you. Messages of Hope: about one free text a "
    "week for a baby due 1 October 2026, until age 3. We keep your number and the dates, and nothing else. "
    "Reply YES to agree. You can stop at any time by texting STOP."
)


@pytest.fixture(autouse=True)
def _at_noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture
def helper() -> Client:
    return staff("add_subscriber")


def known(address: str = NUMBER, kind: str = "sms") -> Subscriber:
    """A mother who has agreed, with a baby on the way."""
    person = factories.subscriber(sms=False)
    Contact.objects.create(subscriber=person, kind=kind, address=address, confirmed_at=NOON)
    factories.journey(factories.expecting(date(2026, 8, 1)), person)
    return person


def stopped() -> None:
    consent.stop(known().pk, "sms", NOON)


def bereaved() -> None:
    child = known().journeys.get().child
    children.report_loss(child)


def bereaved_of_one_of_several() -> None:
    person = known()
    factories.journey(factories.baby(date(2025, 1, 1)), person)
    children.pause_for_loss(person.pk)


def other_parent_of_a_baby_who_has_died() -> None:
    mother = factories.journey(factories.expecting(date(2026, 9, 1)))
    factories.journey(mother.child, known(), role="father")
    children.report_loss(mother.child)


def erased_after_a_stop() -> None:
    contact = known().contacts.get()
    Departed.objects.create(index=contact.index, at=NOON)
    contact.delete()


def nobody() -> None:
    pass


def texts() -> list[tuple[str, str]]:
    return [(x.contact.address if x.contact else "", x.text) for x in Nudge.objects.order_by("pk")]


def test_parent_gets_one_text_and_nothing_else(helper: Client) -> None:
    assert DONE in sign_up(helper).content
    assert texts() == [(NUMBER, TEXT)]
    person = Subscriber.objects.get()
    assert (person.state, person.journeys.count()) == ("unconfirmed", 0)
    assert [(x.kind, x.door) for x in person.consents.all()] == [("asked", "sms")]


def test_yes_begins_the_journey_and_the_ledger_says_who_helped(
    helper: Client, channels: dict[str, MemoryChannel], memory: MemoryChannel
) -> None:
    sign_up(helper, language="pl", fallback="none", slot="morning")
    dispatch("replies", channels, lambda: NOON)
    receive("SM1", NUMBER, "Yes please!", NOON + timedelta(minutes=2))
    dispatch("replies", channels, lambda: NOON + timedelta(minutes=3))
    assert len(memory.sent) == 2  # the question, and the welcome
    journey = Journey.objects.select_related("subscriber", "child").get()
    assert (journey.subscriber.state, journey.role, journey.child.due_date) == ("active", "mother", date(2026, 10, 1))
    assert (journey.language, journey.fallback, journey.slot, journey.channel) == ("pl", "none", "morning", "sms")
    agreed = ConsentEvent.objects.get(kind="agreed")
    assert (agreed.door, agreed.agreed_with) == ("sms", "Ann Example, midwife")
    assert journey.subscriber.contacts.get().confirmed_at == NOON + timedelta(minutes=2)


def test_no_begins_nothing(helper: Client) -> None:
    sign_up(helper)
    receive("SM1", NUMBER, "no", NOON)
    assert (Subscriber.objects.get().state, Journey.objects.count()) == ("unconfirmed", 0)


def test_link_in_the_email_begins_the_journey(helper: Client) -> None:
    assert DONE in sign_up(helper, phone="", email="Parent@Hope.example").content
    (address, text) = texts()[0]
    token = re.search(r"/confirm/(\S+)/", text)
    assert token is not None
    assert (address, text.startswith("Ann Example, midwife has asked us to write to you")) == (MAILBOX, True)
    assert Subscriber.objects.get().state == "unconfirmed"
    proof = find_link(token[1], NOON, Proof.Purpose.JOIN)
    assert proof is not None
    assert joining.accept(proof.contact, Answers.loads(proof.answers), "email", proof.sent_at, NOON)
    journey = Journey.objects.get()
    assert (journey.channel, journey.subscriber.consents.get().agreed_with) == ("email", "Ann Example, midwife")


@pytest.mark.parametrize(
    "before",
    [
        stopped,
        bereaved,
        bereaved_of_one_of_several,
        other_parent_of_a_baby_who_has_died,
        erased_after_a_stop,
    ],
)
def test_who_wants_nothing_is_asked_nothing_and_staff_cannot_tell(helper: Client, before: Callable[[], None]) -> None:
    before()
    asked = ConsentEvent.objects.count()
    answer = content(sign_up(helper))
    assert DONE in answer
    assert answer == content(sign_up(helper, phone="07700 900124"))
    assert [address for address, _ in texts()] == ["+447700900124"]
    assert ConsentEvent.objects.count() == asked + 1  # of the other number
    assert not Question.objects.filter(contact__in=Contact.objects.with_address(NUMBER)).exists()


@pytest.mark.parametrize("before", [nobody, known])
def test_known_and_unknown_are_asked_alike(helper: Client, before: Callable[[], object]) -> None:
    before()
    assert DONE in sign_up(helper).content
    assert texts() == [(NUMBER, TEXT)]


def test_form_sent_twice_asks_once(helper: Client) -> None:
    key = "7d9f3c1e-58a6-4b5e-8e39-0c2f6a4d1b77"
    for _ in range(2):
        assert DONE in sign_up(helper, key=key).content
    assert (texts(), ConsentEvent.objects.count()) == ([(NUMBER, TEXT)], 1)


def test_parent_is_not_pestered(helper: Client) -> None:
    for _ in range(3):
        sign_up(helper)
    assert b"Too many texts have been asked for just now." in sign_up(staff("add_subscriber")).content
    assert (len(texts()), StaffAct.objects.count()) == (3, 3)


def test_member_of_staff_has_a_budget_of_their_own(helper: Client, settings: Settings) -> None:
    settings.BUDGETS = settings.BUDGETS | {"staff": (2, timedelta(hours=1)), "visitor": (0, timedelta(hours=1))}
    for last in range(3):
        sign_up(helper, phone=f"07700 90010{last}")
    sign_up(staff("add_subscriber"), phone="07700 900109")
    assert [address for address, _ in texts()] == ["+447700900100", "+447700900101", "+447700900109"]


def test_who_did_it_is_logged_without_the_number(helper: Client) -> None:
    sign_up(helper)
    act = StaffAct.objects.get()
    assert (act.user, act.act, act.subscriber, act.at) == (
        User.objects.get(),
        "sign_up",
        Subscriber.objects.get(),
        NOON,
    )


def test_next_form_keeps_the_place_and_the_name_but_nothing_of_the_parent(helper: Client) -> None:
    sign_up(helper)
    page = helper.get(reverse("staff_sign_up")).content
    assert b'value="Ann Example"' in page
    assert b"900123" not in page


def test_night_is_told_before_anything_is_filled_in(helper: Client, settings: Settings) -> None:
    assert b"It is night" not in helper.get(reverse("staff_sign_up")).content
    settings.CLOCK = "tests.cms.staff_kit.night"
    at_night = Client()
    at_night.cookies = helper.cookies
    assert b"It is night" in at_night.get(reverse("staff_sign_up")).content
    assert b"We text nobody first" in sign_up(at_night).content
    assert texts() == []
