"""Helplines are checked again by somebody; the official list is looked at before it is taken."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from directory.models import Service, SureStart
from tests.cms.staff_kit import staff
from tests.directory.test_sure_start_list import OAK, everything, listed

pytestmark = pytest.mark.django_db

IMPORT = "import_sure_starts"
LISTING = "/admin/snippets/directory/service/"


@pytest.fixture(autouse=True)
def june(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture
def stale() -> Service:
    Service.objects.update(review_by=date(2027, 1, 1))
    Service.objects.filter(code="childline").update(checked_on=date(2025, 11, 1), review_by=date(2026, 5, 1))
    return Service.objects.get(code="childline")


@pytest.mark.usefixtures("stale")
def test_list_says_what_wants_checking_and_filters_it() -> None:
    client = staff("view_service", "change_service")
    assert "check it again" in client.get(LISTING).content.decode()
    found = client.get(LISTING, {"stale": "true"}).content.decode()
    assert ("Childline" in found, "Samaritans" in found) == (True, False)


@pytest.mark.usefixtures("stale")
def test_front_page_counts_them_for_those_who_may_check() -> None:
    assert "helpline to check again" in staff("change_service").get("/admin/").content.decode()
    assert "to check again" not in staff("add_subscriber").get("/admin/").content.decode()


def test_checking_makes_it_fresh_for_half_a_year(stale: Service) -> None:
    client = staff("view_service", "change_service")
    url = reverse("check_service", args=[stale.pk])
    assert "no message that names it can be published" in client.get(url).content.decode()
    said = client.post(url, {"phone": "0800 1111", "source": "Their page", "hours": "Day and night"}, follow=True)
    assert "is checked as of today" in said.content.decode()
    stale.refresh_from_db()
    assert (stale.checked_on, stale.review_by, stale.source) == (date(2026, 6, 1), date(2026, 11, 30), "Their page")


def test_checking_without_a_source_is_refused_and_changes_nothing(stale: Service) -> None:
    client = staff("change_service")
    page = client.post(reverse("check_service", args=[stale.pk]), {"phone": "0800 2222", "source": ""})
    assert "This field is required." in page.content.decode()
    stale.refresh_from_db()
    assert (stale.phone, stale.checked_on) == ("0800 1111", date(2025, 11, 1))


@pytest.mark.parametrize("permission", ["change_service", "change_surestart"])
def test_each_page_is_for_whoever_may(stale: Service, permission: str) -> None:
    client = staff(permission)
    pages = {"change_service": reverse("check_service", args=[stale.pk]), "change_surestart": reverse(IMPORT)}
    codes = {name: client.get(url).status_code for name, url in pages.items()}
    assert codes == {name: 200 if name == permission else 302 for name in pages}


def upload(content: bytes) -> dict[str, object]:
    return {"file": SimpleUploadedFile("list.csv", content)}


def test_list_is_looked_at_first_and_then_taken() -> None:
    client = staff("view_surestart", "change_surestart")
    before = everything()
    page = client.post(reverse(IMPORT), upload(listed(OAK)))
    assert "Oakhill Sure Start" in page.content.decode()
    assert everything() == before
    said = client.post(reverse(IMPORT), {"seen": page.context["form"]["seen"].value()}, follow=True)
    assert "1 Sure Start taken." in said.content.decode()
    assert SureStart.objects.filter(name="Oakhill").exists()


def test_list_with_a_mistake_shows_its_row_and_takes_nothing() -> None:
    before = everything()
    page = staff("change_surestart").post(reverse(IMPORT), upload(listed(OAK, "Elm,Nowhere,,,,,List,2026-11-01")))
    assert "There is no such Trust." in page.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    ("data", "says"), [({}, "Choose a file."), ({"seen": "forged"}, "This page was changed on its way.")]
)
def test_form_without_a_right_file_says_what_to_do(data: dict[str, str], says: str) -> None:
    assert says in staff("change_surestart").post(reverse(IMPORT), data).content.decode()
