"""A campaign's own page: who may read it, what it says in which language, and what it never shows."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns.models import Campaign, CampaignText, Event, Membership, Place, State, Topic
from cms import roles
from directory.models import SureStart, Trust
from messages.models import Message
from tests.campaigns.kit import mailing, week
from tests.cms.role_kit import member, signed_in
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-06-09 09:00")  # the week's second day


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.test_campaign_pages.clock"
    settings.TEXT_NUMBER = "07700 900000"


def clock() -> object:
    return NOW


@pytest.fixture
def oak() -> SureStart:
    return SureStart.objects.create(name="Oak", trust=Trust.objects.create(name="One Trust"))


@pytest.fixture
def elm() -> SureStart:
    return SureStart.objects.create(name="Elm", trust=Trust.objects.create(name="Two Trust"))


@pytest.fixture
def region() -> Campaign:
    campaign = week(slug="the-week", state=State.RUNNING)
    CampaignText.objects.create(campaign=campaign, title="A week for babies", theme="Together", intro="About it.")
    CampaignText.objects.create(campaign=campaign, language="pl", title="Tydzień niemowląt")
    for number, title in enumerate(("Talk", "Sing", "Rest")):
        Topic.objects.create(campaign=campaign, after_days=number, title=title)
    return campaign


def read(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def event(campaign: Campaign, title: str, **details: object) -> Event:
    at = NOW + timedelta(days=1)
    times = {"starts_at": at, "ends_at": at + timedelta(hours=1), "changed_at": NOW}
    return Event.objects.create(**{"campaign": campaign, "title": title, "where": "The hall"} | times | details)


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("state", State)
def test_page_is_public_from_approval_on(state: State) -> None:
    Campaign.objects.update(state=state)
    public = state in (State.APPROVED, State.RUNNING, State.PAUSED, State.FINISHED)
    assert Client().get("/campaigns/the-week/").status_code == (200 if public else 404)


def test_draft_is_there_for_the_staff_of_its_area_only(region: Campaign, oak: SureStart, elm: SureStart) -> None:
    Campaign.objects.update(state=State.DRAFT)
    week(slug="oaks", inherits=region, sure_start=oak)
    leads = [member(roles.SURE_START) for _ in range(2)]
    for user, sure_start in zip(leads, (oak, elm), strict=True):
        Membership.objects.create(user=user, sure_start=sure_start)
    people = [*leads, member(roles.CAMPAIGNS), member(roles.TRANSLATOR, "pl")]
    found = {
        slug: [signed_in(user).get(f"/campaigns/{slug}/").status_code for user in people]
        for slug in ("the-week", "oaks")
    }
    assert found == {"the-week": [200, 200, 200, 404], "oaks": [200, 404, 200, 404]}
    drafted = signed_in(leads[0]).get("/campaigns/oaks/")
    assert ("A draft" in drafted.content.decode(), drafted["Cache-Control"]) == (True, "private, no-store")


@pytest.mark.usefixtures("region")
def test_topic_of_today_comes_first_and_the_past_last() -> None:
    page = read("/campaigns/the-week/")
    parts = ("Today", ">Sing<", "The other days", ">Rest<", ">Talk<")
    assert sorted(parts, key=page.index) == list(parts)


@pytest.mark.usefixtures("region")
def test_english_on_a_polish_page_says_so() -> None:
    page = read("/pl/campaigns/the-week/")
    assert '<span lang="pl" dir="ltr">Tydzień niemowląt</span>' in page
    assert '<span lang="en" dir="ltr">Together</span>' in page
    assert '<h2 lang="en" dir="ltr">Sing</h2>' in page


def test_only_approved_words_are_shown(region: Campaign) -> None:
    good = mailing(region, 0, email="Hum one song.", email_pl="Zanuć piosenkę.")
    for details in ({"approved_by": ""}, {"live": False}, {"held_at": NOW}):
        hidden = mailing(region, 1, email="Nobody may read this.")
        Message.objects.filter(pk=hidden.message_id).update(**details)
    mailing(region, 2, email="Cannot be filled in: {nobody.phone}")
    english, polish = read("/campaigns/the-week/"), read("/pl/campaigns/the-week/")
    assert ("Hum one song." in english, "Nobody may" in english, "Cannot be" in english) == (True, False, False)
    assert ("Zanuć piosenkę." in polish, "Hum one song." in polish) == (True, False)
    assert good.message.topic in english


def test_events_are_those_to_come_that_are_shown_and_not_cancelled(region: Campaign) -> None:
    event(region, "Baby massage")
    event(region, "Hidden", is_published=False)
    event(region, "Called off", cancelled_at=NOW)
    event(region, "Long over", starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    page = read("/campaigns/the-week/")
    assert [name in page for name in ("Baby massage", "Hidden", "Called off", "Long over")] == [
        True,
        False,
        False,
        False,
    ]


def test_local_copy_has_its_own_address_and_shows_what_is_its_own(region: Campaign, oak: SureStart) -> None:
    copy = week(slug="oaks", inherits=region, sure_start=oak, state=State.RUNNING)
    CampaignText.objects.create(campaign=copy, intro="In Oak Park.")
    Topic.objects.create(campaign=copy, after_days=2, title="Rest in the park")
    Place.objects.create(name="Oak Library", keyword="OAKLIBRARY", sure_start=oak)
    own, regional = read("/campaigns/oaks/"), read("/campaigns/the-week/")
    assert [x in own for x in ("A week for babies", "In Oak Park.", "Rest in the park", "From Oak Sure Start")] == [
        True
    ] * 4
    assert ("?at=OAKLIBRARY" in own, ">OAKLIBRARY</bdi>" in own) == (True, True)
    assert ('href="/campaigns/oaks/"' in regional, "In Oak Park." in regional) == (True, False)


def test_week_about_loss_has_no_pictures_and_invites_nobody_to_join() -> None:
    campaign = week(slug="loss", state=State.RUNNING, occasion="baby_loss")
    Topic.objects.create(campaign=campaign, after_days=1, title="In your own way")
    mailing(campaign, 0, email="Your baby is remembered.")
    main = read("/campaigns/loss/").partition("<main")[2].partition("</main>")[0]
    assert [x in main for x in ("<img", "pictures/", 'href="/join/', "Small things to do")] == [False] * 4
    assert [x in main for x in ("0808 164 3332", 'href="/help/"', "Your baby is remembered.")] == [True] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_however_much_it_holds(
    region: Campaign, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        mailing(region, number, email="Hum.", email_pl="Zanuć.")
        event(region, f"Event {number}")
    read("/pl/campaigns/the-week/")  # what is kept between pages is kept by now
    with django_assert_num_queries(10):
        read("/pl/campaigns/the-week/")
