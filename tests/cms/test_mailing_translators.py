"""Translators write the words of campaigns in their languages while those live, and touch nothing else of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from campaigns import running, writing
from campaigns.models import Campaign, Mailing, Membership, State
from campaigns.running import RefusedError
from cms import roles
from messages.models import Approval, Message, Translation
from tests.cms.mailing_kit import GOOD, NOON, approve, mailing, officer, page, send, sure_start, week
from tests.cms.mailing_kit import words as typed
from tests.cms.role_kit import member, signed_in
from tests.factories import approved

pytestmark = pytest.mark.django_db

WORDS, LOOK, APPROVE = "campaign_mailing_words", "campaign_mailing_look", "campaign_mailing_approve"
POLISH = "Zanuc melodie. Dziecko zna twoj glos."


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.mailing_kit.noon"


@pytest.fixture
def made() -> Mailing:
    return mailing(week(), officer())


def teresa(*languages: str) -> User:
    return member(roles.TRANSLATOR, *languages or ("pl",), name="Teresa Translator")


def written() -> list[tuple[str, str, str]]:
    return list(Translation.objects.values_list("language", "sms", "approved_by"))


@pytest.mark.parametrize("state", [*State])
def test_translator_writes_their_language_while_the_campaign_is_alive(made: Mailing, state: State) -> None:
    Campaign.objects.update(state=state)
    translator = teresa()
    send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH))
    over = state in (State.CANCELLED, State.FINISHED)
    assert written() == ([] if over else [("pl", POLISH, "")])
    assert Campaign.objects.get().changed_by != translator  # so that nobody is kept from approving the campaign


@pytest.mark.parametrize("language", ["ar", "en"])
def test_translator_writes_no_other_language(made: Mailing, language: str) -> None:
    for name in (WORDS, LOOK):
        answer = signed_in(teresa()).post(reverse(name, args=[made.pk, language]), typed(sms=POLISH))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert (written(), Message.objects.get().sms) == ([], GOOD)


def test_translator_neither_approves_nor_opens_anything_else(made: Mailing) -> None:
    translator = teresa()
    send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH))
    found = page(translator, WORDS, made.pk, "pl")
    assert "Save the words" in found
    assert "Approve the Polish words" not in found
    send(translator, APPROVE, made.pk, "pl", version=str(Translation.objects.get().version))
    assert not Approval.objects.filter(language="pl").exists()
    shut = [("campaign_mailing", made.pk), ("campaign_mailing_remove", made.pk), ("campaign_hub", made.campaign_id)]
    shut += [("campaign_edit", made.campaign_id), ("campaign_cancel", made.campaign_id)]
    assert [name for name, pk in shut if page(translator, name, pk)] == []
    for refused in (
        lambda: writing.write(made, "en", {"sms": "Mine"}, translator),
        lambda: writing.change(made, translator, window=3),
        lambda: running.pause(made.campaign, translator, NOON),
    ):
        with pytest.raises(RefusedError):
            refused()


def test_both_translator_and_reviewer_approve_no_words_of_their_own(made: Mailing) -> None:
    both = teresa()
    both.groups.add(*member(roles.LANGUAGE_REVIEWER).groups.all())
    send(both, WORDS, made.pk, "pl", **typed(sms=POLISH))
    send(both, APPROVE, made.pk, "pl", version=str(Translation.objects.get().version))
    assert written() == [("pl", POLISH, "")]


def of_oak() -> User:
    user = teresa()
    Membership.objects.create(user=user, sure_start=sure_start("Oak"))
    return user


def of_elm() -> User:
    user = teresa()
    Membership.objects.create(user=user, sure_start=sure_start("Elm"))
    return user


@pytest.mark.parametrize(("who", "writes"), [(teresa, True), (of_oak, True), (of_elm, False)])
def test_translator_who_works_for_an_area_writes_for_their_own(who: Callable[[], User], writes: bool) -> None:  # noqa: FBT001 - a row
    made = mailing(week(sure_start=sure_start("Oak")), officer("Otto Officer"))
    send(who(), WORDS, made.pk, "pl", **typed(sms=POLISH))
    assert bool(written()) is writes


def test_words_older_than_their_english_say_so_and_are_renewed_by_saving(made: Mailing) -> None:
    translator, writer = teresa(), officer("Olga Officer")
    send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH))
    writing.write(made, "en", {"sms": f"{GOOD} Today."}, writer)
    found = page(translator, WORDS, made.pk, "pl")
    assert "The English has changed since these words were written." in found
    assert "<ins> Today.</ins>" in found
    assert "English has changed" in page(writer, "campaign_mailing", made.pk)
    send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH))
    assert "The English has changed" not in page(translator, WORDS, made.pk, "pl")


def test_words_are_not_beside_english_that_nobody_saw(made: Mailing) -> None:
    translator, writer = teresa(), officer("Olga Officer")
    seen = Message.objects.get(pk=made.message_id).digest
    assert f'name="english_seen" value="{seen}"' in page(translator, WORDS, made.pk, "pl")
    writing.write(made, "en", {"sms": f"{GOOD} Today."}, writer)
    found = []
    for english in (seen, Message.objects.get(pk=made.message_id).digest, seen):
        send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH), english_seen=english)
        found.append(Translation.objects.get().is_stale)
    assert found == [True, False, False]


def test_approved_words_that_do_not_fit_the_changed_english_are_not_renewed_by_saving(made: Mailing) -> None:
    translator = teresa()
    send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH))
    approved(Translation.objects.get())
    writing.write(made, "en", {"sms": "Ring {lifeline.phone}."}, officer("Olga Officer"))
    answer = send(translator, WORDS, made.pk, "pl", **typed(sms=POLISH))
    assert "these words do not fit it yet" in answer.content.decode()
    assert Translation.objects.get().is_stale
    send(translator, WORDS, made.pk, "pl", **typed(sms="Zadzwon: {lifeline.phone}."))
    found = Translation.objects.get()
    assert (found.is_stale, found.approved_by) == (False, "")


def test_saving_goes_to_the_next_of_the_queue(made: Mailing) -> None:
    other = mailing(made.campaign, officer("Olga Officer"))
    approve(made.campaign, officer("Otto Officer"))
    client = signed_in(teresa())
    answer = client.post(
        reverse(WORDS, args=[made.pk, "pl"]), typed(sms=POLISH) | {"action-next": str(other.message_id)}
    )
    assert answer.headers["Location"] == reverse(WORDS, args=[other.pk, "pl"])
