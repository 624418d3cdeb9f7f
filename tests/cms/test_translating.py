"""The translators' desk: what is to do in a language, in which order, and the way through it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import State
from cms import roles
from cms.translating.queue import queues
from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from messages.staleness import let_go_on
from tests import factories
from tests.cms.desk_kit import campaign, mailing
from tests.cms.role_kit import act, colleague, draft, member, said, save, signed_in, url
from tests.cms.staff_kit import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


def week(number: int, **bodies: Any) -> Message:
    return factories.message(Stage(StageKind.BABY_WEEK, number), **bodies)


def changed(message: Message) -> Message:
    """Its English says something else from now on, and somebody has approved it."""
    message.save_revision()
    message.sms = f"{message.sms} Today."
    message.save()
    factories.approved(message)
    return message


def readers(number: int, week_of_age: int, language: str = "pl") -> None:
    """So many parents reach a week of age tomorrow."""
    for _ in range(number):
        baby = factories.baby(TODAY + timedelta(days=1) - timedelta(weeks=week_of_age))
        factories.journey(baby, language=language)


def teresa(*languages: str) -> User:
    return member(roles.TRANSLATOR, *languages or ("pl",), name="Teresa Translator")


def listed(user: User, language: str = "pl") -> list[tuple[str, str]]:
    """What is to do, as kind and topic."""
    return [(x.kind.value, x.topic) for x in queues(user, [language], NOON)[language]]


def test_queue_tells_the_kinds_apart_in_their_order() -> None:
    for number in range(5):
        week(number, sms="Hum.", sms_pl="Zanuć.")
    changed(Message.objects.get(number=1))
    week(5, sms="Hum.")
    begun = draft(sms="Hum.", sms_pl="Zanuć.")
    Message.objects.filter(pk=begun.pk).update(live=True)
    translator = teresa()
    save(signed_in(translator), Translation.objects.get(message__number=2), sms="Zanuć dziś.")
    save(signed_in(translator), Translation.objects.get(message__number=3), "submit", sms="Zanuć dziś.")
    save(signed_in(translator), Translation.objects.get(message__number=4), "submit", sms="Zanuć dziś.")
    act(colleague(roles.APPROVER), Translation.objects.get(message__number=4), "reject", "Say kocyk.")
    assert listed(translator) == [
        ("sent_back", "baby_week 4"),
        ("stale", "baby_week 1"),
        ("missing", "baby_week 5"),
        ("draft", "baby_week 2"),
        ("draft", "baby_week 6"),
    ]
    assert "Say kocyk." in signed_in(translator).get(reverse("translate")).content.decode()


def test_renewed_draft_only_waits_to_be_submitted() -> None:
    changed(week(1, sms="Hum.", sms_pl="Zanuć."))
    translator = teresa()
    save(signed_in(translator), Translation.objects.get(), sms="Zanuć dziś.")
    assert listed(translator) == [("draft", "baby_week 1")]


def test_what_helps_most_parents_comes_first_and_small_numbers_are_alike() -> None:
    for number in (0, 10, 20, 30):
        week(number, sms="Hum.")
    readers(4, 30)
    readers(6, 20)
    readers(1, 10)
    readers(9, 0, "ar")
    translator = teresa()
    assert [topic for _, topic in listed(translator)] == [f"baby_week {number}" for number in (20, 10, 30, 0)]
    page = signed_in(translator).get(reverse("translate")).content.decode()
    assert [page.count(f"Parents: {x}") for x in ("6", "fewer than 5", "0")] == [1, 2, 1]


def test_parents_of_every_anchor_are_counted_on_their_track() -> None:
    due = Stage(StageKind.PREGNANCY_WEEK, 20)
    factories.message(due, sms="Hum.")
    factories.message(due, track="father_partner", sms="Hum.")
    factories.message(Stage(StageKind.TRACK_WEEK, 2), track="low", sms="Hum.")
    mother = factories.journey(factories.expecting(TODAY + timedelta(weeks=20, days=3)), language="pl")
    mother.followings.create(track="low", since=TODAY)
    mother.followings.create(track="young", since=TODAY)
    factories.journey(factories.expecting(TODAY + timedelta(weeks=40)), language="pl")  # too far ahead
    found = queues(teresa(), ["pl"], NOON)["pl"]
    assert {task.place: task.parents for task in found} == {
        "Week of pregnancy 20, carer": 1,
        "Week of pregnancy 20, father or partner": 0,
        "Week of a special track 2, when days feel heavy": 1,
    }


def test_old_words_that_go_on_come_after_those_that_wait() -> None:
    first = changed(week(0, sms="Hum.", sms_pl="Zanuć."))
    changed(week(1, sms="Hum.", sms_pl="Zanuć."))
    let_go_on(first, teresa())
    found = queues(teresa(), ["pl"], NOON)["pl"]
    assert [(task.topic, task.goes_on) for task in found] == [("baby_week 1", False), ("baby_week 0", True)]


def test_english_that_may_not_be_sent_is_not_missing_anywhere() -> None:
    draft(sms="Hum.")
    assert listed(teresa()) == []


@pytest.mark.parametrize(
    ("state", "language", "kinds"),
    [
        (State.APPROVED, "pl", [("missing", "A tune")]),
        (State.APPROVED, "ar", []),  # nobody whom it is for reads it
        (State.DRAFT, "pl", []),
        (State.CANCELLED, "pl", []),
    ],
)
def test_campaigns_on_the_way_have_words_to_write(state: State, language: str, kinds: list[Any]) -> None:
    made = mailing(campaign(state=state))
    Message.objects.filter(pk=made.message_id).update(topic="A tune")
    readers(1, 3)
    assert listed(teresa("pl", "ar"), language) == kinds


def test_page_knows_only_the_languages_that_somebody_was_given() -> None:
    week(0, sms="Hum.")
    client = signed_in(teresa("pl"))
    assert client.get(reverse("translate"), {"language": "ar"}).context["language"].code == "pl"
    assert len(signed_in(member(roles.PUBLISHER)).get(reverse("translate")).context["languages"]) > 10
    nobody = signed_in(member(roles.TRANSLATOR)).get(reverse("translate"))
    assert "Nobody has given you a language yet." in nobody.content.decode()


def test_queue_costs_the_same_queries_for_one_message_and_for_five() -> None:
    client, counts = colleague(roles.TRANSLATOR, "pl"), []
    for first, last in ((0, 1), (1, 5)):
        for number in range(first, last):
            changed(week(number, sms="Hum.", sms_pl="Zanuć."))
            readers(1, number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("translate")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 30


def test_saving_goes_to_the_next_and_submitting_to_the_list() -> None:
    changed(week(0, sms="Hum.", sms_pl="Zanuć."))
    after = week(1, sms="Hum.")
    words, client = Translation.objects.get(), colleague(roles.TRANSLATOR, "pl")
    page = client.get(url(words, "edit"))
    assert f'name="action-next"\n              value="{after.pk}"' in page.content.decode()
    add = f"{reverse('wagtailsnippets_library_translation:add')}?message={after.pk}&language=pl"
    for asked, leads in (
        (str(after.pk), add),
        ("queue", "/admin/translate/?language=pl"),
        ("//evil.example", "/admin/translate/?language=pl"),
    ):
        assert save(client, words, **{"sms": "Zanuć dziś.", "action-next": asked}).redirect_chain[0][0] == leads  # type: ignore[attr-defined]
    assert Translation.objects.get().get_latest_revision_as_object().sms == "Zanuć dziś."
    assert save(client, words, "submit").redirect_chain[0][0] == "/admin/translate/?language=pl"  # type: ignore[attr-defined]


def test_editor_shows_what_the_english_did_and_still_right_renews() -> None:
    changed(week(0, sms="Hum a tune.", sms_pl="Zanuć."))
    words, client = Translation.objects.get(), colleague(roles.TRANSLATOR, "pl")
    page = client.get(url(words, "edit")).content.decode()
    assert "<ins> Today.</ins>" in page
    assert "What is published waits until it is renewed." in page
    answer = save(client, words, **{"action-still-right": "1"})
    assert said(answer) == ["Thank you: it is noted that these words are still right beside the English."]
    found = Translation.objects.get()
    assert (found.is_stale, found.approved_by, found.revisions.count()) == (False, "Dr Approver", 0)
    assert "The English has changed" not in client.get(url(words, "edit")).content.decode()
    history = client.get(url(words, "history")).content.decode()
    assert "Found these words still right beside the English of that day" in history


def test_words_that_did_not_change_are_as_old_as_they_were() -> None:
    changed(week(0, sms="Hum a tune.", sms_pl="Zanuć."))
    words, client = Translation.objects.get(), colleague(roles.TRANSLATOR, "pl")
    stale = []
    for typed in ({"expire_at": "2030-01-01 10:00"}, {"sms": "Zanuć dziś."}, {"sms": "Zanuć."}):
        save(client, words, **typed)
        stale.append(Translation.objects.get().get_latest_revision_as_object().is_stale)
    assert stale == [True, False, True]


def test_english_counts_as_it_was_when_the_page_was_opened() -> None:
    message = changed(week(0, sms="Hum a tune.", sms_pl="Zanuć."))
    words, client = Translation.objects.get(), colleague(roles.TRANSLATOR, "pl")
    seen = f'name="english_seen" value="{message.digest}"'
    assert seen in client.get(url(words, "edit")).content.decode()
    old = {"english_seen": message.digest}
    changed(message)
    assert said(save(client, words, **old | {"action-still-right": "1"})) == [
        "The English has changed since you opened this page. Please look at it again first."
    ]
    assert Translation.objects.get().is_stale
    assert "The English has changed meanwhile" in said(save(client, words, **old | {"sms": "Zanuć dziś."}))[0]
    found = Translation.objects.get().get_latest_revision_as_object()
    assert (found.sms, found.is_stale) == ("Zanuć dziś.", True)
    save(client, words, sms="Zanuć jutro.", english_seen=message.digest)
    assert not Translation.objects.get().get_latest_revision_as_object().is_stale


def test_still_right_loses_nothing_that_was_typed() -> None:
    changed(week(0, sms="Hum a tune.", sms_pl="Zanuć."))
    words, client = Translation.objects.get(), colleague(roles.TRANSLATOR, "pl")
    save(client, words, **{"action-still-right": "1", "sms": "Zanuć dziś."})
    found = Translation.objects.get()
    assert (found.is_stale, found.sms, found.get_latest_revision_as_object().sms) == (True, "Zanuć.", "Zanuć dziś.")
    assert found.get_latest_revision_as_object().is_stale is False


def test_still_right_is_refused_for_words_that_may_not_go_to_parents() -> None:
    message = week(0, sms="Hum a tune.", sms_pl="Zanuć.")
    message.sms = "Ring {lifeline.phone}."
    message.save()
    answer = save(colleague(roles.TRANSLATOR, "pl"), Translation.objects.get(), **{"action-still-right": "1"})
    assert said(answer)[0].startswith("They are not right yet beside the English: The placeholders differ")
    assert Translation.objects.get().is_stale


def test_lists_name_and_filter_what_is_stale() -> None:
    changed(week(0, sms="Hum.", sms_pl="Zanuć."))
    week(1, sms="Hum.", sms_pl="Zanuć.")
    client = colleague(roles.PUBLISHER)
    found = client.get(url(Translation, "list"), {"state": "stale"}).context["object_list"]
    assert [(row.message.number, row.state) for row in found] == [(0, "stale")]
    rows = client.get(url(Message, "list")).context["object_list"]
    assert {row.number: row.languages_done for row in rows} == {0: 1, 1: 2}


def test_front_page_names_what_became_stale_in_somebodys_languages() -> None:
    changed(week(0, sms="Hum.", sms_pl="Zanuć.", sms_ar="دندن"))
    pages = {x: colleague(roles.TRANSLATOR, x).get(reverse("wagtailadmin_home")).content.decode() for x in ("pl", "ga")}
    assert "The English of 1 has changed." in pages["pl"]
    assert url(Translation.objects.get(language="pl"), "edit") in pages["pl"]
    assert "The English of" not in pages["ga"]
    assert "To translate" not in colleague(roles.READ_ONLY).get(reverse("wagtailadmin_home")).content.decode()
