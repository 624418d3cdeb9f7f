"""What a parent changes on their own page: one question each, done at once, and mistakes keep what was typed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from directory.models import SureStart, Trust
from messages.stages import Stage, StageKind
from portal import invitations
from portal.models import Invitation
from subscribers import consent
from subscribers.models import Journey
from tests import factories
from tests.portal.own_page import BORN, DUE, NOW, dates, expecting_parent, parent_of_baby, url, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def words(content: bytes) -> str:
    """A page's text with single spaces."""
    return " ".join(content.decode().split())


def test_overview_shows_the_next_five_messages_with_their_days() -> None:
    for week in range(20, 30):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, week))
    person, _ = expecting_parent()  # 23 weeks and 6 days
    page = words(visiting(person).get(url("")).content)
    shown = [f'{day}</span> <span>pregnancy_week {week}<' for week, day in (
        (24, "22 November"), (25, "29 November"), (26, "6 December"), (27, "13 December"), (28, "20 December"),
    )]  # fmt: skip
    assert [one in page for one in shown] == [True] * 5
    assert "pregnancy_week 23" not in page
    assert "pregnancy_week 29" not in page


def test_overview_shows_twins_twice_and_another_child_in_another_card() -> None:
    person, journey = expecting_parent()
    factories.journey(factories.expecting(DUE), person)
    factories.journey(factories.baby(date(2024, 5, 3)), person)
    page = words(visiting(person).get(url("")).content)
    assert (page.count("Baby due 14 March 2027"), page.count("Born 3 May 2024")) == (2, 1)
    assert page.count("hope-card--lilac") == 1
    assert journey.child.due_date == DUE


@pytest.mark.parametrize(
    ("what", "value", "field"),
    [
        ("channel", "both", "both"),
        ("slot", "evening", "evening"),
        ("frequency", "3", 3),
        ("fallback", "none", "none"),
    ],
)
def test_choice_changes_every_child_s_messages(what: str, value: str, field: Any) -> None:
    person, _ = expecting_parent()
    factories.journey(factories.baby(BORN), person)
    client = visiting(person)
    answer = client.post(url("change", what), {what: value}, follow=True)
    assert list(person.journeys.values_list(what, flat=True)) == [field, field]
    assert "Thank you. That is changed." in words(answer.content)
    assert "That is changed" not in words(client.get(url("")).content)  # it is said once


def test_whoever_leaves_english_is_asked_for_the_fallback() -> None:
    """Only then: it is known already from one language to another, and nothing falls back from English."""
    person, _ = expecting_parent()
    factories.journey(factories.baby(BORN), person)
    client = visiting(person)
    for code, then in [("uk", url("change", "fallback")), ("ar", url("")), ("en", url(""))]:
        answer = client.post(url("change", "language"), {"language": code})
        assert answer.headers["Location"] == then
        assert list(person.journeys.values_list("language", flat=True)) == [code, code]


def test_place_is_chosen_and_taken_back() -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    trust, sure_start = Trust.objects.order_by("name")[0], SureStart.objects.order_by("name")[0]
    client.post(url("change", "trust"), {"trust": trust.pk})
    client.post(url("change", "sure_start"), {"sure_start": sure_start.pk})
    journey.refresh_from_db()
    assert (journey.trust, journey.sure_start) == (trust, sure_start)
    client.post(url("change", "sure_start"), {"sure_start": ""})
    journey.refresh_from_db()
    assert journey.sure_start is None


@pytest.mark.parametrize(("what", "value"), [("slot", "night"), ("slot", ""), ("channel", "email"), ("frequency", "9")])
def test_what_is_not_offered_is_refused(what: str, value: str) -> None:
    person = factories.subscriber()  # a phone and no mailbox
    journey = factories.journey(factories.expecting(DUE), person)
    before = getattr(journey, what)
    answer = visiting(person).post(url("change", what), {what: value})
    journey.refresh_from_db()
    assert (answer.status_code, getattr(journey, what)) == (200, before)
    assert "Choose one" in words(answer.content)


@pytest.mark.parametrize("what", ["state", "track", "plan_from", "subscriber"])
def test_nothing_else_can_be_changed(what: str) -> None:
    person, _ = expecting_parent()
    assert visiting(person).post(url("change", what), {what: "1"}).status_code == 404


@pytest.mark.parametrize("days", [7, 14, 28, 84, 182])
def test_pause_for_as_long_as_they_say_and_go_on_sooner(days: int) -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    page = words(client.post(url("pause"), {"days": days}, follow=True).content)
    journey.refresh_from_db()
    assert (journey.state, journey.paused_until) == ("paused", date(2026, 11, 21) + timedelta(days=days))
    assert "No messages until" in page
    assert "go on from now" in words(client.post(url("go-on"), follow=True).content)
    journey.refresh_from_db()
    assert (journey.state, journey.paused_until, journey.plan_from) == ("active", None, NOW)


