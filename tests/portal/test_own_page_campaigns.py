"""Weeks and days for all families, on a parent's own page: left out of some, or, after a loss, asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from campaigns import choices
from campaigns.choices import ALL
from campaigns.models import Choice, Occasion
from messages import starter
from portal import loss
from subscribers import children, consent, pauses, tracks
from subscribers.models import Journey, Subscriber, Track
from tests import factories
from tests.campaigns.campaign_kit import mailing, waiting
from tests.portal import own_page
from tests.portal.own_page import BORN, NOW, expecting_parent, url, visiting
from tests.portal.test_own_page_changes import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAYS = ("Mother&#x27;s Day", "Father&#x27;s Day", "Babies born too soon")
WEEK = "Baby Loss Awareness Week"


def page(person: Subscriber) -> str:
    return words(visiting(person).get(url("campaigns")).content)


def save(person: Subscriber, **data: Any) -> int:
    return visiting(person).post(url("campaigns"), data).status_code


def ticked(content: str) -> list[str]:
    """The answers that are chosen on the page."""
    inputs = [one.partition(">")[0] for one in content.split("<input")[1:]]
    return [one.partition('value="')[2].partition('"')[0] for one in inputs if "checked" in one]


def test_overview_leads_there() -> None:
    person, _ = expecting_parent()
    assert f'href="{url("campaigns")}"' in words(visiting(person).get(url("")).content)


def test_everybody_is_asked_what_hurts_and_nothing_of_a_death() -> None:
    person, _ = expecting_parent()
    shown = page(person)
    assert [one in shown for one in DAYS] == [True] * 3
    assert WEEK not in shown
    assert ticked(shown) == ["everything"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"campaigns": "everything"}, {}),
        ({"campaigns": "only"}, {ALL: False}),
        ({"campaigns": "everything", "without": ["mothers_day", "prematurity"]}, dict.fromkeys(
            ("mothers_day", "prematurity"), False)),
        ({"campaigns": "only", "without": ["fathers_day"]}, {ALL: False, "fathers_day": False}),
    ],
)  # fmt: skip
def test_what_is_said_is_kept_and_shown(data: dict[str, Any], said: dict[str, bool]) -> None:
    person, _ = expecting_parent()
    assert save(person, **data) == 302
    assert choices.choices_of(person) == said
    assert ticked(page(person)) == [data["campaigns"], *data.get("without", [])]


def test_a_tick_taken_away_leaves_nothing_said() -> None:
    person, _ = expecting_parent()
    save(person, campaigns="only", without=["mothers_day"])
    save(person, campaigns="everything")
    assert choices.choices_of(person) == {}


def test_what_was_not_changed_keeps_its_day() -> None:
    person, _ = expecting_parent()
    save(person, campaigns="only")
    own_page.set_clock(factories.utc("2026-11-22 10:00"))
    save(person, campaigns="only", without=["mothers_day"])
    days = dict(Choice.objects.values_list("occasion", "at"))
    assert days == {ALL: NOW, "mothers_day": factories.utc("2026-11-22 10:00")}


def test_a_no_on_the_page_cancels_what_waits() -> None:
    person, journey = expecting_parent()
    nudge = waiting(mailing(Occasion.FATHERS_DAY), journey)
    save(person, campaigns="everything", without=["fathers_day"])
    nudge.refresh_from_db()
    assert nudge.reason == "declined"


@pytest.mark.parametrize("data", [{}, {"campaigns": "nonsense"}, {"campaigns": "only", "without": ["baby_loss"]}])
def test_what_is_no_answer_changes_nothing(data: dict[str, Any]) -> None:
    person, _ = expecting_parent()
    assert save(person, **data) == 200
    assert choices.choices_of(person) == {}


def test_whoever_has_stopped_is_asked_nothing() -> None:
    person, _ = expecting_parent()
    client = visiting(person)
    consent.stop(person.pk, "sms", NOW)
    assert client.get(url("campaigns"))["Location"] == url("")
    assert client.post(url("campaigns"), {"campaigns": "only"})["Location"] == url("")
    assert choices.choices_of(person) == {}
    assert url("campaigns") not in words(client.get(url("")).content)


def only_a_loss(person: Subscriber) -> None:
    loss.report(person, NOW)


def care(person: Subscriber) -> None:
    loss.report(person, NOW)
    children.ask_for_care(person.pk, NOW)


def another_child_waits(person: Subscriber) -> None:
    other = factories.journey(factories.baby(BORN), person)
    loss.report_child(person, person.journeys.exclude(pk=other.pk).get().child, NOW)


def another_child_goes_on(person: Subscriber) -> None:
    another_child_waits(person)
    pauses.resume(Journey.objects.filter(subscriber=person), NOW)


def pregnant_after_a_loss(person: Subscriber) -> None:
    tracks.follow(person.journeys.get(), Track.AFTER_LOSS, NOW)


NOTHING = "No messages of ours come to you now, so nothing would come in that week either."
TEXT_CARE = "text CARE to us"
UNTIL = "We can write to you until 19 February 2027."
AS_LONG = "We write to you in that week, for as long as you get our other messages."


@pytest.mark.parametrize(
    ("lose", "sentence", "others"),
    [
        (only_a_loss, NOTHING, False),
        (care, UNTIL, False),
        (another_child_waits, NOTHING, False),
        (another_child_goes_on, AS_LONG, True),
        (pregnant_after_a_loss, AS_LONG, True),
    ],
)
def test_after_a_loss_it_is_said_what_would_really_come(
    lose: Callable[[Subscriber], None],
    sentence: str,
    others: bool,  # noqa: FBT001 - a column of the table
) -> None:
    person, _ = expecting_parent()
    lose(person)
    shown = page(person)
    said = [one for one in (NOTHING, UNTIL, AS_LONG) if one in shown]
    assert (said, [one in shown for one in DAYS]) == ([sentence], [others] * 3)
    assert "You get none of these, unless you ask for them here." in shown
    assert "child&#x27;s stage" not in shown
    assert ticked(shown) == []


@pytest.mark.parametrize("written", [True, False])
def test_care_is_named_once_it_is_written(written: bool) -> None:  # noqa: FBT001 - both ways
    if written:
        starter.load(NOW, "Dr Approver")
    person, _ = expecting_parent()
    loss.report(person, NOW)
    assert (TEXT_CARE in page(person)) is written


def test_after_a_loss_a_tick_is_a_yes_and_taken_away_a_no() -> None:
    person, _ = expecting_parent()
    care(person)
    assert save(person, week=["baby_loss"]) == 302
    assert choices.choices_of(person) == {"baby_loss": True}
    assert ticked(page(person)) == ["baby_loss"]
    assert save(person) == 302
    assert choices.choices_of(person) == {"baby_loss": False}


def test_after_a_loss_other_days_can_be_asked_for_and_a_no_from_before_stays() -> None:
    person, _ = expecting_parent()
    choices.choose(person.pk, "mothers_day", wanted=False, now=NOW)
    another_child_goes_on(person)
    save(person, others=["general"])
    assert choices.choices_of(person) == {"mothers_day": False, "general": True}
    assert '<details class="govuk-details" open>' in page(person)


def test_what_was_asked_for_can_be_taken_back_when_it_could_not_come() -> None:
    person, _ = expecting_parent()
    another_child_goes_on(person)
    save(person, others=["general"])
    person.journeys.exclude(child__state="lost").update(state="paused", paused_for="loss")
    assert "general" in ticked(page(person))
    save(person)
    assert choices.choices_of(person) == {"general": False}


def test_a_form_from_before_the_loss_says_yes_to_nothing() -> None:
    person, _ = expecting_parent()
    loss.report(person, NOW)
    save(person, campaigns="everything")
    assert choices.choices_of(person) == {}
