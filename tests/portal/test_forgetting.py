"""What the nightly round forgets when nobody says anything any more, and whom it leaves alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns import choices
from campaigns.models import Occasion
from portal import chores, erasure, helping, loss, proofs, proving
from portal.models import Draft, Proof
from portal.sign_up import Answers
from subscribers import children, consent
from subscribers.models import Contact, Departed, Journey, Subscriber
from tests import factories
from tests.portal import own_page
from tests.portal.own_page import BORN, DUE, NOW
from tests.portal.phone import NUMBER, Phone, owner, parent

pytestmark = pytest.mark.django_db
MAILBOX = "parent@hope.example"
DAY = timedelta(days=1)
AFTER_DUE = factories.utc("2027-05-13 12:00")  # sixty days after DUE


def nights(first: datetime, days: int) -> datetime:
    """The rounds of some nights, or one a week of them; returns the last."""
    for n in range(0, days, 7):
        chores.forget(first + n * DAY)
    last = first + days * DAY
    chores.forget(last)
    return last


def left() -> tuple[int, int]:
    """How many addresses there are, and how many hashes of those that have gone."""
    return Contact.objects.count(), Departed.objects.count()


def test_somebody_whose_link_still_works_is_not_forgotten() -> None:
    answers = Answers(due_date=DUE, role="mother", channel="email", email=MAILBOX)
    for at in (NOW, NOW + timedelta(days=6, hours=23)):
        proving.ask(answers, "192.0.2.1", at)
    chores.forget(NOW + timedelta(days=7, hours=1))
    assert (
        proving.hear_link(Proof.objects.latest("sent_at"), NOW + timedelta(days=7, hours=2)) == proving.Outcome.JOINED
    )
    assert left() == (1, 0)


def test_somebody_whose_link_has_ended_is_forgotten() -> None:
    proving.ask(Answers(due_date=DUE, role="mother", channel="email", email=MAILBOX), "192.0.2.1", NOW)
    chores.forget(NOW + 8 * DAY)
    assert left() == (0, 0)


def test_stranger_who_told_of_a_loss_is_signed_up_by_no_list() -> None:
    helping.ask_to_confirm(NUMBER, Answers(due_date=DUE, role="mother", agreed_with="Ann"), "k", "staff:1", NOW)
    Phone(NOW).say("we lost the baby")
    chores.forget(NOW + 8 * DAY)
    assert left() == (0, 1)


def test_whoever_starts_again_during_the_round_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {parent().pk: NUMBER, parent("+447700900998").pk: "+447700900998"}
    for pk in numbers:
        factories.journey(factories.expecting(DUE), Subscriber.objects.get(pk=pk))
        consent.stop(pk, "sms", NOW)
    at, real = NOW + 31 * DAY, erasure.forget_addresses

    def while_another_starts(person: Subscriber, now: datetime, **how: Any) -> None:
        real(person, now, **how)
        [other] = set(numbers) - {person.pk}
        consent.accept(other, "web", at, at)

    monkeypatch.setattr(chores, "forget_addresses", while_another_starts)
    chores.forget(at)
    kept = Contact.objects.get().subscriber
    assert (kept.state, left()) == ("active", (1, 1))


def test_due_date_of_which_nobody_has_said_more_ends_it_after_sixty_days() -> None:
    person = parent()
    journey = factories.journey(factories.expecting(DUE), person)
    chores.forget(AFTER_DUE)
    assert left() == (1, 0)
    chores.forget(AFTER_DUE + DAY)
    journey.refresh_from_db()
    assert (journey.state, left()) == ("ended", (0, 0))


def test_another_child_keeps_the_address_after_a_due_date() -> None:
    person = parent()
    overdue = factories.journey(factories.expecting(DUE), person)
    other = factories.journey(factories.baby(BORN), person)
    chores.forget(AFTER_DUE + DAY)
    assert [Journey.objects.get(pk=one.pk).state for one in (overdue, other)] == ["ended", "active"]
    assert left() == (1, 0)


def test_address_of_whoever_lost_a_child_goes_after_ninety_days_with_their_choices_and_its_hash_stays() -> None:
    person = parent(joined=NOW - 200 * DAY)
    factories.journey(factories.expecting(DUE), person)
    loss.report(person, NOW)
    choices.choose(person.pk, Occasion.BABY_LOSS, wanted=True, now=NOW)
    last = nights(NOW, 89)
    assert (left(), choices.choices_of(person)) == ((1, 0), {"baby_loss": True})
    chores.forget(last + DAY)
    assert (left(), choices.choices_of(person)) == ((0, 1), {})


def test_another_child_keeps_the_address_after_a_loss() -> None:
    person = parent()
    lost = factories.journey(factories.expecting(DUE), person)
    factories.journey(factories.baby(BORN), person)
    loss.report_child(person, lost.child, NOW)
    nights(NOW, 91)
    assert left() == (1, 0)


def test_care_that_was_asked_for_comes_before_the_address_goes() -> None:
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    loss.report(person, NOW)
    asked = nights(NOW, 85)
    children.ask_for_care(person.pk, asked)
    last = nights(asked, 90)
    assert (person.journeys.get().state, left()) == ("active", (1, 0))
    chores.forget(last + DAY)
    assert (person.journeys.get().state, left()) == ("ended", (0, 1))


def test_bereaved_parent_with_a_code_on_its_way_is_not_forgotten() -> None:
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    loss.report(person, NOW)
    last = nights(NOW, 89)
    proofs.text_code(person.contacts.get(), proofs.Purpose.JOIN, Answers(), last + DAY)
    chores.forget(last + DAY)
    assert owner() == person


@pytest.mark.usefixtures("clock")
def test_erasing_erases_the_draft_of_this_browser() -> None:
    client = Client()
    client.post(reverse("join"))
    client.get(own_page.link_of(parent()))
    assert Draft.objects.count() == 1
    client.post(reverse("preferences-erase"))
    assert Draft.objects.count() == 0
