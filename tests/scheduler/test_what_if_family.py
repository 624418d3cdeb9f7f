"""A made-up family's calendar is what the real thing sends, and the real tables know nothing of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.models import Halt, Nudge, Reason
from messages.models import Message, Translation
from messages.stages import Stage
from scheduler.gaps import Search
from scheduler.made_up import Family, sent_to
from scheduler.what_if import Gap
from tests import factories
from tests.scheduler import what_if_kit as kit
from tests.scheduler.what_if_kit import BABY, FIRST, PREGNANCY

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)
SOON = FIRST + 5 * WEEK  # week 35 begins on the first day
FAMILIES = {
    "expecting": Family(due_date=SOON),
    "expecting, no word of a birth": Family(due_date=FIRST - WEEK),
    "born as we look": Family(due_date=SOON, born_on=FIRST + 3 * WEEK, frequency=3),
    "born early as we look": Family(due_date=SOON, born_on=FIRST + WEEK),
    "three a week": Family(birth_date=FIRST - 2 * WEEK, frequency=3, slot="morning"),
    "three a week and two special tracks": Family(
        birth_date=FIRST - WEEK, frequency=3, specials=("multiples", "low"), channel="both"
    ),
    "a special track besides": Family(birth_date=FIRST - WEEK, specials=("multiples",), slot="afternoon"),
    "a special track on the same days": Family(birth_date=FIRST, specials=("low",)),
    "a special track instead": Family(
        birth_date=FIRST - WEEK, specials=("low",), replaces_until=FIRST + 2 * WEEK, frequency=3
    ),
    "preterm": Family(birth_date=FIRST - 5 * WEEK, gestation_weeks=30),
    "toddler": Family(birth_date=date(2025, 8, 20), gestation_weeks=35),
    "Polish, else English": Family(birth_date=FIRST, language="pl", channel="both"),
    "Polish, else nothing": Family(birth_date=FIRST, language="pl", fallback="none", channel="both"),
    "father without a message": Family(birth_date=FIRST, role="father"),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_calendar_is_what_is_really_sent(name: str) -> None:
    hold_against_the_real_thing(FAMILIES[name], is_silent=name == "father without a message")


def hold_against_the_real_thing(family: Family, *, is_silent: bool = False) -> None:
    kit.library()
    last = FIRST + 5 * WEEK
    found = kit.rows(sent_to(family, FIRST, last))
    assert found == kit.really(family, last)
    assert bool(found) != is_silent


@pytest.mark.heart
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_calendar_outside_a_transaction_is_what_is_really_sent() -> None:
    hold_against_the_real_thing(FAMILIES["three a week and two special tracks"])


@pytest.mark.heart
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_real_tables_are_as_before_with_words_shown_that_nobody_approved() -> None:
    kit.library()
    kit.somebody_real()
    Message.objects.update(approved_by="")
    with kit.untouched():
        found = sent_to(FAMILIES["three a week and two special tracks"], FIRST, SOON, with_unapproved=True)
    assert len(kit.rows(found)) > 5
    assert not Nudge.objects.exists()


def test_real_tables_are_as_before_when_the_simulation_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    kit.library()
    kit.somebody_real()
    monkeypatch.setattr("scheduler.simulate.plan", lambda *_: 1 / 0)
    with kit.untouched(), pytest.raises(ZeroDivisionError):
        sent_to(FAMILIES["expecting"], FIRST, SOON)


def test_words_that_nobody_approved_are_shown_only_when_asked_for() -> None:
    message = factories.message(Stage(BABY, 0), sms="hello", sms_pl="witaj")
    Translation.objects.update(approved_by="")
    family = Family(birth_date=FIRST, language="pl")
    texts = [[x.text for x in sent_to(family, FIRST, FIRST, with_unapproved=bold)] for bold in (False, True)]
    assert texts == [["hello"], ["witaj"]]
    Message.objects.filter(pk=message.pk).update(live=False)
    assert sent_to(family, FIRST, FIRST, with_unapproved=True) == []


def test_halt_does_not_empty_the_calendar() -> None:
    factories.message(Stage(BABY, 0), sms="hello")
    Halt.objects.create(why="A test.", began_at=factories.JOINED)
    assert [x.text for x in sent_to(Family(birth_date=FIRST), FIRST, FIRST)] == ["hello"]


def test_number_of_queries_does_not_grow_with_real_families_or_days_without_a_message() -> None:
    factories.message(Stage(BABY, 1), sms="hello")
    family = Family(birth_date=FIRST)
    counts = []
    for weeks in (2, 50):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert len(sent_to(family, FIRST, FIRST + weeks * WEEK)) == 1
        counts.append(len(captured))
        for _ in range(3):
            factories.journey(factories.baby(FIRST))
    assert counts[0] == counts[1]


def gaps(family: Family, last: date, *, with_unapproved: bool = False) -> list[Gap]:
    nudges = sent_to(family, FIRST, last, with_unapproved=with_unapproved)
    search = Search(family=family, first=FIRST, last=last, nudges=nudges, with_unapproved=with_unapproved)
    return search.gaps()


def sentences(family: Family, last: date, *, with_unapproved: bool = False) -> list[str]:
    return [f"{gap.stage}: {gap.why}" for gap in gaps(family, last, with_unapproved=with_unapproved)]


def test_gaps_say_what_is_missing() -> None:
    factories.message(Stage(BABY, 0), sms="hello", sms_pl="witaj")
    factories.message(Stage(BABY, 1), sms="hello")
    factories.message(Stage(BABY, 2), sms_pl="witaj", email_pl="list")
    hidden, held = (factories.message(Stage(BABY, n), sms_pl="witaj") for n in (3, 4))
    Message.objects.filter(pk=hidden.pk).update(live=False)
    Message.objects.filter(pk=held.pk).update(held_at=factories.JOINED)
    family = Family(birth_date=FIRST, language="pl", fallback="none")
    assert sentences(family, FIRST + 5 * WEEK) == [
        "Baby, week 1: No approved words in Polish: nothing is sent.",
        "Baby, week 3: The message is not published: nothing is sent.",
        "Baby, week 4: The message is held back while it is decided whether to withdraw it: nothing is sent.",
        "Baby, week 5: Nothing is written for this stage yet: nothing is sent.",
    ]
    both = Family(birth_date=FIRST - 2 * WEEK, language="pl", channel="both")
    assert sentences(both, FIRST) == []
    both = Family(birth_date=FIRST, language="pl", channel="both")
    assert sentences(both, FIRST) == ["Baby, week 0: No approved e-mail in Polish or English: it comes by text only."]


def test_gaps_end_with_the_pregnancy_and_begin_with_the_birth() -> None:
    factories.message(Stage(PREGNANCY, 42), sms="week 42")
    family = Family(due_date=FIRST - 2 * WEEK)
    assert gaps(family, FIRST + 20 * WEEK) == []
    born = Family(due_date=FIRST - 2 * WEEK, born_on=FIRST + WEEK)
    assert [gap.stage for gap in gaps(born, FIRST + 2 * WEEK)] == ["Baby, week 0", "Baby, week 1"]


def test_stages_that_a_special_track_replaces_are_no_gaps() -> None:
    factories.message(Stage(kit.TRACK, 1), track="low", sms="heavy 1")
    family = Family(birth_date=FIRST, specials=("low",), replaces_until=FIRST + WEEK)
    assert [gap.stage for gap in gaps(family, FIRST + WEEK)] == ["Baby, week 1"]


def test_message_left_out_for_the_days_share_is_a_gap() -> None:
    kit.library()
    family = FAMILIES["three a week and two special tracks"]
    nudges = sent_to(family, FIRST, SOON)
    capped = {x.message.topic for x in nudges if x.reason == Reason.CAP and x.message}
    left_out = {gap.topic for gap in gaps(family, SOON) if gap.why.startswith("They had had enough")}
    assert capped
    assert left_out == capped