def test_pause_without_a_length_asks_for_one() -> None:
    person, journey = expecting_parent()
    assert "Choose for how long" in words(visiting(person).post(url("pause"), {}).content)
    journey.refresh_from_db()
    assert journey.state == "active"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("yesterday", ("born", DUE, date(2026, 11, 20), 23)),
        ("born 20 November at 24 weeks", ("born", DUE, date(2026, 11, 20), 24)),
        ("3 November 2026 at 30 weeks", ("born", DUE, date(2026, 11, 3), 30)),  # their word: the due date was wrong
    ],
)
def test_birth_in_the_parent_s_own_words(typed: str, expected: tuple[Any, ...]) -> None:
    person, journey = expecting_parent()
    page = visiting(person).post(url("born", journey.pk), {"when": typed}, follow=True).content
    assert "a warm welcome to your baby" in words(page)
    assert dates(journey.child) == expected


def test_birth_of_twins_makes_two_journeys() -> None:
    person, journey = expecting_parent()
    visiting(person).post(url("born", journey.pk), {"when": "twins 20 November 2026"})
    assert [dates(x.child)[0] for x in person.journeys.all()] == ["born", "born"]


def test_birth_of_twins_who_were_expected_together() -> None:
    person, journey = expecting_parent()
    twin = factories.journey(factories.expecting(DUE), person)
    visiting(person).post(url("born", journey.pk), {"when": "yesterday"})
    assert dates(journey.child) == dates(twin.child) == ("born", DUE, date(2026, 11, 20), 23)


def test_birth_date_put_right_keeps_the_weeks() -> None:
    person, journey = parent_of_baby(gestation_weeks=32)
    page = visiting(person).post(url("born", journey.pk), {"when": "4 May 2026"}, follow=True).content
    assert "The date of birth is changed" in words(page)
    assert dates(journey.child) == ("born", None, date(2026, 5, 4), 32)


@pytest.mark.parametrize(
    ("said", "weeks"),
    [("20 November 2026 at 30 weeks", 30), ("20 November 2026", 22)],  # told, and reckoned from the due date
)
def test_told_weeks_stay_and_reckoned_weeks_follow_the_day(said: str, weeks: int) -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    for typed in (said, "13 November 2026"):
        client.post(url("born", journey.pk), {"when": typed})
    assert dates(journey.child) == ("born", DUE, date(2026, 11, 13), weeks)


@pytest.mark.parametrize("name", ["born", "due"])
def test_words_of_a_loss_lead_to_its_page(name: str) -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    for typed in ("she was stillborn on 3 May", "we lost the baby"):
        answer = client.post(url(name, journey.pk), {"when": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, url("loss", journey.pk))
    assert dates(journey.child) == ("expected", DUE, None, None)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("born", "I want to die"), ("due", "I want to die"), ("add", "I want to die"), ("add", "my baby died")],
)
def test_words_of_despair_lead_to_those_who_listen(name: str, typed: str) -> None:
    person, journey = expecting_parent()
    page = url(name, *([] if name == "add" else [journey.pk]))
    said = words(visiting(person).post(page, {"when": typed}).content)
    assert ("0808 808 8000" in said, "In danger ring 999." in said, "make out the date" in said) == (True, True, False)
    assert f'href="{page}"' in said
    assert person.journeys.count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("born", "", "Type a date, for example 14 March 2027"),
        ("born", "soon", "We could not make out the date."),
        ("born", "31 February", "We could not make out the date."),
        ("born", "3 December 2026", "That day is still to come."),
        ("born", "3 May 2019", "That date is too far off for us"),
        ("born", "3 November 2026", "That day does not fit the due date that we know."),  # 21 weeks
        ("born", "3 May 2025", "That day does not fit the due date that we know."),  # long before there was a baby
        ("due", "whenever", "We could not make out the date."),
        ("due", "3 May 2026", "That day is long past."),
        ("due", "3 May 2029", "That date is too far off for us"),
    ],
)
def test_date_that_cannot_be_is_explained_and_stays_typed(name: str, typed: str, sentence: str) -> None:
    person, journey = expecting_parent()
    page = visiting(person).post(url(name, journey.pk), {"when": typed}).content.decode()
    assert page.count(sentence) == 2
    assert f'value="{typed}"' in page or not typed
    assert dates(journey.child) == ("expected", DUE, None, None)


