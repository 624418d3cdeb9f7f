"""The map of the library: how far each message is, what may be sent, and what that costs in queries."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.map import grid, reading
from cms.map.selection import Selection
from cms.map.states import Facts, State, sends, state_of
from messages.letters import blocks_of
from messages.models import Approval, Message, Translation
from messages.stages import Stage, StageKind
from messages.staleness import let_go_on
from tests import factories
from tests.factories import utc

TODAY = date(2026, 6, 1)
PREGNANCY, BABY, TRACK, CARE = (
    StageKind.PREGNANCY_WEEK,
    StageKind.BABY_WEEK,
    StageKind.TRACK_WEEK,
    StageKind.CARE_WEEK,
)
SENT = {"live": True, "approved": True}


def facts(**details: Any) -> Facts:
    """A draft with a text, unless told otherwise."""
    usual = {
        "message": 1,
        "words": None,
        "stage": Stage(PREGNANCY, 12),
        "track": "carer",
        "topic": "A topic",
        "theme": "bond",
        "review_on": date(2027, 1, 1),
        "said": frozenset({"sms"}),
        "drafted": frozenset(),
        **dict.fromkeys(("live", "withdrawn", "approved", "newer", "in_review", "held"), False),
    }
    return Facts(**usual | details)


@pytest.mark.parametrize(
    ("details", "way", "state", "sent"),
    [
        ({}, "", State.DRAFT, False),
        ({}, "sms", State.DRAFT, False),
        ({}, "email", State.MISSING, False),
        ({"said": frozenset()}, "", State.MISSING, False),
        ({"said": frozenset(), "drafted": frozenset({"email"}), "newer": True}, "email", State.DRAFT, False),
        ({"live": True}, "", State.DRAFT, False),  # published, but nobody approved these words
        ({"approved": True}, "", State.DRAFT, False),  # approved, but not published
        ({"in_review": True}, "", State.REVIEW, False),
        (SENT, "", State.APPROVED, True),
        (SENT, "sms", State.APPROVED, True),
        (SENT, "trio", State.MISSING, False),
        (SENT | {"newer": True}, "sms", State.NEWER, True),
        (SENT | {"newer": True, "drafted": frozenset({"trio"})}, "trio", State.DRAFT, False),
        (SENT | {"in_review": True, "newer": True}, "", State.REVIEW, True),
        (SENT | {"review_on": TODAY + timedelta(days=31)}, "", State.APPROVED, True),
        (SENT | {"review_on": TODAY + timedelta(days=30)}, "", State.DUE, True),
        (SENT | {"review_on": TODAY - timedelta(days=400), "newer": True}, "", State.DUE, True),
        ({"review_on": TODAY}, "", State.DRAFT, False),
        (SENT | {"held": True, "in_review": True}, "", State.HELD, False),
        (SENT | {"stale": True, "waits": True, "newer": True}, "", State.STALE, False),
        (SENT | {"stale": True, "waits": True}, "email", State.MISSING, False),
        (SENT | {"stale": True, "review_on": TODAY}, "sms", State.STALE, True),  # somebody let it go on
        (SENT | {"stale": True, "waits": True, "in_review": True}, "", State.REVIEW, False),
        ({"stale": True, "waits": True}, "", State.DRAFT, False),
        ({"withdrawn": True, "approved": True}, "", State.UNPUBLISHED, False),
        ({"withdrawn": True, "in_review": True}, "", State.REVIEW, False),
    ],
)
def test_state_of_words(details: dict[str, Any], way: str, state: State, *, sent: bool) -> None:
    words = facts(**details)
    assert (state_of(words, way, TODAY), sends(words, way)) == (state, sent)


def test_nothing_written_is_missing() -> None:
    assert (state_of(None, "", TODAY), sends(None)) == (State.MISSING, False)


def drawn(*words: Facts, selection: Selection | None = None) -> dict[str, grid.Band]:
    library = {x.message: x for x in words}
    return {band.plan.code: band for band in grid.bands(library, library, selection or Selection(), TODAY)}


def test_empty_library_has_a_place_for_every_stage_and_a_first_one_in_each_special_track() -> None:
    bands = drawn()
    assert {code: (band.tally.sent, band.tally.of) for code, band in bands.items()} == {
        "pregnancy": (0, 78),
        "baby": (0, 106),
        "child": (0, 50),
        "special": (0, 0),
    }
    assert [(strip.numbers[0], strip.numbers[-1]) for strip in bands["baby"].strips] == [(0, 26), (27, 52)]
    assert [strip.numbers for strip in bands["special"].strips] == [[1], [1]]
    assert sum(len(strip.rows) for strip in bands["special"].strips) == 17


@pytest.mark.parametrize(
    ("kind", "track", "of", "states"),
    [
        (TRACK, "low", 3, ["approved", "missing", "approved", "open"]),
        (CARE, "care", 2, ["approved", "open", "approved", "open"]),  # a week without words is meant so
    ],
)
def test_special_track_has_its_own_weeks(kind: StageKind, track: str, of: int, states: list[str]) -> None:
    words = [facts(message=n, stage=Stage(kind, n), track=track, **SENT) for n in (1, 3)]
    row = next(row for strip in drawn(*words)["special"].strips for row in strip.rows if row.track == track)
    cells = [cell for cell in row.cells if cell]
    assert [x.state.value if x.counted else "open" for x in cells] == states
    assert (row.tally.sent, row.tally.of) == (2, of)


def test_message_of_a_special_track_in_a_week_of_age_has_a_row_that_asks_for_no_more() -> None:
    band = drawn(facts(stage=Stage(BABY, 3), track="kinship", **SENT))["baby"]
    assert [row.track for row in band.strips[0].rows] == ["carer", "father_partner", "kinship"]
    assert (band.tally.sent, band.tally.of) == (1, 107)


def test_theme_and_gaps_leave_the_rest_quiet() -> None:
    words = [
        facts(message=n, stage=Stage(PREGNANCY, n), theme=theme, **said)
        for n, theme, said in [(4, "bond", SENT), (5, "bond", {}), (6, "play", {})]
    ]
    band = drawn(*words, selection=Selection(theme="bond", gaps=True))["pregnancy"]
    assert [cell.stage.number for cell in band.cells if not cell.quiet] == [5]
    assert (band.tally.sent, band.tally.of, band.tally.percent) == (1, 2, 50)


def test_next_gap_is_what_nobody_has_begun() -> None:
    begun = [facts(message=n, stage=Stage(PREGNANCY, n)) for n in (4, 5)]
    gap = grid.next_gap(drawn(*begun).values())
    assert gap
    assert (gap.stage, gap.track) == (Stage(PREGNANCY, 6), "carer")
    assert grid.next_gap([]) is None


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("language=pl&way=sms&group=care&theme=play&gaps=on", "language=pl&way=sms&group=care&theme=play&gaps=on"),
        ("language=xx&way=fax&group=all&theme=%3Cb%3E", ""),
        ("language=en", ""),
    ],
)
def test_address_says_what_is_chosen(asked: str, query: str) -> None:
    assert Selection.of(QueryDict(asked)).query() == query


def review(words: Message | Translation) -> None:
    """Hand words to the reviewers."""
    workflow, task = Workflow.objects.create(name="Review"), GroupApprovalTask.objects.create(name="Clinical")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(words, User.objects.create_user("author"))


def states(language: str = "en", way: str = "") -> dict[int, tuple[State, bool]]:
    """By the number of the week."""
    english = reading.english()
    words = english if language == "en" else reading.translated(language, english)
    return {english[pk].stage.number: (state_of(x, way, TODAY), sends(x, way)) for pk, x in words.items()}


@pytest.mark.django_db
def test_states_are_read_from_the_library() -> None:
    made = {n: factories.message(Stage(BABY, n), sms="Hello", sms_pl="Witaj") for n in range(9)}
    Approval.objects.filter(message=made[1]).delete()
    made[1].save()
    made[2].topic = "Another"
    made[2].save_revision()
    made[3].topic = "Another"
    made[3].save_revision()
    review(made[3])
    made[4].unpublish()
    Message.objects.filter(pk=made[5].pk).update(held_at=utc("2026-05-01 10:00"))
    Message.objects.filter(pk=made[6].pk).update(review_on=TODAY)
    made[7].sms_why, made[7].sms_do, made[7].sms_done = "Why", "Do", "Done"
    made[7].save_revision()
    Translation.objects.filter(message=made[8]).update(live=False, first_published_at=utc("2026-05-01 10:00"))
    ready = (State.APPROVED, True)
    assert states() == {
        0: ready,
        1: (State.DRAFT, False),
        2: (State.NEWER, True),
        3: (State.REVIEW, True),
        4: (State.UNPUBLISHED, False),
        5: (State.HELD, False),
        6: (State.DUE, True),
        7: (State.NEWER, True),
        8: ready,
    }
    assert states("pl") == {
        **dict.fromkeys((0, 1, 2, 3, 7), ready),
        4: (State.UNPUBLISHED, False),  # its message is
        5: (State.HELD, False),
        6: (State.DUE, True),
        8: (State.UNPUBLISHED, False),
    }
    assert states(way="trio")[7] == (State.DRAFT, False)
    assert states(way="trio")[2] == (State.MISSING, False)
    assert states("ar") == {}


@pytest.mark.django_db
def test_map_sends_what_the_sender_sends_when_the_english_has_changed() -> None:
    for number, language in enumerate(("pl", "pl", "ar")):
        made = factories.message(Stage(BABY, number), sms="Hello", **{f"sms_{language}": "Witaj"})
        if number:
            made.sms = "Hello you"
            made.save()
            factories.approved(made)
    let_go_on(Message.objects.get(number=2), User.objects.create_user("doctor"))
    stale = State.STALE
    assert (states("pl"), states("ar")) == ({0: (State.APPROVED, True), 1: (stale, False)}, {2: (stale, True)})
    sent = Counter(Translation.objects.sendable().values_list("language", flat=True))
    assert reading.coverage(Selection()) == sent == {"pl": 1, "ar": 1}


@pytest.mark.django_db
def test_new_draft_is_told_by_its_last_revision() -> None:
    message = factories.message(Stage(BABY, 0), sms="")
    Message.objects.update(live=False, approved_by="")
    message.refresh_from_db()
    message.topic, message.email = "Better topic", blocks_of("A letter.")
    message.save_revision()
    (found,) = reading.english().values()
    assert (found.topic, found.said, found.live, found.withdrawn) == (
        "Better topic",
        frozenset({"email", "web"}),
        False,
        False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("way", "ready"), [("", 3), ("sms", 1), ("email", 1), ("web", 1), ("trio", 1)], ids=str)
def test_coverage_counts_as_the_cells_do(way: str, ready: int) -> None:
    factories.message(Stage(BABY, 0), sms="Hello", sms_pl="Witaj")
    factories.message(Stage(BABY, 1), sms="Hello", email_pl="Witaj")
    factories.message(Stage(BABY, 2), sms="Hello", trio_pl=("Dlaczego", "Zrób", "Brawo"))
    factories.message(Stage(BABY, 3), sms="Hello", sms_pl="Witaj")
    Message.objects.filter(number=3).update(held_at=utc("2026-05-01 10:00"))
    assert reading.coverage(Selection(way=way)) == {"pl": ready}
    assert sum(sent for _state, sent in states("pl", way).values()) == ready
