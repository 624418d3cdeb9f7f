"""The report's page: who reads it, what it hides, and that it asks the database as often for much as for little."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Clicks, Helpful, Link, Place
from cms import roles
from delivery.models import Nudge, Reason, Status, Urgency
from directory.models import SureStart
from tests import factories
from tests.campaigns.kit import FIRST, mailing, week
from tests.cms.areas_kit import lead
from tests.cms.role_kit import member, signed_in
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOW = utc("2026-06-20 11:00")
ON_DAY = utc("2026-06-08 09:00")


def now(_request: object = None) -> object:
    return NOW


@pytest.fixture(autouse=True)
def _clock(settings: Any) -> None:
    settings.CLOCK = "tests.cms.test_campaign_report.now"


def nudges(of: Any, number: int, status: Status, **details: Any) -> None:
    """So many nudges of a mailing, each to a parent of their own."""
    for _ in range(number):
        journey = factories.journey(factories.expecting(date(2026, 9, 1)), sure_start=details.get("sure_start"))
        Nudge.objects.create(
            journey=journey,
            message=of.message,
            urgency=Urgency.REGIONAL,
            status=status,
            key=f"campaign:{of.pk}:{journey.pk}",
            due_at=ON_DAY,
            expires_at=ON_DAY,
            submitted_at=ON_DAY,
            **{"channel": "sms", "language": "en", "segments": 1}
            | {name: value for name, value in details.items() if name != "sure_start"},
        )


def joined(keyword: str, number: int) -> None:
    for _ in range(number):
        factories.journey(factories.expecting(date(2026, 9, 1)), factories.subscriber(joined=ON_DAY), keyword=keyword)


@pytest.fixture
def oak() -> SureStart:
    return SureStart.objects.create(name="Oak")


@pytest.fixture
def elm() -> SureStart:
    return SureStart.objects.create(name="Elm")


@pytest.fixture
def campaign() -> Campaign:
    made = week(state="running")
    for day in range(2):
        mailing(made, day)
    first = made.mailings.get(after_days=0)
    nudges(first, 20, Status.DELIVERED)
    nudges(first, 3, Status.UNDELIVERED, code="30003")
    nudges(first, 9, Status.CANCELLED, reason=Reason.CAP)
    return made


def page(user: Any, campaign: Campaign, query: str = "") -> Any:
    return signed_in(user).get(reverse("campaign_report", args=[campaign.pk]) + query)


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_report_hides_small_numbers_and_what_gives_them_away(campaign: Campaign) -> None:
    rows = table(page(member(roles.CAMPAIGNS), campaign, "?format=csv"))
    assert [row[3:] for row in rows if row[1] == "pregnancy_week 0" or row[1].startswith("campaign")] == [
        ["delivered", "20"],
        ["handed over", "0"],
        ["failed", "fewer than 5"],
        ["not sent", "not shown"],
        ["waiting", "0"],
        ["in all", "32"],
        ["English", "20"],
    ]
    assert not [row for row in rows if row[1] in ("why it failed", "why it was not sent")]
    text = page(member(roles.CAMPAIGNS), campaign).content.decode()
    assert "the phone was off" not in text
    assert "had had enough" not in text


def test_reasons_and_codes_are_told_in_words_where_there_are_enough(campaign: Campaign) -> None:
    second = campaign.mailings.get(after_days=1)
    for details in ({"code": "30003"}, {"code": "21614"}):
        nudges(second, 8, Status.UNDELIVERED, **details)
    text = page(member(roles.READ_ONLY), campaign, "?format=csv").content.decode()
    nudges(second, 5, Status.UNDELIVERED, code="30003")
    nudges(campaign.mailings.get(after_days=0), 2, Status.UNDELIVERED, code="30003")
    text = page(member(roles.READ_ONLY), campaign).content.decode()
    assert "the phone was off, or out of reach (code 30003)" in text
    assert "this is not a mobile phone (code 21614)" in text
    assert "the parent had had enough messages" in text


def test_area_reads_the_regions_totals_and_only_its_own_places(
    campaign: Campaign, oak: SureStart, elm: SureStart
) -> None:
    Place.objects.create(name="Oak Library", keyword="OAKLIBRARY", sure_start=oak)
    Place.objects.create(name="Elm Library", keyword="ELMLIBRARY", sure_start=elm)
    joined("OAKLIBRARY", 7)
    joined("ELMLIBRARY", 6)
    rows = table(page(lead(oak), campaign, "?format=csv"))
    assert [row[3:] for row in rows if row[1] == "joined"] == [
        ["Oak Library (OAKLIBRARY)", "7"],
        ["at other areas' places", "6"],
        ["in all", "13"],
    ]
    assert b"Elm" not in page(lead(oak), campaign).content
    assert b"Elm Library" in page(member(roles.CAMPAIGNS), campaign).content


def test_report_of_another_area_is_not_there(oak: SureStart, elm: SureStart) -> None:
    made = week(sure_start=elm)
    assert [page(lead(x), made).status_code for x in (elm, oak)] == [200, 404]
    assert page(member(roles.TRANSLATOR), made).status_code in (302, 403)


def test_local_copy_tells_how_the_regions_messages_fared_there(campaign: Campaign, oak: SureStart) -> None:
    nudges(campaign.mailings.get(after_days=1), 11, Status.SENT, sure_start=oak)
    copy = week(sure_start=oak, inherits=campaign)
    rows = table(page(lead(oak), copy, "?format=csv"))
    assert [row[3:] for row in rows if "region" in row[1]] == [
        ["delivered", "0"],
        ["handed over", "11"],
        ["failed", "0"],
        ["not sent", "0"],
        ["waiting", "0"],
        ["in all", "11"],
    ]


def test_clicks_events_answers_and_cost_are_told(campaign: Campaign) -> None:
    link = Link.objects.create(campaign=campaign, code="abcdef", label="The page", url="/campaigns/week/")
    Clicks.objects.create(link=link, day=FIRST, count=41)
    Helpful.objects.create(campaign=campaign, day=FIRST, yes=12, no=6)
    rows = table(page(member(roles.CAMPAIGNS), campaign, "?format=csv"))
    told = {(row[1], row[3]): row[4] for row in rows}
    assert told["clicks", "The page"] == "41"
    assert (told["was it helpful?", "yes"], told["was it helpful?", "no"]) == ("12", "6")
    assert told["events", ""] == "0"
    assert told["cost of the texts, in pounds", "about"] == "1.00"  # 23 segments at 4p, to ten pence upwards


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_report_asks_as_often_for_many_mailings_as_for_one(campaign: Campaign, oak: SureStart) -> None:
    client, address = signed_in(lead(oak)), reverse("campaign_report", args=[campaign.pk])
    Place.objects.create(name="Place", keyword="PLACE", sure_start=oak)
    joined("PLACE", 6)
    client.get(address)
    before = queries(lambda: client.get(address))
    for day in range(2, 6):
        nudges(mailing(campaign, day), 6, Status.SENT)
        Place.objects.create(name=f"Place {day}", keyword=f"PLACE{day}", sure_start=oak)
        joined(f"PLACE{day}", 6)
    assert queries(lambda: client.get(address)) == before


def test_campaign_without_mailings_has_a_report(oak: SureStart) -> None:
    answer = page(lead(oak), week(sure_start=oak))
    assert b"Nothing of it has been put into the outbox yet." in answer.content
    assert b"What these numbers do not say" in answer.content


def answered(campaign: Campaign, said: str, **headers: str) -> Any:
    return Client(enforce_csrf_checks=True, headers=headers or None).post(
        reverse("campaign-helpful", args=[campaign.slug]), {"helpful": said}
    )


def test_answer_on_the_page_is_counted_and_thanked_without_a_cookie(campaign: Campaign) -> None:
    page_of = reverse("campaign", args=[campaign.slug])
    assert b"Did this page help you?" in Client().get(page_of).content
    for said in ("yes", "yes", "no"):
        answer = answered(campaign, said, **{"Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{page_of}?answered#helpful")
        assert not answer.cookies
    thanks = Client().get(f"{page_of}?answered")
    assert b"We have kept nothing about you." in thanks.content
    assert not thanks.cookies
    assert list(Helpful.objects.values_list("day", "yes", "no")) == [(date(2026, 6, 20), 2, 1)]


@pytest.mark.parametrize(
    ("said", "headers"),
    [
        ("yes", {"Sec-Fetch-Site": "cross-site"}),
        ("yes", {"Sec-Fetch-Site": "same-site"}),
        ("yes", {"Origin": "https://elsewhere.example"}),
        ("yes", {"User-Agent": "Examplebot/1.0"}),
        ("perhaps", {"Origin": "http://testserver"}),
    ],
)
def test_answer_from_elsewhere_is_not_counted(campaign: Campaign, said: str, headers: dict[str, str]) -> None:
    assert answered(campaign, said, **headers).status_code == 302
    assert not Helpful.objects.exists()


def test_many_answers_from_one_address_are_thanked_and_not_counted(campaign: Campaign) -> None:
    for _ in range(8):
        assert answered(campaign, "yes").status_code == 302
    assert Helpful.objects.get().yes == 5


@pytest.mark.parametrize("state", ["draft", "submitted", "cancelled"])
def test_no_answers_to_a_page_that_is_not_public(campaign: Campaign, state: str) -> None:
    Campaign.objects.update(state=state)
    assert answered(campaign, "yes").status_code == 404
