"""What a new service begins with: dates with their sources, and examples that nobody has signed off."""

import re
from collections import Counter
from datetime import date
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command

from campaigns import starter
from campaigns.models import Campaign, Mailing, Observance, Occasion, State, Step
from messages import editorial
from messages.models import Approval, Message
from subscribers.models import Role, Track
from tests.factories import utc

WEEK = "Infant Mental Health Awareness Week"
ROWS = starter.observances()
EXAMPLES = starter.examples()
NAMES = [row["slug"] for row in EXAMPLES]
NAMED = ("Father's", "Mother's")  # the days' own names
NOW = utc("2027-01-10 12:00")


def test_history_of_the_week_is_whole_and_ends_with_what_was_announced() -> None:
    years = sorted(row.starts_on.year for row in ROWS if row.name == WEEK)
    assert years == list(range(2016, 2027))


def test_days_of_the_others_are_known_for_two_years() -> None:
    found = Counter((row.name, row.occasion) for row in ROWS if row.name != WEEK)
    assert found == {
        ("Baby Loss Awareness Week", Occasion.BABY_LOSS): 2,
        ("World Prematurity Day", Occasion.PREMATURITY): 2,
        ("Mother's Day", Occasion.MOTHERS_DAY): 2,
        ("Father's Day", Occasion.FATHERS_DAY): 2,
    }
    assert {row.starts_on.year for row in ROWS if row.name != WEEK} == {2026, 2027}


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_date_has_its_source_and_fits_its_columns(row: Observance) -> None:
    row.full_clean()
    assert row.source
    assert row.checked_on == date(2026, 11, 21)


@pytest.mark.django_db
def test_loading_again_changes_nothing_that_staff_have_written() -> None:
    out = StringIO()
    call_command("load_observances", stdout=out)
    Observance.objects.filter(name=WEEK, starts_on__year=2026).update(theme="Found at last")
    call_command("load_observances", stdout=out)
    assert out.getvalue() == f"{len(ROWS)} weeks and days added.\n0 weeks and days added.\n"
    assert Observance.objects.get(name=WEEK, starts_on__year=2026).theme == "Found at last"
    assert not Campaign.objects.exists()


@pytest.mark.django_db
def test_examples_come_on_request_as_drafts_that_nobody_has_signed_off() -> None:
    starter.load_observances()
    made = starter.load_examples(NOW.date(), NOW)
    assert [(x.slug, x.state, x.occasion) for x in made] == [
        ("world-prematurity-day-2027", State.DRAFT, "prematurity"),
        ("baby-loss-awareness-week-2027", State.DRAFT, "baby_loss"),
        ("fathers-day-2027", State.DRAFT, "fathers_day"),
        ("mothers-day-2027", State.DRAFT, "mothers_day"),
    ]
    assert set(Step.objects.values_list("comment", flat=True)) == {str(starter.UNSIGNED)}
    assert "needs clinical sign-off" in str(starter.UNSIGNED)
    assert (Message.objects.filter(live=True).exists(), Approval.objects.exists()) == (False, False)
    tracks = dict(Mailing.objects.values_list("campaign__occasion", "message__track"))
    assert tracks == {x.occasion: Track.CARE if x.occasion == "baby_loss" else Track.CARER for x in made}
    assert starter.load_examples(NOW.date(), NOW) == []


@pytest.mark.django_db
def test_occasion_without_a_date_to_come_gets_no_example() -> None:
    starter.load_observances()
    assert [x.slug for x in starter.load_examples(date(2027, 6, 20), NOW)] == [
        "world-prematurity-day-2027",
        "baby-loss-awareness-week-2027",
    ]


@pytest.mark.django_db
def test_command_tells_that_examples_need_sign_off() -> None:
    out = StringIO()
    call_command("load_observances", "--examples", stdout=out)
    assert "Each needs clinical sign-off." in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("row", EXAMPLES, ids=NAMES)
def test_example_passes_the_checks_of_an_editors_desk(row: dict[str, Any]) -> None:
    starter.load_observances()
    campaign = next(x for x in starter.load_examples(NOW.date(), NOW) if x.slug.startswith(row["slug"]))
    campaign.full_clean()
    campaign.texts.get().full_clean()
    message = campaign.mailings.get().message
    found = editorial.check(message, today=NOW.date(), services=editorial.services())
    assert [x for x in found if x.excerpt not in NAMED] == []
    assert set(row["roles"]) <= set(Role.values)


@pytest.mark.parametrize("row", EXAMPLES, ids=NAMES)
def test_example_is_gentle(row: dict[str, Any]) -> None:
    said = " ".join(str(x) for x in [*row.values(), *row["message"].values()])
    assert not re.search(r"!|\bshould\b|\bmust\b|\bjust\b|\bsimply\b", said)


def test_weeks_do_not_overlap() -> None:
    weeks = sorted((row.starts_on, row.ends_on) for row in ROWS if row.name == WEEK)
    assert all(end < begin for (_, end), (begin, _) in pairwise(weeks))


@pytest.mark.parametrize("row", [x for x in ROWS if x.name in ("Mother's Day", "Father's Day")], ids=str)
def test_days_of_mothers_and_fathers_are_sundays(row: Observance) -> None:
    assert (row.starts_on.strftime("%A"), row.ends_on) == ("Sunday", row.starts_on)
