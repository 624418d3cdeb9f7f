"""Which events there are for whom, and how they are kept."""

from datetime import date, timedelta
from typing import Any

import pytest

from campaigns import events
from campaigns.models import Event, EventText
from subscribers.hours import zone
from tests.campaigns.event_kit import BEGINS, HOUR, NOW, areas, event
from tests.factories import utc

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("details", "is_listed"),
    [
        ({}, True),
        ({"is_published": False}, False),
        ({"starts_at": NOW - HOUR / 2}, True),
        ({"starts_at": NOW - HOUR}, False),
        ({"cancelled_at": NOW - timedelta(days=1)}, True),
        ({"cancelled_at": NOW - timedelta(days=2)}, False),
    ],
    ids=["to come", "hidden", "going on", "over", "just cancelled", "cancelled a while ago"],
)
def test_event_is_listed_while_it_concerns_parents(details: dict[str, Any], is_listed: bool) -> None:  # noqa: FBT001 - of the table
    event(**details)
    assert events.upcoming(NOW).exists() == is_listed


def test_calendars_know_what_was_cancelled_and_the_last_weeks() -> None:
    kept = [event(cancelled_at=NOW - timedelta(days=9)), event(starts_at=NOW - timedelta(days=20))]
    event(is_published=False)
    event(starts_at=NOW - timedelta(days=40))
    assert set(events.for_calendars(NOW)) == set(kept)


def test_area_has_its_own_its_trusts_and_the_regions_events() -> None:
    places = areas()
    event(title="region")
    event(title="trust", trust=places.trust)
    for name in ("colin", "glen", "oak"):
        event(title=name, sure_start=getattr(places, name))
    alone = type(places.oak).objects.create(name="Test Alone")

    def titles(**area: Any) -> list[str]:
        return sorted(events.near(Event.objects.all(), **area).values_list("title", flat=True))

    assert titles(sure_start=places.colin) == ["colin", "region", "trust"]
    assert titles(sure_start=places.oak) == ["oak", "region"]
    assert titles(sure_start=alone) == ["region"]
    assert titles(trust=places.trust) == ["colin", "glen", "region", "trust"]
    assert titles() == ["colin", "glen", "oak", "region", "trust"]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("", ["everybody", "expecting", "families", "fathers"]),
        ("fathers", ["everybody", "fathers"]),
        ("expecting", ["everybody", "expecting"]),
        ("staff", ["staff"]),
    ],
)
def test_practitioners_events_are_only_for_whoever_asks_for_them(who: str, found: list[str]) -> None:
    for value in Event.Who.values:
        event(title=value, who=value)
    assert sorted(x.title for x in events.meant_for(Event.objects.all(), who)) == found


def test_each_change_is_counted_and_dated() -> None:
    made = Event(title="A", starts_at=BEGINS, ends_at=BEGINS + HOUR)
    events.save(made, NOW)
    assert (made.revision, made.changed_at) == (0, NOW)
    events.save(made, NOW + HOUR)
    made.refresh_from_db()
    assert (made.revision, made.changed_at) == (1, NOW + HOUR)


def test_change_does_not_bring_back_what_was_cancelled_meanwhile() -> None:
    made = event()
    Event.objects.update(cancelled_at=NOW)
    made.title = "Another"
    events.save(made, NOW)
    assert Event.objects.values_list("title", "cancelled_at").get() == ("Another", NOW)
    assert made.cancelled_at == NOW


def test_copy_keeps_the_local_hours_across_a_change_of_the_clocks() -> None:
    made = event(cancelled_at=NOW, revision=4, pl="Masaż niemowląt", languages=["en", "pl"], host="Ann")
    again = events.copy(made, date(2026, 11, 3), NOW + HOUR)
    local = [at.astimezone(zone()).strftime("%d.%m. %H:%M") for at in (again.starts_at, again.ends_at)]
    assert local == ["03.11. 10:30", "03.11. 11:30"]
    assert again.starts_at == utc("2026-11-03 10:30")
    assert (again.cancelled_at, again.revision, again.changed_at) == (None, 0, NOW + HOUR)
    assert (again.title, again.languages, again.host) == ("Baby massage", ["en", "pl"], "Ann")
    assert list(EventText.objects.filter(event=again).values_list("language", "title")) == [("pl", "Masaż niemowląt")]


def test_copy_of_what_lasts_over_night_does_so_again() -> None:
    made = event(starts_at=utc("2026-06-09 19:00"), ends_at=utc("2026-06-10 08:00"))
    again = events.copy(made, date(2026, 7, 1), NOW)
    assert (again.starts_at, again.ends_at) == (utc("2026-07-01 19:00"), utc("2026-07-02 08:00"))
