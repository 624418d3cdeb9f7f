"""Three doors to a campaign: from nothing, from last year's, and as a local copy."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from campaigns.models import Campaign, CampaignText, Membership, Observance, State
from cms import roles
from tests.cms.desk_kit import (
    FIRST,
    LAST,
    area,
    campaign,
    copy_of,
    lead,
    officer,
    opened,
    page,
    regional,
    send,
    text_of,
)
from tests.cms.role_kit import member, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]
NEXT = {"title": "The week 2027", "starts_on": "2027-06-07", "ends_on": "2027-06-13"}


@pytest.fixture
def _noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


def made(title: str) -> Campaign:
    return Campaign.objects.get(title=title)


def test_new_one_of_a_lead_belongs_to_their_area() -> None:
    oak = area()
    lea = lead(oak)
    told = opened(lea, "campaign_new") | {"title": "Massage month", "starts_on": "2026-06-08", "ends_on": "2026-06-30"}
    answer = send(lea, "campaign_new", None, told)
    of = made("Massage month")
    assert said(answer) == ["It is saved as a draft. Next: its texts, its topics and its messages."]
    assert (of.sure_start, of.trust, of.kind, of.slug) == (oak, None, "local", "massage-month")
    assert (of.changed_by, of.state, of.texts.get().title) == (lea, State.DRAFT, "Massage month")


def test_lead_makes_nothing_for_others() -> None:
    elm = area("Elm")
    lea = lead(area())
    told = opened(lea, "campaign_new") | {"title": "X", "starts_on": "2026-06-08", "ends_on": "2026-06-30"}
    for owner in ("region", f"sure-start-{elm.pk}", f"trust-{elm.trust_id}", "nonsense"):
        send(lea, "campaign_new", None, told | {"owner": owner})
    assert not Campaign.objects.exists()


def test_new_one_is_made_once_when_the_button_is_pressed_twice() -> None:
    ann = officer()
    told = opened(ann, "campaign_new") | {"title": "Week", "owner": "region", "starts_on": "2026-06-08"}
    told["ends_on"] = "2026-06-09"
    first, second = (send(ann, "campaign_new", None, told) for _ in range(2))
    assert Campaign.objects.count() == 1
    assert text_of(first) == text_of(second) or "Week" in text_of(second)


def observance(**details: Any) -> Observance:
    told: dict[str, Any] = {"name": "World Prematurity Day", "occasion": "prematurity", "theme": "Small actions"}
    day = date(2026, 11, 17)
    told |= {"starts_on": day, "ends_on": day, "source": "EFCNI", "checked_on": day}
    return Observance.objects.create(**told | details)


def test_known_day_gives_its_title_theme_and_dates() -> None:
    ann, known = officer(), observance()
    told = opened(ann, "campaign_new", None, observance=str(known.pk))
    assert (told["title"], told["kind"], told["starts_on"]) == ("World Prematurity Day, 2026", "day", "2026-11-17")
    send(ann, "campaign_new", None, told | {"owner": "region"}, observance=str(known.pk))
    of = made("World Prematurity Day, 2026")
    assert (of.occasion, of.ends_on, of.texts.get().theme) == ("prematurity", date(2026, 11, 17), "Small actions")


def test_known_day_that_is_over_gives_no_dates() -> None:
    ann, known = officer(), observance(starts_on=date(2025, 11, 17), ends_on=date(2025, 11, 17))
    told = opened(ann, "campaign_new", None, observance=str(known.pk))
    assert (told["title"], "starts_on" in told) == ("World Prematurity Day", False)


def test_last_years_is_taken_over_whole() -> None:
    ann, last = officer(), regional(expecting=False, roles=["father"], budget_pence=5000)
    assert "starts_on" not in opened(ann, "campaign_begin_from", last)  # dates are never worked out
    for _ in range(2):
        send(ann, "campaign_begin_from", last, NEXT)
    of = made("The week 2027")
    assert (of.starts_on, of.ends_on, of.begun_from) == (date(2027, 6, 7), date(2027, 6, 13), last)
    assert (of.expecting, of.roles, of.budget_pence, of.state) == (False, ["father"], 5000, State.DRAFT)
    assert list(of.topics.values_list("title", flat=True)) == ["Singing", "Holding"]
    assert [(x.day, x.message.sms) for x in of.mailings.all()] == [(date(2027, 6, 7), "Hum a little song.")]


REFUSED = [
    ({"ends_on": "2027-06-01"}, "Choose a day that does not come before the first one."),
    ({"starts_on": "2025-06-01", "ends_on": "2025-06-07"}, "That day is over. Choose one that is to come."),
    ({"title": ""}, "This field is required."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_dates_that_cannot_be_are_refused(changes: dict[str, str], sentence: str) -> None:
    ann, last = officer(), regional()
    assert sentence in text_of(send(ann, "campaign_begin_from", last, NEXT | changes))
    assert Campaign.objects.count() == 1


def test_lead_of_two_areas_says_for_which_they_begin() -> None:
    oak, elm, last = area(), area("Elm"), regional()
    lea = lead(oak)
    Membership.objects.create(user=lea, sure_start=elm)
    assert "This field is required." in text_of(send(lea, "campaign_begin_from", last, NEXT))
    send(lea, "campaign_begin_from", last, NEXT | {"owner": f"sure-start-{elm.pk}"})
    assert made("The week 2027").sure_start == elm


def test_who_works_for_no_area_is_told_so() -> None:
    nobody, last = member(roles.SURE_START), regional()
    assert "You work for no Trust or Sure Start yet." in text_of(send(nobody, "campaign_begin_from", last, NEXT))
    assert "You work for no Trust or Sure Start yet." in text_of(page(nobody, "campaign_copy", last))


def test_only_visible_ones_are_offered() -> None:
    campaign(title="Region")
    campaign(title="Of Elm", sure_start=area("Elm"))
    found = page(lead(area()), "campaign_begin").context["campaigns"]
    assert [x["campaign"].title for x in found] == ["Region"]
    assert page(lead(area("Ash")), "campaign_begin_from", made("Of Elm")).status_code == 404


def copy(user: User, of: Campaign, **told: str) -> Any:
    return send(user, "campaign_copy", of, opened(user, "campaign_copy", of) | told)


def test_local_copy_is_made_once() -> None:
    oak, parent = area(), regional()
    lea = lead(oak)
    told = opened(lea, "campaign_copy", parent)
    first, again = (send(lea, "campaign_copy", parent, told) for _ in range(2))
    assert said(first) == ["Here is your copy. It says what the region says until you change a part."]
    assert said(again) == ["There is a copy already. Here it is."]
    of = parent.copies.get()
    assert (of.sure_start, of.starts_on, of.ends_on, of.topics.count()) == (oak, FIRST, LAST, 0)
    assert CampaignText.objects.filter(campaign=of).count() == 0
    assert f"Open our copy of {parent.title}" in text_of(page(lea, "campaign_add"))


def test_officer_makes_one_for_a_sure_start() -> None:
    oak, parent = area(), regional()
    copy(officer(), parent, owner=f"sure-start-{oak.pk}")
    assert parent.copies.get().sure_start == oak


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CANCELLED, State.FINISHED])
def test_what_is_not_approved_has_no_copies(state: State) -> None:
    parent, lea = campaign(state=state), lead(area())
    assert page(lea, "campaign_copy", parent).status_code == 302
    assert parent.title not in text_of(page(lea, "campaign_add"))


def test_copy_of_a_copy_is_not_offered() -> None:
    oak = area()
    of = copy_of(regional(), oak, state=State.APPROVED)
    assert page(lead(oak), "campaign_copy", of).status_code == 302
