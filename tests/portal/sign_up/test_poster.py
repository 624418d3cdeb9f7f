"""The short address on a poster leads to the join, in the reader's language, with the place's word."""

import pytest
from django.test import Client

from campaigns.models import Place
from directory.models import SureStart
from portal.models import Draft
from portal.posters import address_of
from portal.sign_up import Answers
from tests.portal.sign_up.parent import Parent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "phone", "leads_to"),
    [
        ("/at/OAKLIBRARY/", "", "/join/?at=OAKLIBRARY"),
        ("/at/oaklibrary/", "", "/join/?at=OAKLIBRARY"),
        ("/at/OAKLIBRARY/", "pl,en;q=0.5", "/pl/join/?at=OAKLIBRARY"),
        ("/at/OAKLIBRARY/", "xx", "/join/?at=OAKLIBRARY"),
        ("/ar/at/OAKLIBRARY/", "pl", "/ar/join/?at=OAKLIBRARY"),
        ("/at/NOBODYS/", "", "/join/?at=NOBODYS"),
        ("/at/no-word-at-all/", "", "/join/"),
        ("/at/%D9%A1/", "", "/join/"),
    ],
)
def test_poster_leads_to_the_join(address: str, phone: str, leads_to: str) -> None:
    answer = Client().get(address, headers={"accept-language": phone})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    assert not answer.cookies


def test_closed_places_poster_still_lets_people_join_in_their_language(parent: Parent) -> None:
    colin = SureStart.objects.get(name="Colin")
    Place.objects.create(name="Oak library", keyword="OAKLIBRARY", sure_start=colin, is_open=False)
    parent.opens("/pl/at/OAKLIBRARY/")
    assert parent.address == "/pl/join/?at=OAKLIBRARY"
    parent.sends("/pl/join/", at="OAKLIBRARY")
    kept = Answers.loads(Draft.objects.get().answers)
    assert (kept.keyword, kept.sure_start, kept.language) == ("OAKLIBRARY", colin.pk, "pl")


def test_address_of_a_poster_is_short_and_opens() -> None:
    assert address_of("OAKLIBRARY") == "http://localhost:8000/at/OAKLIBRARY/"
    assert address_of("OAKLIBRARY", "pl") == "http://localhost:8000/pl/at/OAKLIBRARY/"
    assert address_of("OAKLIBRARY", "lt") == "http://localhost:8000/lt/at/OAKLIBRARY/"
