"""Places in the admin: each keyword is a word that means nothing else to us."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("comms"))
    return client


def add(editor: Client, keyword: str) -> bytes:
    told = {"name": "Oak Library", "kind": "library", "keyword": keyword, "is_open": "on"}
    return editor.post(reverse("wagtailsnippets_campaigns_place:add"), told, follow=True).content


def test_place_gets_its_keyword(editor: Client) -> None:
    assert (
        b"It must not be a word that parents text for something else"
        in editor.get(reverse("wagtailsnippets_campaigns_place:add")).content
    )
    add(editor, "OAKLIBRARY")
    assert Place.objects.get().keyword == "OAKLIBRARY"


@pytest.mark.parametrize("keyword", ["STOP", "LOSS", "YES", "BORN", "MAY", "MONDAY", "DAD", "KONIEC"])
def test_word_that_parents_text_is_no_keyword(editor: Client, keyword: str) -> None:
    assert b"Parents text this word for something else." in add(editor, keyword)
    assert not Place.objects.exists()


def test_places_are_in_the_menu(editor: Client) -> None:
    assert f'"{reverse("wagtailsnippets_campaigns_place:list")}"'.encode() in editor.get("/admin/").content
