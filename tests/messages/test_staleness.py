"""When the English changes: old translations wait, are renewed, are found still right, or are let go on."""

import pytest
from django.contrib.auth.models import User

from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from messages.staleness import english_before, let_go_on, still_right
from tests import factories

pytestmark = pytest.mark.django_db
WEEK_6 = Stage(StageKind.BABY_WEEK, 6)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def polish() -> Translation:
    """Approved words in Polish and in Arabic, whose English has changed since."""
    made = factories.message(WEEK_6, sms="Hum a tune.", sms_pl="Zanuć.", sms_ar="دندن")
    made.save_revision()
    made.sms = "Hum a tune today."
    made.save()
    factories.approved(made)
    return Translation.objects.get(language="pl")


def sent() -> set[str]:
    return set(Translation.objects.sendable().values_list("language", flat=True))


def test_english_of_before_is_found(polish: Translation) -> None:
    was = english_before(polish)
    assert (was and was.sms, polish.message.sms, sent()) == ("Hum a tune.", "Hum a tune today.", set())
    Message.objects.get().revisions.all().delete()
    assert english_before(polish) is None


@pytest.mark.parametrize(
    ("languages", "number", "goes"), [(None, 2, {"pl", "ar"}), (["pl"], 1, {"pl"}), ([], 0, set())]
)
def test_old_words_go_on_where_somebody_says_so(
    polish: Translation, user: User, languages: list[str] | None, number: int, goes: set[str]
) -> None:
    assert (let_go_on(polish.message, user, languages), sent()) == (number, goes)
    assert Translation.objects.stale().count() == 2
    polish.message.sms = "Hum another tune."
    polish.message.save()
    factories.approved(polish.message)
    assert sent() == set()  # that was said of the English of then


@pytest.mark.parametrize(
    ("live", "draft", "row_is_stale"),
    [(True, "", False), (True, "Zanuć.", False), (True, "Inne.", True), (False, "Inne.", False)],
)
def test_still_right_is_said_of_the_words_that_are_shown(
    polish: Translation,
    user: User,
    live: bool,  # noqa: FBT001 - a row
    draft: str,
    row_is_stale: bool,  # noqa: FBT001 - a row
) -> None:
    Translation.objects.filter(pk=polish.pk).update(live=live)
    if draft:
        polish.sms, polish.live = draft, live
        polish.save_revision()
        Translation.objects.filter(pk=polish.pk).update(has_unpublished_changes=True)
    still_right(polish, user)
    found = Translation.objects.get(pk=polish.pk)
    shown = found.get_latest_revision_as_object() if draft else found
    assert (found.is_stale, shown.is_stale) == (row_is_stale, False)


def test_what_was_let_go_on_is_not_said_of_other_words(polish: Translation, user: User) -> None:
    let_go_on(polish.message, user)
    for typed, kept in (("Zanuć.", True), ("Inne.", False)):
        words = Translation.objects.get(language="pl")
        words.sms = typed
        words.save()
        assert (Translation.objects.get(language="pl").goes_on_with != "") == kept
