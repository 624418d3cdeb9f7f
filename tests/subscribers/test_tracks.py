"""Special tracks: to whom each is offered, when it begins, and that nothing of it outlives a leaving or a loss."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from messages import starter
from messages.stages import StageKind
from subscribers import children, consent, pauses, tracks
from subscribers.extras import EXTRAS
from subscribers.models import Child, Following, Journey, Role, Track
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOW = utc("2027-01-06 12:00")  # a Wednesday
DUE, BORN = date(2027, 3, 15), date(2026, 12, 14)  # Mondays
FOR_CARERS = ["new_to_ni", "neonatal", "multiples"]
FEEDING = ["feeding_breast", "feeding_bottle", "feeding_mixed"]
FOR_PARTNERS = ["new_to_ni", "neonatal_partner", "multiples", "young"]


def expecting(**details: Any) -> Journey:
    return factories.journey(factories.expecting(DUE), **details)


def with_baby(**details: Any) -> Journey:
    return factories.journey(factories.baby(BORN), **details)


def followed(journey: Journey) -> dict[str, tuple[date | None, date | None]]:
    rows = journey.followings.order_by("track").values_list("track", "since", "replaces_until")
    return {track: (since, until) for track, since, until in rows}


def test_every_special_track_is_in_the_table_once_and_as_long_as_its_messages() -> None:
    weeks = Counter(row["track"] for row in starter.rows() if row["kind"] == StageKind.TRACK_WEEK)
    assert [(extra.track, extra.weeks) for extra in EXTRAS] == [(extra.track, weeks[extra.track]) for extra in EXTRAS]
    main = {Track.CARER, Track.FATHER_PARTNER, Track.CARE}
    assert sorted(extra.track for extra in EXTRAS) == sorted(set(Track) - main)


@pytest.mark.parametrize(
    ("role", "is_born", "expected"),
    [
        (Role.MOTHER, False, [*FOR_CARERS, "young", "after_loss", "low", *FEEDING]),
        (Role.MOTHER, True, [*FOR_CARERS, "young", "low", "different_path", "apart", *FEEDING, "feeding_stopped"]),
        (Role.FATHER, False, [*FOR_PARTNERS, "after_loss", "low", "feeding_partner"]),
        (Role.PARTNER, True, [*FOR_PARTNERS, "low", "different_path", "apart", "feeding_partner"]),
        (Role.FOSTER_CARER, False, ["kinship", "grandparents", *FOR_CARERS, "after_loss", "low", *FEEDING]),
        (Role.KINSHIP_CARER, False, ["kinship", "grandparents", *FOR_CARERS, "after_loss", "low", *FEEDING]),
        (Role.GRANDPARENT, False, ["grandparents", "kinship", *FOR_CARERS, "after_loss", "low", *FEEDING]),
        (Role.OTHER_CARER, False, ["kinship", "grandparents", *FOR_CARERS, "after_loss", "low", *FEEDING]),
    ],
)
def test_what_is_offered(role: Role, is_born: bool, expected: list[str]) -> None:  # noqa: FBT001 - a row of the table
    journey = with_baby(role=role) if is_born else expecting(role=role)
    assert [extra.track for extra in tracks.offered(journey)] == expected


def test_another_language_finds_the_country_first() -> None:
    assert tracks.offered(expecting(language="pl"))[0].track == "new_to_ni"


def test_after_a_loss_twins_are_not_offered() -> None:
    lost = expecting()
    living = factories.journey(factories.baby(BORN), lost.subscriber)
    children.report_loss(lost.child)
    assert "multiples" not in [extra.track for extra in tracks.offered(living)]


def test_nobody_follows_anything_by_themselves() -> None:
    for role in Role:
        expecting(role=role, language="pl")
        with_baby(role=role)
    assert not Following.objects.exists()


@pytest.mark.parametrize(
    ("track", "since", "until"),
    [
        ("low", date(2027, 1, 7), None),
        ("neonatal", date(2027, 1, 7), date(2027, 4, 1)),  # twelve weeks
    ],
)
def test_following_begins_tomorrow_and_twice_is_once(track: str, since: date, until: date | None) -> None:
    journey = with_baby()
    for days in (0, 0, 3):
        tracks.follow(journey, track, NOW + timedelta(days=days))
    assert followed(journey) == {track: (since, until)}


def test_tomorrow_is_the_local_one() -> None:
    journey = with_baby()
    tracks.follow(journey, "low", utc("2027-07-06 23:30"))  # 00:30 on the 7th in Belfast
    assert followed(journey) == {"low": (date(2027, 7, 8), None)}


def test_two_tracks_and_the_weekly_message_come_on_days_of_their_own() -> None:
    journey = with_baby()  # Mondays
    saturday = NOW + timedelta(days=3)
    tracks.follow(journey, "low", saturday)
    tracks.follow(journey, "young", saturday)
    assert followed(journey) == {"low": (date(2027, 1, 10), None), "young": (date(2027, 1, 12), None)}


def test_whoever_comes_back_goes_on_where_they_were() -> None:
    journey = with_baby()
    tracks.follow(journey, "low", NOW, had=2)
    assert followed(journey) == {"low": (date(2026, 12, 24), None)}


@pytest.mark.parametrize("track", ["low", "feeding_bottle", "multiples"])
def test_leaving_is_as_easy(track: str) -> None:
    journey = with_baby()
    tracks.follow(journey, track, NOW)
    tracks.leave(journey, track)
    tracks.leave(journey, track)
    assert followed(journey) == {}


def test_how_feeding_goes_has_one_answer() -> None:
    journey = with_baby()
    for track in ("feeding_breast", "low", "feeding_mixed"):
        tracks.follow(journey, track, NOW)
    assert set(followed(journey)) == {"low", "feeding_mixed"}


@pytest.mark.parametrize(
    ("details", "track"),
    [
        ({}, "kinship"),
        ({}, "grandparents"),
        ({}, "neonatal_partner"),
        ({}, "care"),
        ({}, "carer"),
        ({}, "nonsense"),
        ({"role": Role.FATHER}, "neonatal"),
        ({}, "after_loss"),  # the baby is here
    ],
)
def test_what_is_not_offered_is_not_followed(details: dict[str, Any], track: str) -> None:
    journey = with_baby(**details)
    assert tracks.follow(journey, track, NOW) is None
    assert followed(journey) == {}


@pytest.mark.parametrize("track", ["neonatal", "feeding_breast"])
def test_chosen_before_the_birth_it_waits_for_it(track: str) -> None:
    journey = expecting()
    tracks.follow(journey, track, NOW)
    assert followed(journey) == {track: (None, None)}
    children.report_birth(journey.child, date(2027, 1, 20), utc("2027-01-21 12:00"), 32)
    until = date(2027, 1, 22) + timedelta(weeks=12) if track == "neonatal" else None
    assert followed(journey) == {track: (date(2027, 1, 22), until)}


def test_two_that_wait_begin_on_days_of_their_own() -> None:
    journey = expecting()
    tracks.follow(journey, "neonatal", NOW)
    tracks.follow(journey, "feeding_mixed", NOW)
    children.report_birth(journey.child, date(2027, 1, 20), utc("2027-01-21 12:00"), 32)
    assert [since for since, _ in followed(journey).values()] == [date(2027, 1, 23), date(2027, 1, 22)]


def test_birth_ends_what_was_about_the_pregnancy() -> None:
    journey = expecting()
    tracks.follow(journey, "after_loss", NOW)
    tracks.follow(journey, "low", NOW)
    before = followed(journey)
    children.report_birth(journey.child, date(2027, 1, 20), NOW)
    assert followed(journey) == {"low": before["low"]}


def test_twin_who_is_told_of_at_the_birth_has_the_same_tracks() -> None:
    journey = expecting()
    tracks.follow(journey, "neonatal", NOW)
    children.report_birth(journey.child, date(2027, 1, 20), NOW, 32, count=2)
    assert [followed(one) for one in journey.subscriber.journeys.order_by("pk")] == [
        {"neonatal": (date(2027, 1, 7), date(2027, 4, 1))}
    ] * 2


@pytest.mark.parametrize("how", ["which child", "not which"])
def test_loss_ends_every_track_of_both_parents(how: str) -> None:
    lost = expecting()
    other = factories.journey(factories.baby(BORN), lost.subscriber)
    father = factories.journey(lost.child, role=Role.FATHER)
    stranger = with_baby()
    for journey, track in ((lost, "multiples"), (other, "low"), (father, "young"), (stranger, "low")):
        tracks.follow(journey, track, NOW)
    if how == "which child":
        children.report_loss(lost.child)
    else:
        children.pause_for_loss(lost.subscriber_id)
    assert [bool(followed(journey)) for journey in (lost, other, father, stranger)] == [False, False, False, True]


@pytest.mark.parametrize("after", ["loss", "other child's loss", "stop", "erased"])
def test_nothing_is_followed_after(after: str) -> None:
    journey = with_baby()
    stale = Journey.objects.select_related("child").get(pk=journey.pk)
    if after == "loss":
        children.report_loss(journey.child)
    if after == "other child's loss":
        children.report_loss(factories.journey(factories.expecting(DUE), journey.subscriber).child)
    if after == "stop":
        consent.stop(journey.subscriber_id, "web", NOW)
    if after == "erased":
        Journey.objects.filter(pk=journey.pk).delete()
    assert tracks.follow(stale, "low", NOW) is None
    assert not Following.objects.exists()


def test_during_a_pause_they_may_choose() -> None:
    journey = with_baby()
    pauses.pause(journey.subscriber_id, date(2027, 2, 1))
    assert tracks.follow(journey, "low", NOW) is not None


@pytest.mark.parametrize(("weeks", "kept"), [(5, True), (6, True), (7, False)])
def test_what_is_over_is_forgotten(weeks: int, kept: bool) -> None:  # noqa: FBT001 - a row of the table
    journey = with_baby()
    tracks.follow(journey, "low", NOW)
    Child.objects.update(state=Child.State.EXPECTED, due_date=DUE)
    tracks.follow(journey, "feeding_breast", NOW)  # it waits, however long
    tracks.forget_over(date(2027, 1, 7) + timedelta(weeks=weeks))
    assert set(followed(journey)) == {"feeding_breast", *(["low"] if kept else [])}
