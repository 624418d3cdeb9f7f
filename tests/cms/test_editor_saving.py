"""What the editor keeps and what it refuses: drafts always, publishing only what holds to the hard rules."""

from datetime import date

import pytest
from wagtail.snippets.views.snippets import EditView

from cms.editor.forms import reasons_against
from cms.editor.viewsets import MessageViewSet
from messages.letters import text_of
from messages.models import Message, Translation
from tests.cms.editor_kit import GOOD, WEEK_7, WRONG, editor, letter, posted, url, written
from tests.cms.role_kit import draft
from tests.factories import approved, message, translation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


def form(words: Message, **details: str) -> object:
    return MessageViewSet().get_form_class()(posted(**details), instance=words, today=TODAY)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, set()),
        ({"sms": WRONG}, {"sms"}),
        ({**letter("email", WRONG), "subject": "Nights"}, {"email"}),
        ({"sms": GOOD * 12}, {"sms"}),
        ({"theme": "sleep", "source": ""}, {"source"}),
        ({"topic": ""}, {"topic"}),
        ({"no_cost_action": "", "sms": WRONG}, {"action", "sms"}),
    ],
)
def test_rules_are_errors_of_the_field_they_belong_to(changed: dict[str, str], wrong: set[str]) -> None:
    asked = form(written(), **changed)
    assert set(asked.errors) == wrong  # type: ignore[attr-defined] # it is a form


@pytest.mark.parametrize("button", [{}, {"workflow-action-name": "reject", "action-workflow-action": "true"}])
def test_draft_and_sending_back_are_refused_nothing(button: dict[str, str]) -> None:
    asked = form(written(), sms=WRONG, **button)
    if not button:
        asked.defer_required_fields()  # type: ignore[attr-defined]
    assert asked.is_valid()  # type: ignore[attr-defined]


def test_approving_is_asked_for_everything() -> None:
    asked = form(written(), sms=WRONG, **{"workflow-action-name": "approve", "action-workflow-action": "true"})
    assert set(asked.errors) == {"sms"}  # type: ignore[attr-defined]


def test_form_without_a_day_publishes_nothing() -> None:
    asked = MessageViewSet().get_form_class()(posted(), instance=written())
    with pytest.raises(ValueError, match="today"):
        asked.is_valid()


def test_letter_that_was_not_posted_stays_as_it_is() -> None:
    words = message(WEEK_7, email="One.\n\nTwo.")
    without = {key: value for key, value in posted().items() if not key.startswith("email-")}
    editor().post(url("edit", words), without | {"subject": "A subject"})
    assert text_of(Message.objects.get().get_latest_revision_as_object().email) == "One.\n\nTwo."


def test_draft_with_blocks_is_kept_and_told() -> None:
    words = written()
    answer = editor().post(url("edit", words), posted(sms=WRONG, topic=""), follow=True)
    words.refresh_from_db()
    assert (words.sms, words.get_latest_revision_as_object().sms) == (GOOD, WRONG)
    assert "2 things have to be mended before it can be published." in answer.content.decode()


@pytest.mark.parametrize(
    "left_empty", [("theme",), ("topic", "no_cost_action", "why", "theme", "sms", "source", "source_checked_on")]
)
def test_new_draft_needs_little_more_than_its_place(left_empty: tuple[str, ...]) -> None:
    answer = editor().post(url("add"), posted(**dict.fromkeys(left_empty, "")))
    made = Message.objects.get()
    assert (answer.status_code, made.live, made.stage) == (302, False, WEEK_7)


def test_publishing_is_refused_and_nothing_typed_is_lost() -> None:
    words = written()
    answer = editor().post(url("edit", words), posted(sms=WRONG, **{"action-publish": "1"}))
    page = answer.content.decode()
    words.refresh_from_db()
    assert (words.sms, words.revisions.count()) == (GOOD, 0)
    assert "Not yet: what is marked has to be mended first." in page
    assert WRONG in page


def test_refused_letter_says_so_in_its_place() -> None:
    words = written()
    wrong = {**letter("email", "First.", WRONG), "subject": "Nights", "action-publish": "1"}
    page = editor().post(url("edit", words), posted(**wrong)).content.decode()
    error = page.partition('id="email" data-block')[2].partition("</div>")[0]
    assert "The directory has nothing for this placeholder" in error
    assert WRONG in error


def test_publishing_good_and_approved_words_publishes_them() -> None:
    words, client = written(), editor()
    client.post(url("edit", words), posted())
    approved(Message.objects.get().get_latest_revision_as_object())
    client.post(url("edit", words), posted(**{"action-publish": "1"}))
    words.refresh_from_db()
    assert (words.topic, words.live, words.approved_by) == ("A tune", True, "Dr Approver")


@pytest.mark.parametrize(("sms", "in_review"), [(GOOD, True), (WRONG, False)])
def test_only_what_holds_to_the_rules_is_submitted(sms: str, in_review: bool) -> None:  # noqa: FBT001 - a table
    words = written()
    editor().post(url("edit", words), posted(sms=sms, **{"action-submit": "1"}))
    words.refresh_from_db()
    assert words.workflow_in_progress is in_review


def test_translation_is_submitted_by_the_same_rules() -> None:
    words = translation(written(), "pl")
    editor().post(url("edit", words), posted(sms=WRONG, **{"action-submit": "1"}))
    assert not words.workflow_in_progress
    editor().post(url("edit", words), posted(sms="Nucisz, a dziecko zna Twój głos.", **{"action-submit": "1"}))
    words = Translation.objects.get()
    assert words.workflow_in_progress


def test_what_is_published_while_the_editor_saves_by_itself_stays_published(monkeypatch: pytest.MonkeyPatch) -> None:
    words = draft()
    found = EditView.get_object

    def published_meanwhile(view: EditView, *args: object) -> Message:
        here: Message = found(view, *args)
        if view.request.method == "POST":
            Message.objects.update(live=True)
        return here

    monkeypatch.setattr(EditView, "get_object", published_meanwhile)
    editor().post(url("edit", words), posted(sms="Hum another tune."))
    assert [(x.live, x.get_latest_revision_as_object().sms) for x in Message.objects.all()] == [
        (True, "Hum another tune.")
    ]


def test_two_messages_never_share_a_place() -> None:
    words = written()
    answer = editor().post(url("add"), posted())
    assert (answer.status_code, list(Message.objects.all())) == (200, [words])


def test_reasons_name_what_to_do_instead() -> None:
    words = written()
    words.sms = WRONG
    [(field, [sentence])] = reasons_against(words, TODAY).items()
    assert (field, sentence.partition("sent. ")[2]) == (
        "sms",
        "Look the service's code up in the directory, or enter the service there.",
    )
