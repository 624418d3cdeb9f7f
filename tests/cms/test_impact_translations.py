"""When the English of a message changes: its translations wait, unless whoever approves lets the old ones go on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cms import roles
from cms.impact.pages import impact_url
from messages.models import Message, Translation
from scheduler.planner import plan
from tests import factories
from tests.cms.editor_kit import url
from tests.cms.impact_kit import DUE, TEN, WEEK_20, edit, editor, waiting
from tests.cms.role_kit import colleague, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_ten(settings: Any) -> None:
    settings.CLOCK = "tests.cms.impact_kit.ten"


@pytest.fixture
def message() -> Message:
    """In three languages; parents wait for it, and six read it in Polish within weeks."""
    made = waiting(6, sms="Hello", sms_pl="Witaj", sms_ar="مرحبا")
    for _ in range(6):
        factories.journey(factories.expecting(DUE + timedelta(weeks=2)), language="pl")
    plan(TEN)
    return made


def asked(client: Client, message: Message, **changes: Any) -> str:
    """The address of the page that asks before the changed words are published."""
    return str(edit(client, message, **changes or {"sms": "Changed"}).headers["Location"])


def sent() -> set[str]:
    return set(Translation.objects.sendable().values_list("language", flat=True))


@pytest.mark.parametrize(
    ("ticked", "goes"), [([], set()), (["pl"], {"pl"}), (["all"], {"pl", "ar"}), (["ar", "all"], {"pl", "ar"})]
)
def test_old_translations_wait_unless_they_are_let_go_on(message: Message, ticked: list[str], goes: set[str]) -> None:
    client = editor("approve_message")
    address = asked(client, message)
    page = client.get(address).content.decode()
    assert "Polish (parents in the next eight weeks: 6)" in page
    assert "Arabic (parents in the next eight weeks: 0)" in page
    client.post(address, {"waiting": "change", "go_on": ticked})
    assert (Message.objects.get().sms, sent()) == ("Changed", goes)
    assert Translation.objects.stale().count() == 2


def test_number_that_would_give_a_small_one_away_is_not_shown() -> None:
    made = waiting(1, sms="Hello", sms_pl="Witaj")
    for _ in range(6):
        factories.journey(factories.expecting(DUE + timedelta(weeks=2)), language="pl")
    client = editor("approve_message")
    page = client.get(asked(client, made)).content.decode()
    assert "Polish (parents in the next eight weeks: not shown)" in page  # two read the English


def test_choice_is_for_whoever_approves(message: Message) -> None:
    client = editor()
    address = asked(client, message)
    page = client.get(address).content.decode()
    assert 'name="go_on"' not in page
    assert "Whoever approves words may let the old ones go on" in page
    client.post(address, {"waiting": "change", "go_on": ["all"]})
    assert (Message.objects.get().sms, sent()) == ("Changed", set())


def test_moved_stage_leaves_the_translations_as_they_are(message: Message) -> None:
    client = editor("approve_message")
    address = asked(client, message, number="21")
    assert "Its translations" not in client.get(address).content.decode().partition("<form")[2]
    client.post(address, {"waiting": "change"})
    assert sent() == {"pl", "ar"}


def changed() -> Message:
    """Published with other words; its translations wait."""
    made = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj", sms_ar="مرحبا")
    made.sms = "Changed"
    made.save()
    factories.approved(made)
    return made


@pytest.mark.parametrize(
    ("role", "languages", "ticked", "goes"),
    [
        (roles.APPROVER, (), ["all"], {"pl", "ar"}),
        (roles.APPROVER, (), [], set()),
        (roles.LANGUAGE_REVIEWER, ("pl",), ["pl"], {"pl"}),
        (roles.LANGUAGE_REVIEWER, ("pl",), ["all"], set()),  # there is no such choice of one
        (roles.LANGUAGE_REVIEWER, ("pl",), ["pl", "ar"], set()),
        (roles.PUBLISHER, (), ["all"], set()),
        (roles.TRANSLATOR, ("pl",), ["pl"], set()),
    ],
)
def test_who_lets_which_languages_go_on_afterwards(
    role: str, languages: tuple[str, ...], ticked: list[str], goes: set[str]
) -> None:
    address = impact_url("translations", changed())
    colleague(role, *languages).post(address, {"go_on": ticked})
    assert sent() == goes


def test_message_says_which_of_its_translations_are_old_and_leads_to_the_choice() -> None:
    made = changed()
    address = impact_url("translations", made)
    both = editor("approve_message")
    assert f'href="{address}"' in both.get(url("edit", made)).content.decode()
    assert f'href="{address}"' not in editor().get(url("edit", made)).content.decode()
    answer = both.post(address, {"go_on": ["pl"]}, follow=True)
    assert said(answer) == ["1 translation goes on being sent as it is."]
    assert [(x.language.code, x.goes_on) for x in answer.context["old"]] == [("pl", True), ("ar", False)]
    history = both.get(url("history", Translation.objects.get(language="pl"))).content.decode()
    assert "Let these words go on being sent, although the English has changed" in history


def test_nothing_goes_on_beside_english_that_nobody_saw() -> None:
    made = changed()
    address, client = impact_url("translations", made), colleague(roles.APPROVER)
    assert f'name="english_seen" value="{made.digest}"' in client.get(address).content.decode()
    client.post(address, {"go_on": ["all"], "english_seen": "another"})
    assert sent() == set()
    client.post(address, {"go_on": ["all"], "english_seen": made.digest})
    assert sent() == {"pl", "ar"}
