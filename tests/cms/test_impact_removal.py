"""Unpublishing and deleting ask first; what was ever sent stays."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.impact.pages import impact_url, recall_url
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge, Reason, Status
from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from scheduler.planner import plan
from tests import factories
from tests.cms.impact_kit import DUE, EDITING, TEN, WEEK_20, editor, person, waiting

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/library/message/"


@pytest.fixture(autouse=True)
def _at_ten(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.impact_kit.ten"


@pytest.fixture
def client() -> Client:
    return editor("delete_message", "delete_translation")


def send(memory: MemoryChannel) -> list[str]:
    dispatch("nudges", {"sms": memory, "email": memory}, lambda: TEN)
    return [parcel.text for parcel in memory.sent]


def test_editor_s_button_leads_to_our_page(client: Client) -> None:
    message = waiting()
    page = client.get(reverse("wagtailsnippets_library_message:edit", args=[message.pk])).content.decode()
    assert impact_url("unpublish", message) in page
    assert reverse("wagtailsnippets_library_message:unpublish", args=[message.pk]) not in page


def test_wagtail_s_own_page_leads_here_too(client: Client) -> None:
    message = waiting()
    answer = client.post(reverse("wagtailsnippets_library_message:unpublish", args=[message.pk]))
    assert answer.headers["Location"] == impact_url("unpublish", message)
    assert Message.objects.get().live


def test_unpublished_message_lets_what_waits_go_as_it_was(client: Client, memory: MemoryChannel) -> None:
    message = waiting(6)
    page = client.get(impact_url("unpublish", message)).content.decode()
    assert '<td class="impact-number">6</td>' in page
    assert 'value="change"' not in page
    client.post(impact_url("unpublish", message), {"waiting": "keep"})
    assert not Message.objects.get().live
    assert send(memory) == ["Hello"] * 6


def test_unpublishing_without_a_choice_cancels_nothing(client: Client, memory: MemoryChannel) -> None:
    """Who looked at an empty page may have been overtaken by the planner."""
    message = waiting()
    client.post(impact_url("unpublish", message))
    assert send(memory) == ["Hello"]


def test_recall_is_chosen_instead() -> None:
    message, client = waiting(), editor("recall_message")
    answer = client.post(impact_url("unpublish", message), {"waiting": "recall"})
    assert (answer.headers["Location"], Message.objects.get().live) == (recall_url(message), True)


@pytest.mark.parametrize(("choice", "text"), [("change", "Hello"), ("keep", "Witaj")])
def test_unpublished_translation_falls_back_or_goes_as_it_was(
    client: Client, memory: MemoryChannel, choice: str, text: str
) -> None:
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj")
    factories.journey(factories.expecting(DUE), language="pl")
    plan(TEN)
    client.post(impact_url("unpublish", message.translations.get()), {"waiting": choice})
    assert not Translation.objects.get().live
    assert send(memory) == [text]


def test_message_that_was_queued_for_somebody_cannot_be_deleted(client: Client) -> None:
    message = waiting()
    Nudge.objects.update(status=Status.CANCELLED, reason=Reason.RECALLED)
    address = reverse("wagtailsnippets_library_message:delete", args=[message.pk])
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[0][0] == impact_url("delete", message)
    page = answer.content.decode()
    assert "cannot be deleted" in page
    assert impact_url("unpublish", message) in page
    for there in (address, impact_url("delete", message)):
        client.post(there)
    assert Message.objects.count() == 1


def test_translation_that_was_sent_cannot_be_deleted(client: Client) -> None:
    message = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj", sms_lt="Labas")
    factories.journey(factories.expecting(DUE), language="pl")
    plan(TEN)
    send(MemoryChannel())
    for translation in message.translations.all():
        client.post(impact_url("delete", translation))
    assert [x.language for x in Translation.objects.all()] == ["pl"]


def test_message_that_was_never_queued_is_deleted_after_it_was_said_whom_it_touches(client: Client) -> None:
    for _ in range(7):
        factories.journey(factories.expecting(date(2026, 11, 1)))
    message = factories.message(WEEK_20, sms="Hello")
    page = client.get(impact_url("delete", message)).content.decode()
    assert '<td class="impact-number">7</td>' in page
    assert client.post(impact_url("delete", message)).headers["Location"] == LIST
    assert Message.objects.count() == 0


@pytest.mark.parametrize("number", [1, 2])
def test_deleting_from_the_list_goes_the_same_way(client: Client, number: int) -> None:
    stages = [Stage(StageKind.PREGNANCY_WEEK, 20 + n) for n in range(number)]
    made = [factories.message(stage) for stage in stages]
    chosen = "&".join(f"id={message.pk}" for message in made)
    address = f"{reverse('wagtail_bulk_action', args=['library', 'message', 'delete'])}?{chosen}"
    for answer in (client.get(address), client.post(address)):
        assert answer.headers["Location"] == (impact_url("delete", made[0]) if number == 1 else LIST)
    assert Message.objects.count() == number


@pytest.mark.parametrize(("act", "permission"), [("unpublish", "publish_message"), ("delete", "delete_message")])
def test_each_page_needs_its_permission(act: str, permission: str) -> None:
    message = factories.message(WEEK_20)
    others = [x for x in (*EDITING, "delete_message", "recall_message") if x != permission]
    _, stranger = person(*others)
    assert stranger.get(impact_url(act, message)).status_code == 302
    stranger.post(impact_url(act, message))
    assert Message.objects.get().live


@pytest.mark.parametrize("kind", ["trust", "message"])
def test_page_of_nothing_is_not_found(client: Client, kind: str) -> None:
    assert client.get(reverse("impact_unpublish", args=[kind, 999])).status_code == 404
