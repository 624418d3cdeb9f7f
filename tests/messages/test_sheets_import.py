"""What an import does: drafts of what changed and nothing else, all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from messages import editorial
from messages.letters import text_of
from messages.models import AnyWords, Message, Translation
from messages.sheets.applying import MovedOnError, apply
from messages.sheets.comparing import compare
from messages.sheets.writing import export
from tests.factories import JOINED
from tests.messages.sheets_kit import HEADINGS, KEY, TODAY, changes, faults, message, one, plan, text, translation

pytestmark = pytest.mark.django_db

NEW = {
    "kind": "track_week",
    "number": "3",
    "track": "low",
    "language": "en",
    "topic": "A light day",
    "theme": "self",
    "action": "Sit by a window.",
    "why": "Light helps.",
    "sms": "Sit by a window.",
    "source": "A source",
    "review_on": "2027-12-24",
}
POLISH = {"language": "pl", "topic": "Jasny dzień", "action": "Usiądź.", "why": "Światło.", "sms": "Usiądź przy oknie."}


def rows(*cells: dict[str, str]) -> bytes:
    """A file with these rows, each below the headings of the first."""
    return text(list(cells[0]), *([row.get(name, "") for name in cells[0]] for row in cells))


def draft(words: AnyWords) -> AnyWords:
    """The latest draft, as the editor opens it."""
    found: AnyWords = type(words).objects.get(pk=words.pk).get_latest_revision_as_object()
    return found


def person(*permissions: str) -> User:
    """Somebody who may do this to the library."""
    user = User.objects.create_user(f"user{User.objects.count()}")
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label="library", codename__in=permissions))
    return user


def test_change_is_a_draft_in_somebodys_name_and_parents_get_what_they_got() -> None:
    made, user = message(sms="Smile."), person("change_message")
    before = Message.objects.values().get()
    done = apply(one("sms", "Sing."), "mine.csv", user, TODAY)
    assert (done.faults, done.new, done.changed, done.unchanged) == ([], 0, 1, 0)
    after = Message.objects.values().get()
    revision = Revision.objects.get()
    assert after == before | {"latest_revision_id": revision.pk, "has_unpublished_changes": True}
    assert (draft(made).sms, revision.user, Message.objects.sendable().count()) == ("Sing.", user, 1)
    entry = ModelLogEntry.objects.get()
    found = (entry.action, entry.user, entry.revision, entry.data, entry.content_changed)
    assert found == ("library.import", user, revision, {"file": "mine.csv", "row": 2}, True)
    revision.publish()
    assert (Message.objects.get().sms, Message.objects.get().version) == ("Sing.", before["version"] + 1)
    assert Message.objects.sendable().count() == 0


def test_change_follows_the_latest_draft() -> None:
    made = message(sms="Smile.")
    made.subject = "From the draft"
    made.save_revision()
    apply(one("sms", "Sing."), "", None, TODAY)
    assert (draft(made).sms, draft(made).subject) == ("Sing.", "From the draft")
    assert changes(one("subject", "Other")) == [(2, "subject", "From the draft", "Other")]


def test_only_columns_of_the_file_change() -> None:
    made = message()
    polish = translation(made, "pl", sms="Uśmiech.")
    apply(text([*HEADINGS, "email", "sms"], [*KEY, "Hello.\n\nNew.\n\n> Smile.", ""]), "", None, TODAY)
    after = draft(made)
    assert (after.sms, text_of(after.email), after.why) == ("", "Hello.\n\nNew.\n\n> Smile.", made.why)
    assert Translation.objects.get() == polish
    assert Translation.objects.get().latest_revision_id is None


def test_blocks_that_stay_are_the_same_blocks() -> None:
    made = message()
    Message.objects.get().save()
    ids = {str(block.value): block.id for block in Message.objects.get().email}
    apply(one("email", "Hello.\n\nNew.\n\n> Smile."), "", None, TODAY)
    after = {str(block.value): block.id for block in draft(made).email}
    assert {name: after[name] for name in ids} == ids
    assert len(set(after.values())) == 3


def test_new_message_with_its_translation_comes_as_drafts_in_any_order() -> None:
    polish = NEW | {"theme": "", "source": "", "review_on": ""} | POLISH
    done = apply(rows(polish, NEW), "", None, TODAY)
    assert (done.faults, done.new) == ([], 2)
    made = Message.objects.get()
    assert (made.topic, made.review_on, made.live, made.no_cost) == ("A light day", date(2027, 12, 24), False, True)
    words = Translation.objects.get()
    assert (words.message, words.language, words.sms, words.live) == (made, "pl", "Usiądź przy oknie.", False)
    assert [x.has_unpublished_changes for x in (made, words)] == [True, True]
    assert apply(rows(polish, NEW), "", None, TODAY).unchanged == 2


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([NEW | {"topic": ""}], ["row 2, topic: This is needed. Fill it in."]),
        ([NEW | {"review_on": ""}], ["row 2, review_on: This is needed. Fill it in."]),
        ([NEW | {"number": "99"}], ["row 2, number [99]: Choose a number from 1 to 26 for this stage."]),
        ([NEW | {"track": "nobody"}], ["row 2, track [nobody]"]),
        (
            [NEW | {"language": "xx"}, NEW | {"topic": "x" * 121}],
            [
                "row 2, language [xx]",
                f"row 3, topic [{'x' * 119}…]: Shorten this: it has 121 characters, and may have 120.",
            ],
        ),
        (
            [NEW | POLISH | {"theme": "", "source": "", "review_on": ""}],
            ["row 2: There is no message in English for this stage and track. Add its row of English (en) too."],
        ),
        (
            [NEW, NEW | POLISH | {"theme": "talk", "source": "", "review_on": ""}],
            ["row 3, theme [talk]: This belongs to the message: change it in the row of English (en)"],
        ),
        ([NEW, NEW], ["row 3: Row 2 is the same message and language. Keep one of the two."]),
        (
            [NEW | {"sms": "x"}, NEW | {"number": ""}],
            ["row 3, number: Write a whole number, as 6."],
        ),
    ],
)
def test_faults_name_the_row_and_what_to_do(cells: list[dict[str, str]], found: list[str]) -> None:
    said = faults(rows(*cells))
    assert len(said) >= len(found)
    assert all(any(line.startswith(start) for line in said) for start in found), said


@pytest.mark.parametrize("bad", [NEW | {"topic": ""}, NEW | {"review_on": "soon"}, NEW | {"kind": "x"}])
def test_one_bad_row_and_nothing_is_changed(bad: dict[str, str]) -> None:
    message()
    before = list(Message.objects.values())
    done = apply(rows(NEW | dict(zip(HEADINGS, map(str, KEY), strict=True)), bad), "", None, TODAY)
    assert done.faults
    assert (list(Message.objects.values()), Revision.objects.count(), ModelLogEntry.objects.count()) == (before, 0, 0)


def test_error_while_saving_undoes_what_was_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    message()
    before, saved = list(Message.objects.values()), Message.save_revision

    def failing(self: Message, **options: Any) -> Any:
        if self.kind == "track_week":
            raise RuntimeError
        return saved(self, **options)

    monkeypatch.setattr(Message, "save_revision", failing)
    file = rows(NEW | dict(zip(HEADINGS, map(str, KEY), strict=True)), NEW)
    with pytest.raises(RuntimeError):
        apply(file, "", None, TODAY)
    assert (list(Message.objects.values()), Revision.objects.count()) == (before, 0)


def test_library_that_moved_on_is_shown_anew() -> None:
    made = message(sms="Smile.")
    file = one("sms", "Sing.")
    digest = plan(file).digest
    made.sms = "Laugh."
    made.save_revision()
    with pytest.raises(MovedOnError) as caught:
        apply(file, "", None, TODAY, digest)
    assert [(x.old, x.new) for x in caught.value.plan.rows[0].changes] == [("Laugh.", "Sing.")]
    assert draft(made).sms == "Laugh."
    assert apply(file, "", None, TODAY, caught.value.plan.digest).changed == 1


def test_what_changes_elsewhere_does_not_disturb() -> None:
    made = message(sms="Smile.")
    digest = plan(one("sms", "Sing.")).digest
    made.subject = "Another's"
    made.save_revision()
    assert apply(one("sms", "Sing."), "", None, TODAY, digest).changed == 1
    assert draft(made).subject == "Another's"


def test_change_between_looking_and_locking_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    made = message(sms="Smile.")
    from messages.sheets import applying  # noqa: PLC0415 - to step in between its two looks

    lock = applying._lock

    def somebody_first(changed: Any) -> None:
        draft(made).save_revision()
        lock(changed)

    monkeypatch.setattr(applying, "_lock", somebody_first)
    with pytest.raises(MovedOnError):
        apply(one("sms", "Sing."), "", None, TODAY)
    assert draft(made).sms == "Smile."


def _lock(made: Message, user: User | None) -> None:
    Message.objects.filter(pk=made.pk).update(locked=True, locked_by=user, locked_at=JOINED)


def test_locked_message_is_a_fault_but_not_for_whoever_locked_it() -> None:
    made, other, me = message(), person(), person("change_message")
    _lock(made, other)
    file = one("sms", "Sing.")
    said = f"row 2: {other.username} has locked this. Ask them to unlock it, or leave the row out."
    assert faults(file, user=me) == faults(file) == [said]
    assert faults(one("sms", "Smile."), user=me) == []  # nothing would change
    _lock(made, me)
    assert faults(file, user=me) == []
    _lock(made, None)
    assert faults(file, user=me) == ["row 2: This is locked. Unlock it, or leave the row out."]


def test_message_in_review_is_a_fault() -> None:
    made, user = message(), person()
    made.save_revision()
    made.get_workflow().start(made, user)
    sentence = "This is with its reviewers. Wait until they have answered, or take it out of review first."
    assert faults(one("sms", "Sing.")) == [f"row 2: {sentence}"]
    assert b"in review" in export("csv")


def test_scheduled_message_is_a_fault() -> None:
    made = message()
    made.save_revision(approved_go_live_at=timezone.now())
    assert faults(one("sms", "Sing.")) == ["row 2: This is going to be published by itself. Cancel the schedule first."]
    assert b"scheduled" in export("csv")


@pytest.mark.parametrize(
    ("permissions", "found"),
    [
        (("change_message", "change_translation", "add_message"), []),
        (("change_translation", "add_message"), [2]),
        (("change_message", "change_translation"), [4]),
        (("change_message", "add_message"), [3]),
        ((), [2, 3, 4]),
    ],
)
def test_each_row_asks_whether_one_may(permissions: tuple[str, ...], found: list[int]) -> None:
    translation(message(), "pl", **{name: POLISH[name] for name in ("topic", "action", "why")})
    known = dict(zip(HEADINGS, map(str, KEY), strict=True))
    file = rows(NEW | known, NEW | known | POLISH | {"theme": "", "source": "", "review_on": ""}, NEW)
    said = plan(file, user=person(*permissions)).faults
    assert [fault.row for fault in said] == found
    assert {fault.sentence for fault in said} <= {
        "You may not write or change words in this language. Leave the row out."
    }


def _finding(severity: str, field: str = "sms") -> editorial.Finding:
    return editorial.Finding(
        rule="rule", severity=editorial.Severity(severity), field=field, excerpt="Sing", says="Bad.", instead="Hum."
    )


def test_checks_stop_new_blocks_of_live_words_and_count_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    made = message(sms="Smile.")

    def check(words: AnyWords, **_options: Any) -> list[editorial.Finding]:
        found = [_finding("hint"), _finding("block", "why")]
        return [*found, _finding("block")] if "Sing" in words.sms else found

    monkeypatch.setattr(editorial, "check", check)
    live = plan(one("sms", "Sing."))
    assert ([str(fault) for fault in live.faults], live.hints) == (["row 2, sms [Sing]: Bad. Hum."], 2)
    assert plan(one("sms", "Hum.")).faults == []
    Message.objects.filter(pk=made.pk).update(live=False)
    assert (plan(one("sms", "Sing.")).faults, plan(one("sms", "Sing.")).hints) == ([], 3)


def test_comparing_takes_as_many_queries_for_three_rows_as_for_one(django_assert_num_queries: Any) -> None:
    made = message()
    for language in ("pl", "ar"):
        translation(made, language, sms="x", email="y")
    Message.objects.get().save_revision()
    files = [
        text([*HEADINGS, "sms", "email"], *([*KEY[:3], code, "new", "new"] for code in codes))
        for codes in (["en"], ["en", "pl", "ar"])
    ]
    user = person("change_message", "change_translation")
    plan(files[0])  # content types are known from now on
    with django_assert_num_queries(9) as first:
        assert plan(files[0], user=User.objects.get(pk=user.pk)).changed == 1
    with django_assert_num_queries(len(first)):
        assert plan(files[1], user=User.objects.get(pk=user.pk)).changed == 3


def test_emptied_cells_are_counted() -> None:
    message(sms="Smile.")
    assert [plan(one("sms", value)).emptied for value in ("", "Sing.", "Smile.")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("languages", "english", "is_stale"),
    [(["en", "pl"], "Smile.", False), (["pl"], "Smile.", True), (["en", "pl"], "Smile at me.", True)],
)
def test_row_renews_only_beside_the_english_of_now(languages: list[str], english: str, is_stale: bool) -> None:  # noqa: FBT001 - a row
    words = translation(message(sms="Smile."), "pl", sms="Hej!")
    Translation.objects.update(made_from="an older one")
    file = export("csv", languages).decode().replace("Hej!", "Hej hej!").replace("Smile.", english)
    assert apply(file.encode(), "", None, TODAY).faults == []
    new = Translation.objects.get(pk=words.pk).get_latest_revision_as_object()
    assert (new.sms, new.is_stale) == ("Hej hej!", is_stale)


def test_text_that_the_english_lacks_now_keeps_a_catalogue_from_renewing() -> None:
    made = message(sms="Smile.")
    for more, is_said in (({}, True), ({"preheader": "Hej, hej."}, False)):
        Translation.objects.all().delete()
        translation(made, "pl", sms="Hej!", **more)
        Translation.objects.update(made_from="an older one")
        file = export("po", ["en", "pl"]).replace(b"#, fuzzy\n", b"")
        assert bool(compare(file, "pl.po", None, TODAY).rows) == is_said
