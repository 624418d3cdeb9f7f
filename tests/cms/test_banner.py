"""The one line above public pages while a campaign runs: where, when, for whom, and how soon a change is seen."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns.models import Campaign, CampaignText, State
from directory.models import SureStart, Trust
from tests.campaigns.kit import week
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOON = utc("2026-06-10 11:00")
LINE = "It is the week for babies"


class Clock:
    now = NOON


def clock() -> datetime:
    return Clock.now


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.test_banner.clock"
    Clock.now = NOON


def running(**details: object) -> Campaign:
    line = str(details.pop("line", LINE))
    campaign = week(**{"state": State.RUNNING, "has_banner": True, "slug": "the-week"} | details)
    CampaignText.objects.create(campaign=campaign, banner=line)
    return campaign


def is_shown(path: str, line: str = LINE) -> bool:
    return line in Client().get(path).content.decode()


def test_banner_stands_on_public_pages_and_leads_to_the_campaign() -> None:
    running()
    paths = ("/", "/week-by-week/", "/words/", "/privacy/", "/join/", "/whats-on/")
    assert [path for path in paths if not is_shown(path)] == []
    assert 'href="/campaigns/the-week/"' in Client().get("/").content.decode()


def test_banner_is_never_on_hard_pages_nor_on_its_own() -> None:
    running()
    paths = ["/help/", "/stop/token/", "/stop/token/loss/", "/stop/token/why/", "/mine/ask/", "/mine/", "/mine/stop/"]
    paths += ["/mine/erase/", "/mine/after-loss/", "/mine/1/loss/", "/join/check/", "/go/gggggg"]
    assert [path for path in [*paths, "/campaigns/the-week/"] if is_shown(path)] == []


def test_banner_is_not_on_the_page_of_a_week_about_loss() -> None:
    running()
    week(slug="loss", state=State.RUNNING, occasion="baby_loss")
    week(slug="another", state=State.RUNNING)
    assert (is_shown("/campaigns/loss/"), is_shown("/campaigns/another/")) == (False, True)


@pytest.mark.parametrize(
    "details",
    [
        {"state": State.PAUSED},
        {"state": State.CANCELLED},
        {"state": State.FINISHED},
        {"has_banner": False},
        {"occasion": "baby_loss"},
        {"line": ""},
    ],
)
def test_banner_is_of_campaigns_that_run_only(details: dict[str, object]) -> None:
    running(**details)
    assert b"campaign-banner" not in Client().get("/").content


@pytest.mark.parametrize("state", [State.APPROVED, State.RUNNING])
@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-06-07 22:59", False),
        ("2026-06-07 23:00", True),  # midnight in London
        ("2026-06-14 22:59", True),
        ("2026-06-14 23:00", False),
    ],
)
def test_banner_stands_between_the_local_days_whether_or_not_a_tick_has_come(
    at: str, state: State, *, shown: bool
) -> None:
    running(state=state)
    Clock.now = utc(at)
    assert is_shown("/") is shown


def test_banner_speaks_the_readers_language_or_says_that_it_is_english() -> None:
    campaign = running()
    CampaignText.objects.create(campaign=campaign, language="pl", banner="To jest tydzień niemowląt")
    assert is_shown("/pl/", "To jest tydzień niemowląt")
    page = " ".join(Client().get("/ar/").content.decode().split())
    assert f'lang="en" dir="ltr">{LINE}</a>' in page


def test_local_banner_stands_where_the_area_is_known() -> None:
    oak = SureStart.objects.create(name="Oak", trust=Trust.objects.create(name="One Trust"))
    region = running()
    running(slug="oaks", inherits=region, sure_start=oak, line="In Oak Park")
    asked = f"/whats-on/?near=sure-start-{oak.pk}"
    assert (is_shown(asked, "In Oak Park"), is_shown(asked), is_shown("/", "In Oak Park")) == (True, False, False)
    assert is_shown("/whats-on/?near=sure-start-999999")
    assert is_shown("/whats-on/?near=nonsense")


def test_change_of_another_process_is_seen_within_a_minute(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    campaign = running()
    assert is_shown("/words/")
    with django_assert_num_queries(0):
        assert is_shown("/words/")
    Campaign.objects.filter(pk=campaign.pk).update(state=State.CANCELLED)
    Clock.now = NOON + timedelta(seconds=31)
    assert not is_shown("/words/")


def test_clock_that_goes_back_is_noticed() -> None:
    assert not is_shown("/words/")
    running()
    Clock.now = NOON - timedelta(days=1)
    assert is_shown("/words/")
