"""The messages on the web: what may be read by anybody, in their language."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from messages.letters import blocks_of
from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from tests.factories import approved, message, translation

pytestmark = pytest.mark.django_db

BABY_WEEK = StageKind.BABY_WEEK


@pytest.fixture
def seven() -> Message:
    found = message(Stage(BABY_WEEK, 7), email="Hello from week seven. {lifeline.phone}")
    found.topic = "Seven weeks"
    found.save()
    approved(found)
    return found


def listed(client: Client, path: str = "/week-by-week/") -> str:
    return client.get(path).content.decode()


def test_list_leads_to_the_message(client: Client, seven: Message) -> None:
    address = reverse("read-message", args=[seven.pk])
    assert f'href="{address}"' in listed(client)
    page = client.get(address).content.decode()
    assert ("Hello from week seven." in page, "0808 808 8000" in page, "It helps." in page) == (True, True, True)


def test_polish_reader_gets_polish_when_it_is_approved_and_else_english_that_says_so(
    client: Client, seven: Message
) -> None:
    polish = translation(seven, "pl")
    polish.topic, polish.email = "Siedem tygodni", blocks_of("Dzień dobry.")
    polish.save()
    before = client.get(f"/pl/week-by-week/{seven.pk}/").content.decode()
    approved(polish)
    after = client.get(f"/pl/week-by-week/{seven.pk}/").content.decode()
    assert ("Hello from week seven." in before, "Dzień dobry." in after) == (True, True)
    assert ('<article id="reading" lang="en" dir="ltr"' in before, 'lang="pl"' in after) == (True, True)
    assert "Siedem tygodni" in listed(client, "/pl/week-by-week/")


@pytest.mark.parametrize(
    "changes",
    [{"approved_by": ""}, {"live": False}, {"track": "low"}, {"track": "care"}, {"email": blocks_of("{nobody.phone}")}],
)
def test_what_may_not_be_read_is_not_there(client: Client, seven: Message, changes: dict[str, object]) -> None:
    Message.objects.update(**changes)
    assert client.get(f"/week-by-week/{seven.pk}/").status_code == 404


def test_withdrawn_english_takes_its_translations_along(client: Client, seven: Message) -> None:
    polish = translation(seven, "pl")
    polish.email = blocks_of("Dzień dobry.")
    polish.save()
    approved(polish)
    Message.objects.update(live=False)
    assert Translation.objects.get().approved_by
    assert client.get(f"/pl/week-by-week/{seven.pk}/").status_code == 404


def test_empty_library_says_so(client: Client) -> None:
    assert "There is nothing to read here yet." in listed(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_however_long(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        message(Stage(BABY_WEEK, number))
    with django_assert_num_queries(4):
        listed(client, "/pl/week-by-week/")
