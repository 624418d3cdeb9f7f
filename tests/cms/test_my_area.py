"""An area's own page, who works where, and what somebody of no area is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Event, Membership, Place, State
from cms import roles
from directory.models import SureStart
from tests import factories
from tests.cms.areas_kit import lead
from tests.cms.role_kit import colleague, member, signed_in
from tests.cms.staff_kit import NOON, content

pytestmark = pytest.mark.django_db

DAY = NOON.date()


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture
def colin() -> SureStart:
    return SureStart.objects.get(name="Colin")


def page(client: Client, **asked: str) -> str:
    return content(client.get(reverse("my_area"), asked)).decode()  # type: ignore[arg-type] # it is one


def fill(area: SureStart | None, number: int) -> None:
    """So many campaigns, events and places."""
    name = area.name if area else "Region"
    for n in range(number):
        own = {"sure_start": area}
        days = {"starts_on": DAY, "ends_on": DAY + timedelta(days=n)}
        Campaign.objects.create(
            **own, title=f"{name} week {n}", slug=f"{name}-{n}".lower().replace(" ", "-"), state=State.RUNNING, **days
        )
        hours = {
            "starts_at": NOON + timedelta(days=n),
            "ends_at": NOON + timedelta(days=n, hours=1),
            "changed_at": NOON,
        }
        Event.objects.create(**own, title=f"{name} stall {n}", where="Hall", **hours)
        Place.objects.create(**own, name=f"{name} library {n}", keyword=f"{name[:3].upper()}LIB{n}")


def test_lead_sees_what_is_on_in_their_area_and_in_the_region(colin: SureStart) -> None:
    fill(colin, 1)
    fill(None, 1)
    fill(SureStart.objects.get(name="South Belfast"), 1)
    for _ in range(6):
        factories.journey(factories.baby(DAY), sure_start=colin, keyword="COLLIB0")
    html = page(signed_in(lead(colin)))
    for words in (
        "Colin week 0",
        "It ends by itself after",
        "Colin stall 0",
        "Colin library 0",
        "COLLIB0",
        "Region week 0",
    ):
        assert words in html, words
    assert "English" in html
    for words in ("Region stall", "Region library", "South Belfast"):
        assert words not in html, words


def test_lead_opens_no_other_area(colin: SureStart) -> None:
    other = SureStart.objects.get(name="South Belfast")
    client = signed_in(lead(colin))
    found = [client.get(reverse("my_area"), {"area": x}).status_code for x in (f"sure_start-{other.pk}", "region", "x")]
    assert found == [404, 404, 404]


def test_officer_chooses_any_area(colin: SureStart) -> None:
    fill(colin, 1)
    fill(None, 1)
    officer = colleague(roles.CAMPAIGNS)
    assert "Region week 0" in page(officer)
    assert "Colin week 0" in page(officer, area=f"sure_start-{colin.pk}")
    assert "Colin week 0" in page(officer, area=f"trust-{colin.trust_id}")
    assert ">Colin Sure Start</option>" in page(officer)


def test_page_asks_as_much_for_five_of_each_as_for_one(colin: SureStart) -> None:
    client = signed_in(lead(colin))
    counts = []
    page(client)  # what Django looks up once and keeps
    for number in (1, 5):
        for model in (Event, Campaign, Place):
            model.objects.all().delete()
        fill(colin, number)
        with CaptureQueriesContext(connection) as caught:
            page(client)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_who_works_for_no_area_is_told_whom_to_ask(colin: SureStart) -> None:
    fill(colin, 1)
    member(roles.ADMINISTRATOR, name="Aidan Admin")
    client = signed_in(lead())
    places = reverse("wagtailsnippets_campaigns_place:list")
    for address in (reverse("wagtailadmin_home"), reverse("my_area"), reverse("place_sign_ups"), places):
        html = client.get(address).content.decode()
        assert "Nobody has said yet which Sure Start or Trust you work for" in html, address
        assert "They are: Aidan Admin." in html, address
        assert "Colin library" not in html, address


def test_front_page_tells_a_lead_where_they_work(colin: SureStart) -> None:
    html = signed_in(lead(colin)).get(reverse("wagtailadmin_home")).content.decode()
    assert "You work for Colin Sure Start." in html
    assert f'href="{reverse("my_area")}"' in html
    assert "You work for" not in colleague(roles.CAMPAIGNS).get(reverse("wagtailadmin_home")).content.decode()


def test_administrator_says_who_works_where(colin: SureStart) -> None:
    person = member(roles.SURE_START, name="Una Example")
    admin = colleague(roles.ADMINISTRATOR)
    add = reverse("wagtailsnippets_campaigns_membership:add")
    assert "Una Example (" in admin.get(add).content.decode()
    both = {"user": person.pk, "sure_start": colin.pk, "trust": colin.trust_id}
    assert "Choose one: a Health Trust, or a Sure Start." in admin.post(add, both).content.decode()
    admin.post(add, {"user": person.pk, "sure_start": colin.pk})
    assert Membership.objects.get().sure_start == colin


def test_leads_own_sure_start_is_chosen_on_the_sign_up(colin: SureStart) -> None:
    def chosen(client: Client) -> Any:
        return client.get(reverse("staff_sign_up")).context["form"]["sure_start"].value()

    other = SureStart.objects.get(name="South Belfast")
    assert chosen(signed_in(lead(colin))) == colin.pk
    assert chosen(signed_in(lead(colin, other))) is None
    assert chosen(signed_in(lead())) is None
