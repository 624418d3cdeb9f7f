"""The pages of recalls and of the pause: who may, what they say, and what they do."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from cms.impact.pages import recall_url
from delivery.holding import ask, halt
from delivery.models import Halt, Nudge, Recall, Status
from messages.models import Message, Remark, Translation
from messages.stages import Stage, StageKind
from tests import factories
from tests.cms.impact_kit import EDITING, TEN, WEEK_20, editor, person, waiting

pytestmark = pytest.mark.django_db

WHY = "The number in it is wrong."


@pytest.fixture(autouse=True)
def _at_ten(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.impact_kit.ten"


def begun(parents: int = 2) -> Message:
    """A message that one parent has had, and that waits for the others."""
    message = waiting(parents)
    first = Nudge.objects.order_by("pk")[:1].values("pk")
    Nudge.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(status=Status.SENT, submitted_at=TEN)
    return message


def recaller(name: str) -> tuple[User, Client]:
    user, client = person("recall_message", name=name)
    return User.objects.get(pk=user.pk), client


def test_recall_by_two_people() -> None:
    message, (_, ann), (ben, his) = begun(), recaller("ann"), recaller("ben")
    page = ann.get(recall_url(message)).content.decode()
    assert "so a second person has to decide" in page
    page = ann.post(recall_url(message), {"why": WHY}, follow=True).content.decode()
    assert "You asked for it, so somebody else has to decide." in page
    assert "Withdraw for good" not in page
    recall = Recall.objects.get()
    decide = reverse("recall_decide", args=[recall.pk])
    assert "somebody else has to decide" in ann.post(decide, {"decision": "withdraw"}, follow=True).content.decode()
    assert Message.objects.get().live
    page = his.get(reverse("wagtailadmin_home")).content.decode()
    assert "Held back until somebody decides" in page
    assert WHY in page
    page = his.post(decide, {"decision": "withdraw"}, follow=True).content.decode()
    assert "Fewer than 5 waiting messages were cancelled." in page
    recall.refresh_from_db()
    assert (recall.decided_by, recall.withdrawn, recall.nudges) == (ben, True, 1)
    assert not Message.objects.get().live
    assert "Held back until" not in his.get(reverse("wagtailadmin_home")).content.decode()


def test_message_that_nobody_has_had_is_withdrawn_at_once() -> None:
    message, (ann, client) = waiting(), recaller("ann")
    assert "you decide alone" in client.get(recall_url(message)).content.decode()
    page = client.post(recall_url(message), {"why": WHY}, follow=True).content.decode()
    assert "It is withdrawn. Fewer than 5 waiting messages were cancelled." in page
    assert Recall.objects.values_list("decided_by", "withdrawn").get() == (ann.pk, True)


def test_recall_needs_a_reason() -> None:
    message, (_, client) = waiting(), recaller("ann")
    client.post(recall_url(message), {"why": " "})
    assert (Recall.objects.count(), Message.objects.get().held_at) == (0, None)


def test_declined_recall_goes_on() -> None:
    message, (ann, _), (_, his) = begun(), recaller("ann"), recaller("ben")
    recall = ask(message, ann, WHY, TEN)
    page = his.post(reverse("recall_decide", args=[recall.pk]), {"decision": "go_on"}, follow=True).content.decode()
    assert "It goes on" in page
    assert "let go on" in page
    assert (Message.objects.get().held_at, Message.objects.get().live) == (None, True)


def test_decision_that_is_none_changes_nothing() -> None:
    message, (ann, _), (_, his) = begun(), recaller("ann"), recaller("ben")
    recall = ask(message, ann, WHY, TEN)
    his.post(reverse("recall_decide", args=[recall.pk]), {"decision": "perhaps"})
    assert his.get(reverse("recall_decide", args=[recall.pk])).status_code == 405
    assert Recall.objects.get().decided_at is None


def test_question_asked_twice_says_so() -> None:
    message, (ann, _), (_, his) = begun(), recaller("ann"), recaller("ben")
    ask(message, ann, WHY, TEN)
    assert "It is held back already" in his.get(recall_url(message)).content.decode()
    assert "Somebody else was quicker" in his.post(recall_url(message), {"why": WHY}, follow=True).content.decode()
    assert Recall.objects.count() == 1


def test_one_language_only() -> None:
    message, (ann, client) = factories.message(WEEK_20, sms="Hello", sms_pl="Witaj"), recaller("ann")
    polish = message.translations.get()
    page = client.get(recall_url(polish)).content.decode()
    assert re.search(rf'value="{polish.pk}"[^>]* checked', page)
    client.post(recall_url(message), {"why": WHY, "scope": str(polish.pk)})
    assert (Translation.objects.get().live, Message.objects.get().live, Recall.objects.count()) == (False, True, 0)
    assert Remark.objects.values_list("text", "author", "language").get() == (WHY, ann.pk, "pl")


@pytest.mark.parametrize("permission", ["", "halt_everything", *EDITING])
def test_recalls_need_the_permission(permission: str) -> None:
    message, (ann, _) = begun(), recaller("ann")
    recall = ask(message, ann, WHY, TEN)
    _, client = person(permission)
    for address in (recall_url(message), reverse("recalls")):
        assert client.get(address).status_code == 302
    assert client.post(recall_url(message), {"why": WHY}).status_code == 302
    client.post(reverse("recall_decide", args=[recall.pk]), {"decision": "withdraw"})
    assert Recall.objects.get().decided_at is None
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Held back until" not in home
    assert reverse("recalls") not in home


@pytest.mark.parametrize("permission", ["recall_message", "view_message"])
def test_recall_is_offered_to_those_who_may(permission: str) -> None:
    message = waiting()
    client = editor(permission)
    offered = permission == "recall_message"
    for address in (
        reverse("wagtailsnippets_library_message:edit", args=[message.pk]),
        reverse("wagtailsnippets_library_message:list"),
    ):
        assert (recall_url(message) in client.get(address).content.decode()) == offered


@pytest.mark.parametrize("recalls", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(
    recalls: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (ann, client), (ben, _) = recaller("ann"), recaller("ben")
    for week in range(recalls):
        message = factories.message(Stage(StageKind.PREGNANCY_WEEK, 20 + week))
        Recall.objects.create(message=message, why=WHY, asked_by=ben, asked_at=TEN)
        Recall.objects.create(message=message, why=WHY, asked_by=ben, asked_at=TEN, decided_by=ann, decided_at=TEN)
    client.get(reverse("recalls"))
    with django_assert_num_queries(12):
        client.get(reverse("recalls"))


def halter() -> tuple[User, Client]:
    user, client = person("halt_everything", name="ann")
    return User.objects.get(pk=user.pk), client


def test_pause_and_its_end() -> None:
    (ann, client), address = halter(), reverse("halt")
    assert "Messages are going" in client.get(address).content.decode()
    client.post(address, {"act": "halt", "why": ""})
    assert Halt.objects.count() == 0
    client.post(address, {"act": "halt", "why": WHY})
    assert Halt.objects.values_list("why", "began_by", "began_at", "ended_at").get() == (WHY, ann.pk, TEN, None)
    assert "Messages stand still" in client.get(address).content.decode()
    assert "quicker" in client.post(address, {"act": "halt", "why": WHY}, follow=True).content.decode()
    client.post(address, {"act": "resume"})
    assert Halt.objects.values_list("ended_by", "ended_at").get() == (ann.pk, TEN)
    assert "quicker" in client.post(address, {"act": "resume"}, follow=True).content.decode()


def test_pause_needs_the_permission() -> None:
    _, client = person("recall_message", *EDITING)
    assert client.get(reverse("halt")).status_code == 302
    client.post(reverse("halt"), {"act": "halt", "why": WHY})
    assert Halt.objects.count() == 0
    halt(halter()[0], WHY, TEN)
    client.post(reverse("halt"), {"act": "resume"})
    assert Halt.objects.get().ended_at is None


def test_banner_stands_on_every_page_for_everybody_while_it_lasts() -> None:
    (ann, his), message = halter(), factories.message(WEEK_20)
    _, client = person(*EDITING, "add_subscriber", "change_subscriber", "view_user", "change_user", "recall_message")
    pages = [
        reverse("wagtailadmin_home"),
        reverse("wagtailsnippets_library_message:list"),
        reverse("wagtailsnippets_library_message:edit", args=[message.pk]),
        reverse("wagtailsnippets_library_message:history", args=[message.pk]),
        reverse("wagtailadmin_account"),
        reverse("wagtailusers_users:index"),
        reverse("staff_sign_up"),
        reverse("recalls"),
        recall_url(message),
    ]
    sentence = "Everything stands still."
    for address in pages:
        assert sentence not in client.get(address).content.decode()
    halt(ann, WHY, TEN)
    for address in pages:
        answer = client.get(address)
        page = answer.content.decode()
        assert (answer.status_code, page.count(sentence)) == (200, 1)
        for said in (
            "Since 1 June 2026, 10:00, by Ann",
            WHY,
            "Only answers to what parents have just done still go out",
        ):
            assert said in page
        assert "Let messages go again" not in page
    assert "Let messages go again" in his.get(reverse("wagtailadmin_home")).content.decode()
    assert sentence not in Client().get("/admin/login/").content.decode()


def test_health_says_that_everything_stands_still() -> None:
    assert Client().get("/health/").json()["halted"] is False
    halt(halter()[0], WHY, TEN)
    assert Client().get("/health/").json()["halted"] is True
