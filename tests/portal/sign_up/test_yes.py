"""The yes on the web: codes, links, budgets, and addresses that nobody can take by typing them."""

from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from delivery.channels.mime import build
from delivery.claims import claim_replies
from delivery.models import Nudge
from delivery.tokens import stop_url
from messages.stages import Stage, StageKind
from portal import invitations
from portal.models import Draft, Invitation, Proof
from portal.sign_up import Answers
from portal.visitors import network_address
from subscribers import consent
from subscribers.models import Child, ConsentEvent, Contact, Departed, Journey, Subscriber
from subscribers.sealing import blind_index
from tests import factories
from tests.portal.sign_up.parent import (
    BORN,
    BY_BOTH,
    BY_EMAIL,
    E164,
    LOWER,
    PHONE,
    Clock,
    Parent,
    code_sent,
    last_to,
    later,
    link_sent,
)

pytestmark = pytest.mark.django_db
OTHER = {"how": {"channel": "sms", "phone": "07700 900124", "email": ""}}
ASKED = "We have texted you a code"
DONE = "You are signed up"


def own(address: str = E164) -> Subscriber:
    return Contact.objects.with_address(address).get().subscriber


def confirmed(address: str) -> bool:
    return Contact.objects.with_address(address).exclude(confirmed_at=None).exists()


def wrong() -> str:
    return f"{(int(code_sent()) + 1) % 10_000_000:07}"


def test_nothing_is_kept_of_anybody_before_they_agree(parent: Parent) -> None:
    parent.answers_all()
    assert [x.objects.count() for x in (Subscriber, Contact, Child, Journey, Nudge)] == [0, 0, 0, 0, 0]


def test_code_makes_it_a_journey(parent: Parent) -> None:
    said = parent.joins(language={"language": "pl", "fallback": "none"})
    assert DONE in said
    journey = Journey.objects.get()
    fields = ("state", "role", "track", "language", "fallback", "channel", "frequency", "slot")
    assert [getattr(journey, name) for name in fields] == [
        "active",
        "mother",
        "carer",
        "pl",
        "none",
        "sms",
        1,
        "morning",
    ]
    assert (journey.child.due_date, journey.plan_from) == (date(2027, 3, 14), Clock.now)
    assert confirmed(E164)
    assert own().state == "active"
    event = ConsentEvent.objects.get()
    assert (event.kind, event.door, event.wording, event.at) == ("agreed", "web", consent.PAGE_WORDING, Clock.now)


def test_early_birth_is_kept_with_the_corrected_date(parent: Parent) -> None:
    parent.joins(**BORN, early={"early": "yes", "weeks": "32"})
    child = Child.objects.get()
    assert (child.birth_date, child.gestation_weeks) == (date(2026, 10, 10), 32)
    assert child.corrected_birth_date == date(2026, 12, 5)


def test_nothing_begins_before_the_code(parent: Parent) -> None:
    parent.answers_all()
    assert ASKED in parent.agrees()
    assert (own().state, confirmed(E164), Journey.objects.count()) == ("unconfirmed", False, 0)


