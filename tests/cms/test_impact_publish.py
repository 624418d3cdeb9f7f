"""Publishing changed words of something that parents wait for asks first, and loses nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from cms import roles
from cms.impact.pages import impact_url, recall_url
from delivery.models import Nudge
from messages.models import Message, Translation, approve
from scheduler.planner import plan
from tests import factories
from tests.cms.impact_kit import DUE, EDITING, TEN, WEEK_20, edit, editor, form_of, person, waiting
from tests.cms.role_kit import colleague

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_ten(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.impact_kit.ten"


def asked(client: Client, message: Message | Translation, **changes: Any) -> str:
    """The address of the page that asks, after publishing these changes in the editor."""
    answer = edit(client, message, **changes)
    message.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        impact_url("publish", message, message.latest_revision_id),
    )
    return str(answer.headers["Location"])


def test_changed_words_are_saved_as_a_draft_and_the_page_asks() -> None:
    message, client = waiting(6), editor()
    address = asked(client, message, sms="Changed", review_on="2028-01-01")
    assert (Message.objects.get().sms, Message.objects.get().get_latest_revision_as_object().sms) == (
        "Hello",
        "Changed",
    )
    page = client.get(address).content.decode()
    assert "Your changes are saved as a draft." in page
    assert '<td class="impact-number">6</td>' in page
    assert "Change them: they get the new words when they are sent." in page


@pytest.mark.parametrize(
    ("choice", "kept", "text"), [("", False, "Changed"), ("change", False, "Changed"), ("keep", True, "Changed")]
)
def test_choice_decides_what_becomes_of_what_waits(choice: str, kept: bool, text: str) -> None:  # noqa: FBT001 - a row
    message, client = waiting(), editor()
    answer = client.post(asked(client, message, sms="Changed"), {"waiting": choice})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/admin/snippets/library/message/edit/{message.pk}/",
    )
    found = Message.objects.get()
    assert (found.sms, found.has_unpublished_changes, found.live) == (text, False, True)
    assert Nudge.objects.values_list("keeps_words", "text").get() == (kept, "Hello" if kept else "")


def test_recall_chosen_instead_publishes_nothing() -> None:
    message, client = waiting(), editor("recall_message")
    answer = client.post(asked(client, message, sms="Changed"), {"waiting": "recall"})
    assert answer.headers["Location"] == recall_url(message)
    assert (Message.objects.get().sms, Nudge.objects.get().keeps_words) == ("Hello", False)


def test_recall_is_not_offered_to_who_may_not() -> None:
    message, client = waiting(), editor()
    address = asked(client, message, sms="Changed")
    page = client.get(address).content.decode()
    assert 'value="recall"' not in page
    assert "ask a colleague who may recall messages" in page
    client.post(address, {"waiting": "recall"})
    assert Message.objects.get().sms == "Hello"


@pytest.mark.parametrize("changes", [{"number": "21"}, {"track": "father_partner"}])
def test_changed_stage_or_track_asks_and_kept_ones_go_all_the_same(changes: dict[str, str]) -> None:
    message, client = waiting(), editor()
    address = asked(client, message, **changes)
    assert "Move them too" in client.get(address).content.decode()
    client.post(address, {"waiting": "keep"})
    nudge = Nudge.objects.get()
    assert (nudge.keeps_words, nudge.text) == (True, "Hello")
    assert nudge.kept_as == {"kind": "pregnancy_week", "number": 20, "track": "carer", "theme": "bond"}


@pytest.mark.parametrize("changes", [{}, {"review_on": "2028-01-01"}, {"source": "Another source"}, {"theme": "touch"}])
def test_change_that_no_parent_reads_is_published_without_asking(changes: dict[str, str]) -> None:
    message, client = waiting(), editor()
    assert edit(client, message, **changes).headers["Location"] == "/admin/snippets/library/message/"
    assert not Message.objects.get().has_unpublished_changes


def test_changed_words_that_touch_nobody_are_published_without_asking() -> None:
    message, client = factories.message(WEEK_20, sms="Hello"), editor()
    edit(client, message, sms="Changed")
    assert Message.objects.get().sms == "Changed"


def test_first_publication_is_not_asked_about() -> None:
    message, client = waiting(), editor()
    Message.objects.update(live=False)
    edit(client, message, sms="Changed")
    assert (Message.objects.get().sms, Message.objects.get().live) == ("Changed", True)


def test_translation_asks_about_those_who_read_it() -> None:
    message, client = waiting(sms="Hello", sms_pl="Witaj"), editor()
    polish = message.translations.get()
    edit(client, polish, sms="Inne")
    assert Translation.objects.get().sms == "Inne"
    factories.journey(factories.expecting(DUE), language="pl")
    plan(TEN)
    page = client.get(asked(client, polish, sms="Jeszcze inne")).content.decode()
    assert "<td>Polish</td>" in page
    assert "<td>English</td>" not in page
    client.post(impact_url("publish", polish, polish.latest_revision_id), {"waiting": "keep"})
    assert list(Nudge.objects.filter(keeps_words=True).values_list("text", flat=True)) == ["Inne"]


def test_small_numbers_of_parents_are_hidden() -> None:
    message, client = waiting(4), editor()
    page = client.get(asked(client, message, sms="Changed")).content.decode()
    assert "fewer than 5" in page
    assert '<td class="impact-number">4</td>' not in page


def test_newer_draft_is_not_published_by_an_older_page() -> None:
    message, client = waiting(), editor()
    address = asked(client, message, sms="Changed")
    edit(client, Message.objects.get(), "save", sms="Newer")
    client.post(address, {"waiting": "change"})
    assert Message.objects.get().sms == "Hello"


def test_locked_words_are_not_published() -> None:
    message, client = waiting(), editor()
    address = asked(client, message, sms="Changed")
    Message.objects.update(locked=True, locked_at=TEN, locked_by=person(name="ben")[0])
    client.post(address, {"waiting": "change"})
    assert Message.objects.get().sms == "Hello"


@pytest.mark.parametrize("lacks", ["publish_message"])
def test_page_needs_the_permission_to_publish(lacks: str) -> None:
    message, client = waiting(), editor()
    address = asked(client, message, sms="Changed")
    _, stranger = person(*[x for x in EDITING if x != lacks], "recall_message")
    assert stranger.get(address).status_code == 302
    stranger.post(address, {"waiting": "keep"})
    assert (Message.objects.get().sms, Nudge.objects.get().keeps_words) == ("Hello", False)


@pytest.mark.parametrize("parents", [1, 3])
def test_page_costs_the_same_queries_whatever_the_number_of_parents(
    parents: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    message, client = waiting(parents), editor()
    address = asked(client, message, sms="Changed")
    client.get(address)
    with django_assert_num_queries(26):
        client.get(address)


@pytest.mark.parametrize("touches", ["somebody", "nobody"])
def test_last_approval_of_a_workflow_asks_before_it_publishes(touches: str) -> None:
    message = waiting() if touches == "somebody" else factories.message(WEEK_20, sms="Hello")
    author = editor()
    edit(author, message, "submit", sms="Changed")
    user, client = person("view_message", "change_message")
    user.groups.add(Group.objects.get(name=roles.APPROVER))
    fields = form_of(Message.objects.get(), sms="Changed")
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = client.post(reverse("wagtailsnippets_library_message:edit", args=[message.pk]), fields | pressed)
    found = Message.objects.get()
    if touches == "nobody":
        assert found.sms == "Changed"
        return
    assert answer.headers["Location"] == impact_url("publish", found, found.latest_revision_id)
    assert found.sms == "Hello"
    client.post(answer.headers["Location"], {"waiting": "change"})
    assert (Message.objects.get().sms, Message.objects.get().approved_by) == ("Changed", "Ann")


def changed_and_approved(*, live: bool) -> tuple[Message, str]:
    """A message with an approved draft of other words, and the page that publishes it."""
    message = waiting()
    message.sms = "Changed"
    revision = message.save_revision()
    approve(revision.as_object(), User.objects.create_user("doctor"), TEN)
    Message.objects.update(live=live)
    return message, impact_url("publish", message, revision.pk)


@pytest.mark.parametrize(
    ("role", "live", "published"),
    [
        (roles.APPROVER, True, True),
        (roles.APPROVER, False, False),  # it was withdrawn: that is for who may publish
        (roles.LANGUAGE_REVIEWER, True, False),  # of another language
        (roles.LANGUAGE_REVIEWER, False, False),
    ],
)
def test_approvers_publish_only_what_is_on_the_air_and_in_their_languages(
    role: str,
    live: bool,  # noqa: FBT001 - a row
    published: bool,  # noqa: FBT001 - a row
) -> None:
    _, address = changed_and_approved(live=live)
    colleague(role, *(["pl"] if role == roles.LANGUAGE_REVIEWER else [])).post(address, {"waiting": "change"})
    found = Message.objects.get()
    assert (found.sms == "Changed", found.live) == (published, live)
