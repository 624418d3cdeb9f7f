"""Extra messages on a parent's own page: chosen and left there, at most two at once, and never by themselves."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns import choices as campaigns
from campaigns.models import Occasion
from delivery.models import Status, Urgency
from messages.models import Message
from messages.stages import Stage, StageKind
from portal import chores, erasure, extras, own_data
from subscribers import children, consent, pauses
from subscribers.extras import EXTRAS
from subscribers.models import Following, Journey, Role, Track
from tests import factories
from tests.portal.own_page import BORN, DUE, NOW, expecting_parent, parent_of_baby, url, visiting
from tests.portal.test_own_page_changes import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MONDAY = date(2026, 11, 23)  # the day after tomorrow, which is the day of the weekly messages


@pytest.fixture(autouse=True)
def _library() -> None:
    """Messages of each special track."""
    for extra in EXTRAS:
        for number in (1, 2) if extra.track == Track.LOW else (1,):
            stage = Stage(StageKind.TRACK_WEEK, number)
            factories.message(stage, track=extra.track, sms=f"{extra.track} {number}", email=f"{extra.track} {number}")


def choose(client: Client, journey: Journey, *tracks: str, feeding: str = "") -> str:
    answer = client.post(url("extra", journey.pk), {"tracks": tracks, "feeding": feeding}, follow=True)
    return words(answer.content)


def followed(journey: Journey) -> set[str]:
    return set(Following.objects.filter(journey=journey).values_list("track", flat=True))


def test_they_are_chosen_changed_and_left_on_one_page() -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    page = words(client.get(url("extra", journey.pk)).content)
    assert page.count("<input class=") == 10
    assert "checked" in page  # none about feeding
    assert page.count("checked") == 1
    assert "Thank you. That is changed." in choose(client, journey, "low", feeding="feeding_mixed")
    assert followed(journey) == {"low", "feeding_mixed"}
    assert words(client.get(url("extra", journey.pk)).content).count("checked") == 2
    choose(client, journey, "multiples", feeding="feeding_mixed")
    assert followed(journey) == {"multiples", "feeding_mixed"}
    choose(client, journey)
    assert followed(journey) == set()


def test_page_says_what_comes_how_often_and_how_to_stop() -> None:
    person, journey = expecting_parent()
    page = words(visiting(person).get(url("extra", journey.pk)).content)
    assert [sentence in page for sentence in (
        "They come once a week for some weeks, besides the others.",
        "Choose two at most, so that there are never more than three a week.",
        "12 messages, one a week. They begin when you tell us that your baby is here.",
        "To stop them, come back here and take the tick away.",
        "each of the others is one text in place of three",
    )] == [True, True, True, True, False]  # fmt: skip
    journey.subscriber.journeys.update(frequency=3)
    page = words(visiting(person).get(url("extra", journey.pk)).content)
    assert "each of the others is one text in place of three" in page


@pytest.mark.parametrize(
    ("tracks", "feeding"), [(("low", "young", "multiples"), ""), (("low", "young"), "feeding_breast")]
)
def test_three_at_once_are_refused_and_stay_ticked(tracks: tuple[str, ...], feeding: str) -> None:
    person, journey = expecting_parent()
    page = choose(visiting(person), journey, *tracks, feeding=feeding)
    assert page.count("Choose two at most, so that you never get more than three messages a week.") == 2
    assert page.count("checked") == 3 + (not feeding)
    assert followed(journey) == set()


def test_two_at_once_count_all_children() -> None:
    person, journey = expecting_parent()
    other = factories.journey(factories.baby(BORN), person)
    client = visiting(person)
    choose(client, journey, "low", "young")
    choose(client, other, "apart")
    assert (followed(journey), followed(other)) == ({"low", "young"}, set())


@pytest.mark.parametrize("track", ["kinship", "different_path", "carer", "care", "nonsense"])
def test_what_is_not_offered_is_refused(track: str) -> None:
    person, journey = expecting_parent()
    choose(visiting(person), journey, track)
    assert followed(journey) == set()


def test_twins_have_them_together() -> None:
    person, journey = expecting_parent()
    twin = factories.journey(factories.expecting(DUE), person)
    client = visiting(person)
    choose(client, journey, "multiples")
    assert (followed(journey), followed(twin)) == ({"multiples"}, {"multiples"})
    choose(client, twin)
    assert (followed(journey), followed(twin)) == (set(), set())


def test_nobody_chooses_for_another() -> None:
    person, journey = expecting_parent()
    father = factories.journey(journey.child, role=Role.FATHER)
    assert visiting(person).post(url("extra", father.pk), {"tracks": ["low"]}).status_code == 404
    choose(visiting(person), journey, "low")
    assert (followed(father), followed(journey)) == (set(), {"low"})
    assert "Something very small" not in words(visiting(father.subscriber).get(url("")).content)


def test_home_from_the_unit_is_one_button() -> None:
    person, journey = parent_of_baby()
    client = visiting(person)
    choose(client, journey, "neonatal", "low")
    assert "Is your baby home from the unit?" in words(client.get(url("extra", journey.pk)).content)
    assert "A warm welcome home" in words(client.post(url("extra", journey.pk), {"home": "1"}, follow=True).content)
    assert followed(journey) == {"low"}
    assert "Is your baby home" not in words(client.get(url("extra", journey.pk)).content)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"role": Role.GRANDPARENT}, "Extra messages for you: Grandparents and helpers"),
        ({"role": Role.FOSTER_CARER}, "Extra messages for you: Kinship, foster and adoptive carers"),
        ({"language": "pl"}, "Extra messages for you: New to Northern Ireland"),
        ({}, ""),
    ],
)
def test_what_is_meant_for_them_stands_at_the_top_of_the_card(details: dict[str, Any], expected: str) -> None:
    person, journey = parent_of_baby(**details)
    client = visiting(person)
    page = words(client.get(url("")).content)
    assert "Extra messages that suit your family" in page
    assert ("Extra messages for you" in page) == bool(expected)
    assert expected in page
    assert not Following.objects.exists()
    if expected:
        choose(
            client, journey, {"grandparent": "grandparents", "foster_carer": "kinship"}.get(journey.role, "new_to_ni")
        )
        assert "Extra messages for you" not in words(client.get(url("")).content)


@pytest.mark.parametrize(
    ("role", "language", "expected"),
    [
        ("grandparent", "en", Track.GRANDPARENTS),
        ("kinship_carer", "pl", Track.KINSHIP),
        ("mother", "pl", Track.NEW_TO_NI),
        ("mother", "en", None),
        ("father", "en", None),
        ("", "en", None),
    ],
)
def test_newcomer_is_told_of_one(role: str, language: str, expected: Track | None) -> None:
    found = extras.for_newcomer(role, language, "sms", "en")
    assert (found.track if found else None) == expected
    assert extras.for_newcomer(role, language, "sms", "none") is None or language == "en"


def test_only_what_they_would_really_get_is_offered() -> None:
    person, journey = expecting_parent()
    journey.language, journey.fallback = "lt", "none"
    journey.save()
    client = visiting(person)
    assert "Extra messages" not in words(client.get(url("")).content)
    assert "There are no extra messages for you yet." in words(client.get(url("extra", journey.pk)).content)


def test_what_comes_next_lists_them_too_and_not_what_they_replace() -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 24), sms="stage")
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 25), sms="stage")
    person, journey = expecting_parent()
    client = visiting(person)
    choose(client, journey, "low")
    page = words(client.get(url("")).content)
    shown = [f'{day}</span> <span>{topic}<' for day, topic in (
        ("22 November", "pregnancy_week 24"), ("23 November", "track_week 1"),
        ("29 November", "pregnancy_week 25"), ("30 November", "track_week 2"),
    )]  # fmt: skip
    assert [one in page for one in shown] == [True] * 4
    Following.objects.update(replaces_until=date(2027, 1, 1))
    page = words(client.get(url("")).content)
    assert [one in page for one in shown] == [True, True, False, True]


def test_whoever_comes_back_goes_on_where_they_were() -> None:
    person, journey = expecting_parent()
    for number in (1, 2):
        journey.nudges.create(
            message=Message.objects.get(track="low", number=number),
            channel="sms",
            urgency=Urgency.STAGE,
            status=Status.DELIVERED,
            due_at=NOW,
            expires_at=NOW,
        )
    choose(visiting(person), journey, "low")
    assert Following.objects.get().since == MONDAY - timedelta(weeks=2)


@pytest.mark.parametrize("after", ["stop", "loss", "pause for loss"])
def test_page_is_shut_after(after: str) -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    if after == "stop":
        consent.stop(person.pk, "web", NOW)
    if after == "loss":
        children.report_loss(journey.child)
    if after == "pause for loss":
        children.pause_for_loss(person.pk)
    answer = client.post(url("extra", journey.pk), {"tracks": ["low"]})
    assert answer.status_code == (404 if after == "loss" else 302)
    assert followed(journey) == set()
    assert "Extra messages" not in words(client.get(url("")).content)


def test_pause_they_asked_for_shuts_nothing() -> None:
    person, journey = expecting_parent()
    pauses.pause(person.pk, date(2027, 1, 1))
    choose(visiting(person), journey, "low")
    assert followed(journey) == {"low"}


def test_copy_of_everything_holds_them() -> None:
    person, journey = parent_of_baby()
    client = visiting(person)
    choose(client, journey, "neonatal", feeding="feeding_mixed")
    assert own_data.copy_of(person)["extra_messages"] == [
        {"extra": "neonatal", "extra_from": MONDAY, "instead_until": MONDAY + timedelta(weeks=12)},
        {"extra": "feeding_mixed", "extra_from": MONDAY + timedelta(days=1), "instead_until": None},
    ]
    page = words(client.get(url("data")).content)
    assert "Extra messages that you chose" in page
    assert "Feeding: Both, or not sure yet" in page
    assert "Baby in the neonatal unit" in page


def test_erasing_leaves_none() -> None:
    person, journey = expecting_parent()
    choose(visiting(person), journey, "low")
    erasure.erase(person, NOW)
    assert not Following.objects.exists()


def test_forgetting_leaves_none() -> None:
    over, stopped, going_on = (expecting_parent() for _ in range(3))
    for person, journey in (over, stopped, going_on):
        choose(visiting(person), journey, "low")
    Following.objects.filter(journey=over[1]).update(since=date(2026, 10, 1))
    consent.stop(stopped[0].pk, "web", NOW)
    chores.forget(NOW)
    assert [followed(journey) for _, journey in (over, stopped, going_on)] == [set(), {"low"}, {"low"}]
    chores.forget(NOW + timedelta(days=31))
    assert [followed(journey) for _, journey in (stopped, going_on)] == [set(), {"low"}]


def test_page_asks_the_database_no_more_for_more_of_them(django_assert_max_num_queries: Any) -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    choose(client, journey, "low", "young")
    with django_assert_max_num_queries(12):
        client.get(url("extra", journey.pk))


def test_whoever_told_us_so_of_a_loss_is_in_no_campaign_even_when_that_track_is_over() -> None:
    person, journey = expecting_parent()
    choose(visiting(person), journey, Track.AFTER_LOSS)
    Following.objects.all().delete()
    assert not campaigns.wants(person.pk, Occasion.GENERAL)
    campaigns.choose(person.pk, campaigns.ALL, wanted=True, now=NOW)  # until they say otherwise
    assert campaigns.wants(person.pk, Occasion.GENERAL)