def test_code_may_be_typed_with_spaces_and_in_other_digits(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    code = code_sent()
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert DONE in parent.types(f" {arabic[:3]} {arabic[3:]} ")


def test_wrong_code_leaves_the_right_one_working(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    for _ in range(4):
        assert "That is not the code that we sent last." in parent.types(wrong())
    assert DONE in parent.types(code_sent())


def test_five_wrong_codes_end_it_and_another_one_works(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    said = [parent.types(wrong()) for _ in range(5)]
    assert "This code does not work any more." in said[-1]
    assert "This code does not work any more." in parent.types(code_sent())
    assert ASKED in parent.sends(reverse("join-code"), another="yes")
    assert DONE in parent.types(code_sent())


def test_code_ends_after_ten_minutes(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    later(minutes=10)
    assert "This code does not work any more." in parent.types(code_sent())
    assert Journey.objects.count() == 0


def test_empty_code_costs_no_try(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    assert "seven digits" in parent.types("")
    assert Proof.objects.get().tries_left == 5


def test_code_of_another_browser_does_not_count(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    code = code_sent()
    stranger = Parent()
    stranger.answers_all(**OTHER)
    stranger.agrees()
    assert "That is not the code" in stranger.types(code)


def test_changed_number_gets_a_code_of_its_own(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    parent.answers("how", **OTHER["how"])
    assert parent.step == "check"
    parent.agrees()
    assert DONE in parent.types(code_sent("+447700900124"))
    assert not confirmed(E164)


def test_after_the_end_the_browser_knows_nothing_of_the_address(parent: Parent) -> None:
    parent.joins(**BY_BOTH)
    answers = Answers.loads(Draft.objects.get().answers)
    assert (answers.phone, answers.email, answers.when_text) == ("", "", "")
    assert set(parent.client.session.keys()) == {"draft"}
    for name in ("baby", "check", "code"):
        assert parent.opens(f"/join/{name}/").startswith("Answers are kept")
    assert DONE in parent.opens(reverse("join-done"))


def test_end_says_when_the_first_message_comes(parent: Parent) -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 25))
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 23))
    said = parent.joins()
    assert "Your first message comes on 29 November 2026, at about 10:00." in said
    assert "Text STOP to us at any time." in said
    assert "Text DAD to us." in said


@pytest.mark.parametrize("known", ["no", "active", "stopped", "unconfirmed", "departed"])
def test_answer_is_the_same_whoever_has_the_number(parent: Parent, known: str) -> None:
    if known in ("active", "stopped", "unconfirmed"):
        person = factories.subscriber(sms=False)
        Contact.objects.create(
            subscriber=person, kind="sms", address=E164, confirmed_at=None if known == "unconfirmed" else Clock.now
        )
        factories.journey(factories.expecting(date(2027, 3, 14)), person)
    if known == "stopped":
        consent.stop(own().pk, "sms", factories.utc("2026-10-01 10:00"))
    if known == "departed":
        Departed.objects.create(index=blind_index(E164), at=factories.JOINED)
    parent.answers_all()
    assert parent.agrees() == (
        "We have texted you a code It went to 07700 900123 and works for ten minutes. It can take a moment to come. "
        "Your code Begin my messages No code, or an old one? Send another code Change the number"
    )
    assert DONE in parent.types(code_sent())
    assert (Journey.objects.count(), own().state) == (1, "active")
    assert not Departed.objects.exists()


def test_second_child_gets_a_journey_of_its_own(parent: Parent) -> None:
    parent.joins()
    parent.joins(**BORN)
    assert own().journeys.count() == 2


def test_stop_after_the_code_was_sent_holds(parent: Parent) -> None:
    parent.joins()
    parent.answers_all()
    parent.agrees()
    code = code_sent()
    consent.stop(own().pk, "sms", Clock.now)
    assert "No messages will come" in parent.types(code)
    assert own().state == "stopped"


def test_link_by_email_asks_and_its_button_begins(parent: Parent) -> None:
    parent.answers_all(**BY_EMAIL)
    said = parent.agrees()
    assert "We have sent you a link It went to parent@hope.example ." in said
    reader = Parent()  # another browser, that of the mailbox
    assert "Would you like these messages?" in reader.opens(link_sent())
    assert Journey.objects.count() == 0
    assert DONE in reader.sends(link_sent())
    assert Journey.objects.get().channel == "email"
    assert (ConsentEvent.objects.get().door, confirmed(LOWER)) == ("email", True)
    assert "This link does not work any more" in reader.sends(link_sent())


@pytest.mark.parametrize("method", ["opens", "sends"])
def test_bad_or_old_link_says_what_to_do(parent: Parent, method: str) -> None:
    parent.answers_all(**BY_EMAIL)
    parent.agrees()
    for address in ("/confirm/nonsense/", link_sent()):
        later(hours=24)
        assert "you can ask for a new link" in getattr(parent, method)(address)
        assert parent.response.status_code == 404
    assert Journey.objects.count() == 0


def test_link_of_the_email_is_a_button_in_their_language(parent: Parent) -> None:
    parent.answers_all(**BY_EMAIL)
    parent.agrees()
    [parcel] = claim_replies(Clock.now, 10)
    message = build(parcel)
    [(html, _)] = message.alternatives
    assert message.to == [LOWER]
    assert message.subject == "Would you like Messages of Hope by e-mail?"
    assert f'href="http://localhost:8000{link_sent()}"' in str(html)
    assert str(html).count(link_sent()) == 1
    assert f"\nhttp://localhost:8000{link_sent()}\n" in str(message.body)
    assert mail.outbox == []


def test_both_begins_with_the_phone_and_asks_the_mailbox(parent: Parent) -> None:
    said = parent.joins(**BY_BOTH)
    assert "We have sent a link to your e-mail address too." in said
    assert (confirmed(E164), confirmed(LOWER), own(LOWER) == own()) == (True, False, False)  # nobody's before its yes
    assert "as well as to your phone" in parent.opens(link_sent())
    parent.sends(link_sent())
    assert (confirmed(LOWER), own(LOWER)) == (True, own())
    assert [event.door for event in ConsentEvent.objects.order_by("pk")] == ["web", "email"]


def test_stop_before_the_second_yes_holds(parent: Parent) -> None:
    parent.joins(**BY_BOTH)
    consent.stop(own().pk, "sms", Clock.now)
    assert "No messages will come" in parent.sends(link_sent())
    assert (own().state, confirmed(LOWER)) == ("stopped", False)


def test_somebody_elses_mailbox_hears_nothing_and_nobody_is_told(parent: Parent) -> None:
    owner = factories.subscriber(sms=False)
    Contact.objects.create(subscriber=owner, kind="email", address=LOWER, confirmed_at=Clock.now)
    said = parent.joins(**BY_BOTH)
    assert "We have sent a link to your e-mail address too." in said
    assert (own(LOWER), Nudge.objects.filter(channel="email").count()) == (owner, 0)


def test_address_that_somebody_named_and_never_proved_goes_to_whoever_proves_it(parent: Parent) -> None:
    squatter = Parent()
    squatter.joins(how={"channel": "both", "phone": "07700 900124", "email": LOWER})
    parent.answers_all(**BY_EMAIL)
    parent.agrees()
    assert DONE in Parent().sends(link_sent())
    assert own(LOWER) != own("+447700900124")
    assert own("+447700900124").state == "active"
    assert not own("+447700900124").contacts.filter(kind="email").exists()


def test_the_address_whose_link_is_pressed_is_theirs_and_no_other(parent: Parent) -> None:
    parent.joins(how={"channel": "both", "phone": PHONE, "email": "old@hope.example"})
    parent.joins(**BY_BOTH)
    parent.sends(link_sent())
    assert [contact.address for contact in own().contacts.order_by("confirmed_at", "pk")] == [E164, LOWER]


def test_proved_address_stays_when_another_is_named(parent: Parent) -> None:
    parent.joins(**BY_BOTH)
    parent.sends(link_sent())
    parent.joins(how={"channel": "both", "phone": PHONE, "email": "new@hope.example"})
    parent.sends(link_sent())
    assert {contact.address for contact in own().contacts.all()} == {E164, LOWER}


def test_stop_link_of_a_mailbox_that_is_nobodys_stops_only_that_mailbox(parent: Parent) -> None:
    parent.joins(**BY_BOTH)
    Client().post(stop_url(own(LOWER).pk).removeprefix("http://localhost:8000"))
    assert (own().state, own(LOWER).state) == ("active", "stopped")


@pytest.mark.parametrize("step", ["agree", "another"])
def test_budget_says_try_later_and_loses_nothing(parent: Parent, step: str) -> None:
    parent.answers_all()
    for _ in range(3):
        assert ASKED in parent.agrees()
    said = parent.agrees() if step == "agree" else parent.sends(reverse("join-code"), another="yes")
    assert "Please try again a little later" in said
    assert "text JOIN to us" in said
    assert (parent.response.status_code, Nudge.objects.count()) == (429, 3)
    assert "07700 900123" in parent.opens(reverse("join-check"))
    later(hours=1)
    assert ASKED in parent.agrees()


def test_one_visitor_cannot_text_many(parent: Parent, settings: LazySettings) -> None:
    settings.BUDGETS = settings.BUDGETS | {"visitor": (2, settings.BUDGETS["visitor"][1])}
    for number in ("07700 900001", "07700 900002"):
        parent.answers_all(how={"channel": "sms", "phone": number, "email": ""})
        assert ASKED in parent.agrees()
    parent.answers_all()
    parent.agrees()
    assert (parent.response.status_code, Contact.objects.count()) == (429, 2)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "10.6.6.6, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_visitor_is_who_our_own_proxies_saw(
    rf: Any, settings: LazySettings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert network_address(request) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_visitor_with_many_addresses_is_one(rf: Any, said: str, expected: str) -> None:
    assert network_address(rf.get("/", REMOTE_ADDR=said)) == expected


@pytest.fixture
def invitation() -> Invitation:
    inviter = factories.subscriber()
    child = factories.baby(date(2026, 10, 10))
    factories.journey(child, inviter)
    invitations.invite(inviter, child, Clock.now)
    return Invitation.objects.get()


def test_invited_parent_is_asked_for_no_dates_and_sees_none(parent: Parent, invitation: Invitation) -> None:
    link = reverse("invited", args=[invitation.key])
    said = [parent.opens(link), parent.sends(link)]
    assert parent.step == "you"
    said.append(parent.answers("you", role="father"))
    said += [parent.answers(step) for step in ("language", "how", "time", "area")]
    said += [parent.agrees(), parent.types(code_sent())]
    assert DONE in said[-1]
    assert not [one for one in said if "2026" in one.replace("2026-11", "")]
    journey = own().journeys.get()
    assert (journey.child, journey.role) == (invitation.child, "father")


def test_closed_invitation_gives_no_reason(parent: Parent, invitation: Invitation) -> None:
    link = reverse("invited", args=[invitation.key])
    parent.sends(link)
    for step in ("you", "language", "how", "time", "area"):
        parent.answers(step)
    later(days=15)
    for said in (parent.opens(link), parent.sends(link), Parent().opens("/i/nonsense/")):
        assert "This invitation is not open any more" in said
        assert "sent it to you can send a new one" in said
    assert parent.response.status_code == 410


def test_invitation_that_closes_before_the_code_joins_nobody(parent: Parent, invitation: Invitation) -> None:
    parent.sends(reverse("invited", args=[invitation.key]))
    for step in ("you", "language", "how", "time", "area"):
        parent.answers(step)
    parent.agrees()
    invitations.accept(invitation.key, Clock.now)
    assert "This invitation is not open any more" in parent.types(code_sent())
    assert own().state == "unconfirmed"


def test_opening_an_invitation_begins_nothing(parent: Parent, invitation: Invitation) -> None:
    parent.opens(reverse("invited", args=[invitation.key]))
    assert (Draft.objects.count(), parent.client.session.keys()) == (0, {}.keys())


@pytest.mark.parametrize("name", ["join", "join-check", "join-code"])
def test_pages_refuse_what_another_site_sends(name: str) -> None:
    assert Client(enforce_csrf_checks=True).post(reverse(name)).status_code == 403


def test_code_is_a_reply_that_nothing_takes_back(parent: Parent) -> None:
    parent.answers_all()
    parent.agrees()
    assert "is your code for Messages of Hope. It works for 10 minutes." in last_to(E164).text
