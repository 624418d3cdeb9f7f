"""Places: whose they are, keywords that are free, and what a list and a table tell of who joined."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Place
from cms import roles
from cms.places.keywords import suggestions
from directory.models import SureStart, Trust
from tests import factories
from tests.cms.areas_kit import lead
from tests.cms.role_kit import colleague, signed_in

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_campaigns_place:add"


@pytest.fixture
def colin() -> SureStart:
    return SureStart.objects.get(name="Colin")


def add(client: Client, **details: Any) -> Any:
    told = {"name": "Oak Library", "kind": "library", "keyword": "OAKLIBRARY", "is_open": "on"} | details
    return client.post(reverse(ADD), told)


def joins(keyword: str, number: int) -> None:
    for _ in range(number):
        factories.journey(factories.expecting(factories.JOINED.date()), keyword=keyword)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oak Library", ["OAKLIBRARY", "OAKL", "OAK"]),
        ("St. Brigid's Food Bank, Derry", ["BRIGIDSFOOD", "BRIGIDSDERRY", "BRIGIDSFBD"]),
        ("Café Ñandú", ["CAFENANDU", "CAFEN", "CAFE"]),
        ("Stop", ["STOP1", "STOP2", "STOP3"]),
        ("!", []),
    ],
)
def test_suggestions_come_from_the_name_and_mean_nothing_else(name: str, expected: list[str]) -> None:
    assert suggestions(name) == expected


def test_words_that_are_or_were_in_use_are_not_suggested() -> None:
    Place.objects.create(name="Oak", keyword="OAKLIBRARY")
    joins("OAKL", 1)
    assert suggestions("Oak Library") == ["OAK", "OAKLIBRARY1", "OAKLIBRARY2"]


def test_keyword_may_be_typed_in_any_way(colin: SureStart) -> None:
    add(signed_in(lead(colin)), keyword="oak library", sure_start=colin.pk)
    assert Place.objects.get().keyword == "OAKLIBRARY"


@pytest.mark.parametrize(
    ("keyword", "sentence"),
    [
        ("", "Each place needs a word of its own. These are free: OAKL, OAK"),
        ("OAKLIBRARY", "Another place has this word, or had it. Please choose another. These are free: OAKL"),
        ("STOP", "Parents text this word for something else. Please choose another. These are free: OAKL"),
        ("ÖAK", "Use 3 to 20 letters without accents, and digits."),
    ],
)
def test_refused_keyword_comes_with_free_ones(colin: SureStart, keyword: str, sentence: str) -> None:
    Place.objects.create(name="Elsewhere", keyword="OAKLIBRARY")
    assert sentence in add(signed_in(lead(colin)), keyword=keyword, sure_start=colin.pk).content.decode()


def test_keyword_by_which_parents_joined_stays(colin: SureStart) -> None:
    place = Place.objects.create(name="Oak Library", keyword="OAKLIBRARY", sure_start=colin, kind="library")
    joins("OAKLIBRARY", 1)
    client = signed_in(lead(colin))
    edit = reverse("wagtailsnippets_campaigns_place:edit", args=[place.pk])
    told = {"name": "Oak", "kind": "library", "sure_start": colin.pk, "is_open": "on"}
    assert "For another word please add a new place." in client.post(edit, told | {"keyword": "OAK"}).content.decode()
    client.post(edit, told | {"keyword": "OAKLIBRARY"})
    place.refresh_from_db()
    assert (place.name, place.keyword) == ("Oak", "OAKLIBRARY")


def test_leads_make_places_of_their_own_area_only(colin: SureStart) -> None:
    other = SureStart.objects.get(name="South Belfast")
    client = signed_in(lead(colin))
    form = client.get(reverse(ADD)).context["form"]
    assert (form["sure_start"].value(), list(form.fields["sure_start"].queryset)) == (colin.pk, [colin])
    assert "trust" not in form.fields
    for details in ({"sure_start": other.pk}, {}, {"trust": colin.trust_id}):
        add(client, **details)
    assert not Place.objects.exists()


def test_who_works_for_a_trust_chooses_among_its_sure_starts() -> None:
    trust = Trust.objects.create(name="T")
    mine = [SureStart.objects.create(name=name, trust=trust) for name in ("A", "B")]
    client = signed_in(lead(trust))
    form = client.get(reverse(ADD)).context["form"]
    assert [list(form.fields[name].queryset) for name in ("sure_start", "trust")] == [mine, [trust]]
    assert "Choose whose it is." in add(client).content.decode()
    assert (
        "Choose one: a Health Trust, or a Sure Start."
        in add(client, sure_start=mine[0].pk, trust=trust.pk).content.decode()
    )
    add(client, trust=trust.pk)
    assert Place.objects.get().trust == trust


def test_officers_place_may_belong_to_the_region() -> None:
    add(colleague(roles.CAMPAIGNS))
    assert Place.objects.get().is_regional


def test_region_is_read_and_not_changed(colin: SureStart) -> None:
    place = Place.objects.create(name="Regional stall", keyword="STALL", kind="other")
    client = signed_in(lead(colin))
    listing = client.get(reverse("wagtailsnippets_campaigns_place:list")).content.decode()
    urls = {view: reverse(f"wagtailsnippets_campaigns_place:{view}", args=[place.pk]) for view in ("edit", "inspect")}
    assert (urls["inspect"] in listing, urls["edit"] in listing) == (True, False)
    assert client.get(urls["inspect"]).status_code == 200
    assert client.get(urls["edit"]).status_code == 302


def test_list_and_table_tell_sign_ups_of_own_places(colin: SureStart) -> None:
    Place.objects.create(name="Oak", keyword="OAK", sure_start=colin, kind="library")
    Place.objects.create(name="=Elm", keyword="ELM", sure_start=colin, kind="library")
    Place.objects.create(name="Regional", keyword="STALL")
    joins("OAK", 7)
    joins("ELM", 3)
    joins("STALL", 8)
    client = signed_in(lead(colin))
    listing = client.get(reverse("wagtailsnippets_campaigns_place:list")).context["table"]
    assert {x.name: getattr(x, "sign_ups", None) and x.sign_ups.number for x in listing.data} == {
        "Oak": 7,
        "=Elm": None,
        "Regional": None,
    }
    lines = client.get(reverse("place_sign_ups"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:7] for line in lines[1:]] == [
        ["'=Elm", "library", "ELM", "Colin Sure Start", "yes", "http://localhost:8000/at/ELM/", "fewer than 5"],
        ["Oak", "library", "OAK", "Colin Sure Start", "yes", "http://localhost:8000/at/OAK/", "7"],
    ]
    html = client.get(reverse("place_sign_ups")).content.decode()
    assert "Oak" in html
    assert "Regional" not in html


def test_suggestions_are_told_while_somebody_types(colin: SureStart) -> None:
    client = signed_in(lead(colin))
    answer = client.get(reverse("place_keywords"), {"name": "Oak Library"})
    assert answer.json() == {"keywords": ["OAKLIBRARY", "OAKL", "OAK"]}