@pytest.mark.parametrize(
    ("typed", "expected"), [("28 March 2027", date(2027, 3, 28)), ("20 weeks pregnant", date(2027, 4, 10))]
)
def test_due_date_changed(typed: str, expected: date) -> None:
    person, journey = expecting_parent()
    twin = factories.journey(factories.expecting(DUE), person)
    page = visiting(person).post(url("due", journey.pk), {"when": typed}, follow=True).content
    assert "We have changed the due date" in words(page)
    assert [dates(x.child)[1] for x in (journey, twin)] == [expected, expected]


def test_due_date_of_a_baby_who_is_here_has_no_page() -> None:
    person, journey = parent_of_baby()
    assert visiting(person).get(url("due", journey.pk)).status_code == 404


def test_early_birth_gives_the_corrected_age_and_says_what_it_is() -> None:
    person, journey = parent_of_baby()
    client = visiting(person)
    assert "for play and talking we count from the due date" in words(client.get(url("early", journey.pk)).content)
    client.post(url("early", journey.pk), {"weeks": "32"})
    assert dates(journey.child) == ("born", None, BORN, 32)
    journey.child.refresh_from_db()
    assert journey.child.corrected_birth_date == BORN + timedelta(weeks=8)


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "Type the number"), ("soon", "in digits"), ("12", "from 22 on"), ("50", "up to 43")]
)
def test_weeks_that_cannot_be(typed: str, sentence: str) -> None:
    person, journey = parent_of_baby()
    assert sentence in words(visiting(person).post(url("early", journey.pk), {"weeks": typed}).content)
    assert dates(journey.child) == ("born", None, BORN, None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14 August 2027", ("expected", date(2027, 8, 14), None, None)),
        ("5 weeks old", ("born", None, date(2026, 10, 17), None)),
        ("born 3 May at 30 weeks", ("born", None, BORN, 30)),
    ],
)
def test_another_child_gets_the_same_ways_and_a_yes_in_the_ledger(typed: str, expected: tuple[Any, ...]) -> None:
    person, first = expecting_parent()
    person.journeys.update(language="pl", slot="afternoon", frequency=3)
    page = visiting(person).post(url("add"), {"when": typed}, follow=True).content
    assert "begin now" in words(page)
    second = person.journeys.exclude(pk=first.pk).get()
    assert dates(second.child) == expected
    assert (second.language, second.slot, second.frequency, second.role) == ("pl", "afternoon", 3, "mother")
    last = person.consents.order_by("pk").last()
    assert last
    assert (last.kind, last.door, last.at) == ("agreed", "web", NOW)


def test_another_child_by_weeks_alone_asks_which() -> None:
    person, _ = expecting_parent()
    page = words(visiting(person).post(url("add"), {"when": "12 weeks"}).content)
    assert "Is that weeks pregnant or weeks old?" in page
    assert person.journeys.count() == 1


def test_another_child_after_a_stop_restarts_nothing() -> None:
    person, _ = expecting_parent()
    client = visiting(person)
    consent.stop(person.pk, "sms", NOW)
    client.post(url("add"), {"when": "14 August 2027"})
    person.refresh_from_db()
    assert (person.state, person.journeys.count()) == ("stopped", 1)


def test_invitation_is_made_when_asked_for_and_works_once() -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    client.get(url("invite", journey.pk))
    assert not Invitation.objects.exists()
    page = client.post(url("invite", journey.pk)).content.decode()
    invitation = Invitation.objects.get()
    assert f"http://localhost:8000/invited/{invitation.key}/" in page or invitation.key in page
    assert invitations.is_open(invitation.key, NOW)
    assert invitation.ends_at == NOW + timedelta(days=14)


def test_each_parent_sees_their_own_choices_only() -> None:
    mother, journey = expecting_parent()
    father = factories.subscriber()
    factories.journey(journey.child, father, role="father", track="father_partner", slot="evening", language="pl")
    page = words(visiting(mother).get(url("")).content)
    assert ("Polski" in page.partition("<main")[2], "evening" in page.lower()) == (False, False)
    visiting(mother).post(url("change", "slot"), {"slot": "afternoon"})
    assert father.journeys.get().slot == "evening"


@pytest.mark.parametrize("at", [NOW])
def test_what_comes_next_is_silent_during_a_stop(at: datetime) -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 30))
    person, _ = expecting_parent()
    consent.stop(person.pk, "sms", at)
    page = words(visiting(person).get(url("")).content)
    assert "pregnancy_week 30" not in page
    assert "You have stopped all messages" in page
    assert Journey.objects.count() == 1
