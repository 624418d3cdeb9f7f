"""The list of campaigns, and the panels on the admin's front page: who sees which, and what it waits for."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from campaigns.models import Membership, State
from cms import roles
from tests.cms.desk_kit import FIRST, area, campaign, copy_of, do, lead, officer, page, text_of
from tests.cms.role_kit import member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]


@pytest.fixture
def _noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


def listed(user: User, **query: str) -> set[str]:
    return {x.title for x in page(user, "campaigns", None, **query).context["object_list"]}


def test_each_sees_their_own_and_the_regions() -> None:
    oak, elm = area(), area("Elm")
    campaign(title="Region")
    campaign(title="Of Oak", sure_start=oak)
    campaign(title="Of Elm", sure_start=elm)
    campaign(title="Of Elm's Trust", trust=elm.trust)
    of_trust = member(roles.SURE_START)
    Membership.objects.create(user=of_trust, trust=elm.trust)
    everything = {"Region", "Of Oak", "Of Elm", "Of Elm's Trust"}
    assert listed(lead(oak)) == {"Region", "Of Oak"}
    assert listed(lead(elm)) == {"Region", "Of Elm"}
    assert listed(of_trust) == {"Region", "Of Elm", "Of Elm's Trust"}
    assert listed(member(roles.SURE_START)) == {"Region"}
    assert listed(officer()) == listed(member(roles.READ_ONLY)) == everything


def test_filters_and_search() -> None:
    oak, ann = area(), officer()
    campaign(title="Week", state=State.APPROVED)
    campaign(title="Stall", sure_start=oak, kind="local", starts_on="2025-06-08", ends_on="2025-06-08")
    campaign(title="Waits", state=State.SUBMITTED, submitted_by=officer("Ben Example"))
    campaign(title="Mine", state=State.SUBMITTED, submitted_by=ann)
    assert listed(ann, state="approved") == {"Week"}
    assert listed(ann, kind="local") == listed(ann, year="2025") == {"Stall"}
    assert listed(ann, owner=f"sure-start-{oak.pk}") == {"Stall"}
    assert listed(ann, owner="region") == {"Week", "Waits", "Mine"}
    assert listed(ann, q="stal") == listed(ann, q="Oak") == {"Stall"}
    assert listed(ann, waits="you") == {"Waits"}


def test_lead_cannot_ask_for_another_areas() -> None:
    elm = area("Elm")
    campaign(title="Of Elm", sure_start=elm)
    answer = page(lead(area()), "campaigns", owner=f"sure-start-{elm.pk}")
    assert "Of Elm" not in answer.content.decode()
    assert "Elm Sure Start" not in answer.content.decode()


WAITS = [
    (State.DRAFT, {}, "waits to be finished and submitted", "is being prepared"),
    (State.SUBMITTED, {}, "waits for you to approve", "waits for the regional team to approve"),
    (
        State.SUBMITTED,
        {"submitted": True},
        "waits for a colleague to approve",
        "waits for the regional team to approve",
    ),
    (State.APPROVED, {}, "begins on 8 June", "begins on 8 June"),
    (State.RUNNING, {}, "until 14 June", "until 14 June"),
    (State.PAUSED, {}, "waits for somebody to resume or cancel it", "waits for somebody to resume or cancel it"),
]


@pytest.mark.parametrize(("state", "details", "officers", "leads"), WAITS)
def test_what_it_waits_for(state: State, details: dict[str, bool], officers: str, leads: str) -> None:
    ann = officer()
    campaign(state=state, submitted_by=ann if details else None)
    assert officers in text_of(page(ann, "campaigns"))
    assert leads in text_of(page(lead(area()), "campaigns"))


def test_list_asks_the_same_number_of_times_whatever_there_is() -> None:
    client = signed_in(lead(area()))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page(client, "campaigns")
        return len(found)

    parent = campaign(state=State.APPROVED)
    asked()
    before = asked()
    for state in (State.SUBMITTED, State.DRAFT):
        campaign(state=state, submitted_by=officer())
    assert asked() == before
    assert parent.starts_on == FIRST


def test_menu_leads_there_whoever_has_to_do_with_them() -> None:
    item = f'"{reverse("campaigns")}"'
    assert item in signed_in(lead(area())).get("/admin/").content.decode()
    assert item not in signed_in(member(roles.TRANSLATOR, "pl")).get("/admin/").content.decode()


def front(user: User) -> str:
    return text_of(signed_in(user).get("/admin/"))


def test_front_page_tells_approvers_and_those_it_came_back_to() -> None:
    oak, ann = area(), officer()
    lea = lead(oak)
    of = campaign(title="Massage month", sure_start=oak, changed_by=lea)
    other = copy_of(campaign(state=State.APPROVED), area("Elm"), state=State.SUBMITTED)
    assert "wait for your approval" not in front(lea)
    do(lea, "submit", of)
    said = front(ann)
    assert "Campaigns that wait for your approval" in said
    assert "Massage month" in said
    assert other.title in said
    assert "sent back to you" not in front(lea)
    do(ann, "send_back", of, "Which day?")
    assert "Campaigns that were sent back to you Massage month Oak Sure Start “Which day?”" in front(lea)
    do(lea, "submit", of)
    assert "sent back to you" not in front(lea)


def test_what_somebody_took_back_did_not_come_back_to_them() -> None:
    oak = area()
    lea = lead(oak)
    of = campaign(sure_start=oak, changed_by=lea)
    do(lea, "submit", of)
    do(lea, "send_back", of)
    assert "sent back to you" not in front(lea)
