"""The lists of messages and translations: what is where, how far, and in how many languages; and the remarks."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.editor.states import State, with_state
from messages.models import Message, Remark, Translation
from messages.stages import Stage, StageKind
from tests.cms.editor_kit import editor, posted, url, written
from tests.factories import approved, message, translation, utc

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


def listed(client: Client, query: str = "", of: str = "message") -> list[str]:
    """The topics that a list shows, in its order."""
    page = client.get(url("list", of=of) + query).content.decode()
    return [
        " ".join(found.split()) for found in re.findall(r'<span id="snippet_\d+_title">(.*?)</span>', page, re.DOTALL)
    ]


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, State.APPROVED),
        ({"held_at": utc("2026-05-01 10:00")}, State.HELD),
        ({"live": False}, State.DRAFT),
        ({"approved_by": ""}, State.UNAPPROVED),
        ({"has_unpublished_changes": True}, State.CHANGED),
        ({"review_on": TODAY}, State.DUE),
    ],
)
def test_each_message_has_one_state(changed: dict[str, object], state: State) -> None:
    written(**changed)
    assert with_state(Message.objects.all(), TODAY).get().state == state


def test_translation_is_held_with_its_message() -> None:
    words = translation(written(held_at=utc("2026-05-01 10:00")), "pl")
    assert with_state(Translation.objects.all(), TODAY).get().state == State.HELD
    Message.objects.update(held_at=None)
    assert with_state(Translation.objects.all(), TODAY).get().state == State.UNAPPROVED
    approved(words)
    assert with_state(Translation.objects.all(), TODAY).get().state == State.APPROVED


def test_messages_come_in_the_order_of_a_child() -> None:
    for kind, number in (("care_week", 1), ("child_month", 12), ("baby_week", 7), ("baby_week", 2)):
        message(Stage(StageKind(kind), number))
    message(Stage(StageKind.PREGNANCY_WEEK, 30))
    client = editor()
    stages = ["pregnancy_week 30", "baby_week 2", "baby_week 7", "child_month 12", "care_week 1"]
    assert listed(client) == stages
    assert listed(client, "?ordering=-place")[-1] == "pregnancy_week 30"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=baby_week", ["baby_week 2", "baby_week 7"]),
        ("?track=father_partner", ["baby_week 2"]),
        ("?theme=play", ["baby_week 7"]),
        ("?state=unapproved", ["baby_week 7"]),
        ("?due=true", ["baby_week 2"]),
        ("?due=false", ["pregnancy_week 30", "baby_week 7"]),
        ("?q=lullaby", ["pregnancy_week 30"]),
    ],
)
def test_list_is_filtered_and_searched(query: str, found: list[str]) -> None:
    message(Stage(StageKind.BABY_WEEK, 2), track="father_partner")
    message(Stage(StageKind.BABY_WEEK, 7), theme="play")
    message(Stage(StageKind.PREGNANCY_WEEK, 30), sms="Sing a lullaby.")
    Message.objects.update(review_on=date(2099, 1, 1))
    Message.objects.filter(track="father_partner").update(review_on=date(2020, 1, 1))
    Message.objects.filter(theme="play").update(approved_by="")
    assert listed(editor(), query) == found


def test_list_tells_how_many_languages_are_done() -> None:
    approved(translation(written(), "pl"))
    translation(Message.objects.get(), "ar")
    page = " ".join(editor().get(url("list")).content.decode().split())
    assert "2 of 16" in page


def test_translations_are_listed_and_filtered() -> None:
    words = written()
    for code in ("pl", "ar"):
        translation(words, code)
    client = editor()
    assert len(listed(client, of="translation")) == 2
    assert len(listed(client, "?language=pl", of="translation")) == 1


@pytest.mark.parametrize("of", ["message", "translation"])
def test_lists_cost_the_same_with_one_row_and_three(of: str) -> None:
    client, counts = editor(), []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            translation(message(Stage(StageKind.BABY_WEEK, number)), "pl")
        client.get(url("list", of=of))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("list", of=of))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_remarks_are_added_and_settled_open_ones_first() -> None:
    words, client = written(), editor()
    for text in ("First.", "Second."):
        client.post(url("remarks", words), {"text": text})
    first, second = Remark.objects.all()
    assert (first.author, first.language, first.settled_at) == (User.objects.get(), "en", None)
    client.post(url("remarks", words), {"settle": str(second.pk)})
    second.refresh_from_db()
    assert second.settled_by == User.objects.get()
    page = client.get(url("remarks", words)).content.decode()
    assert page.index("First.") < page.index("Second.")
    assert "1 open comment" in page
    assert "1 open comment" in client.get(url("edit", words)).content.decode()


def test_remarks_belong_to_one_language() -> None:
    polish, client = translation(written(), "pl"), editor()
    client.post(url("remarks", polish), {"text": "Polish only."})
    remark = Remark.objects.get()
    client.post(url("remarks", polish.message), {"settle": str(remark.pk)})
    remark.refresh_from_db()
    assert (remark.language, remark.settled_at) == ("pl", None)
    assert "Polish only." not in client.get(url("remarks", polish.message)).content.decode()


def test_empty_remark_is_not_kept() -> None:
    page = editor().post(url("remarks", written()), {"text": " "}).content.decode()
    assert (Remark.objects.count(), "This field is required." in page) == (0, True)


def test_script_gets_the_list_alone() -> None:
    headers = {"X-Requested-With": "XMLHttpRequest"}
    page = editor().post(url("remarks", written()), {"text": "By a script."}, headers=headers).content.decode()
    assert ("By a script." in page, "<html" in page) == (True, False)


def test_who_sees_no_messages_says_nothing_about_them() -> None:
    answer = editor("access_admin").post(url("remarks", written()), {"text": "Hello."})
    assert (answer.status_code, Remark.objects.count()) == (302, 0)


def test_saving_does_not_wait_for_remarks() -> None:
    words, client = written(), editor()
    client.post(url("remarks", words), {"text": "Open."})
    client.post(url("edit", words), posted())
    assert Message.objects.get().get_latest_revision_as_object().topic == "A tune"
