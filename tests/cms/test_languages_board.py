"""The board of languages and what to translate next: how far each is, who gets what, and nobody's small number."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cms.languages_board.board import Board, Coming, Cost, Coverage, Row, board
from cms.languages_board.missing import State, missing
from cms.languages_board.parents import Chosen, chosen
from cms.map.grid import PLANS
from languages.table import LANGUAGES
from messages.models import Message, Translation
from messages.stages import Stage, StageKind
from subscribers.small_numbers import Cell
from tests import factories
from tests.cms.staff_kit import staff
from tests.delivery.outbox_kit import DUE, TEN

pytestmark = pytest.mark.django_db
PREGNANCY = StageKind.PREGNANCY_WEEK
TRIO = ("why", "do", "done")
FEW = Cell(number=None, is_few=True)
HIDDEN = Cell(number=None)
NONE = Cell(number=0)


def row(found: Board, code: str) -> Row:
    return next(one for one in found.rows if one.language.code == code)


def parents(number: int, **details: Any) -> None:
    for _ in range(number):
        factories.journey(factories.expecting(DUE + timedelta(weeks=1)), **details)  # in week 20 in seven days


@pytest.mark.parametrize(
    ("written", "text", "letter"),
    [
        ({}, (0, 0), (0, 0)),
        ({"sms": "Witaj", "trio": TRIO, "email": "List"}, (1, 1), (1, 1)),
        ({"sms": "Witaj", "email": "List"}, (0, 1), (1, 1)),  # no trio: not whole, but it may be sent
        ({"sms": "Witaj", "trio": ("why", " ", "")}, (0, 1), (0, 0)),
        ({"trio": TRIO}, (0, 0), (0, 0)),  # whoever gets one text a week has nothing
        ({"sms": "  ", "email": "List"}, (0, 0), (1, 1)),
        ({"sms": "Witaj", "email": " \n "}, (0, 1), (0, 0)),
    ],
)
def test_blank_is_missing_by_channel(written: dict[str, Any], text: tuple[int, int], letter: tuple[int, int]) -> None:
    message = factories.message(Stage(PREGNANCY, 20), sms="Hello", trio=TRIO, email="Letter")
    if written:
        factories.write(factories.translation(message, "pl"), written)
        if message.translations.exclude(email_text="").exists():
            Translation.objects.update(preheader="Naglowek")
    coverage = row(board(TEN), "pl").coverage[:2]
    assert [(cell.of, cell.whole, cell.sendable) for cell in coverage] == [(1, *text), (1, *letter)]


def test_board_agrees_with_what_is_sent() -> None:
    """Approved, unapproved, unpublished, waiting, going on, and of a message that is held back."""
    for week in range(20, 27):
        factories.message(Stage(PREGNANCY, week), sms="Hello", sms_pl="Witaj")
    fates: list[dict[str, Any]] = [
        *({}, {"approved_by": ""}, {"live": False}, {"made_from": "old"}),
        {"made_from": "old", "goes_on_with": Message.objects.get(number=24).digest},
        {"made_from": "old", "approved_by": ""},
    ]
    for week, changes in enumerate(fates, start=20):
        Translation.objects.filter(message__number=week).update(**changes or {"live": True})
    Message.objects.filter(number=26).update(held_at=TEN)
    polish = row(board(TEN), "pl").coverage[0]
    assert polish == Coverage(of=7, whole=7, sendable=2, waiting=1, going_on=1)
    assert polish.sendable == Translation.objects.sendable().by("sms").count()
    assert {task.state for task in missing(["pl"], TEN)} == {State.UNAPPROVED, State.WAITS, State.GOES_ON}


def test_newest_draft_counts_as_drafted_and_is_not_sent() -> None:
    message = factories.message(Stage(PREGNANCY, 20), sms="Hello")
    translation = factories.translation(message, "pl")
    translation.sms = "Witaj"
    translation.save_revision()
    assert row(board(TEN), "pl").coverage[0] == Coverage(of=1, whole=1, sendable=0, waiting=0, going_on=0)


def test_cost_is_measured_by_the_texts_there_are() -> None:
    message = factories.message(Stage(PREGNANCY, 20), sms="a" * 160, sms_pl="ż" * 71)
    factories.message(Stage(PREGNANCY, 21), sms="a" * 160, sms_pl="ż" * 70)
    factories.message(Stage(PREGNANCY, 22), sms="a" * 1600)
    assert message.translations.count() == 1
    found = board(TEN)
    told = [(code, row(found, code).cost) for code in ("en", "pl", "so", "ar")]
    assert told == [
        ("en", Cost(factor=1, is_measured=True)),
        ("pl", Cost(factor=1.5, is_measured=True)),
        ("so", Cost(factor=1, is_measured=False)),
        ("ar", Cost(factor=153 / 67, is_measured=False)),
    ]


def test_who_gets_what_of_what_is_to_come() -> None:
    factories.message(Stage(PREGNANCY, 20), sms="Hello", trio=TRIO, email="Letter", sms_pl="Witaj")
    factories.message(Stage(PREGNANCY, 21), sms="Hello", sms_pl="Witaj")
    Message.objects.filter(number=21).update(live=False)  # a gap in every language
    parents(11, language="pl")
    parents(6, language="pl", channel="both", fallback="none")
    found = board(TEN)
    polish = row(found, "pl")
    assert polish.parents == Chosen(total=Cell(number=20), english=Cell(number=20), nothing=Cell(number=10))
    assert polish.coming == Coming(own=Cell(number=20), english=NONE, nothing=Cell(number=10))
    assert found.totals == polish.parents


def test_a_hidden_fallback_hides_what_comes_of_it() -> None:
    factories.message(Stage(PREGNANCY, 20), sms="Hello")
    for language, english, nothing in [("pl", 20, 2), ("lt", 9, 8)]:
        parents(english, language=language)
        parents(nothing, language=language, fallback="none")
    polish = row(board(TEN), "pl")
    assert polish.parents == Chosen(total=Cell(number=30), english=HIDDEN, nothing=FEW)
    assert polish.coming == Coming(own=NONE, english=HIDDEN, nothing=FEW)


def test_parent_of_several_children_counts_once() -> None:
    person = factories.subscriber()
    for fallback in ("en", "none"):
        factories.journey(factories.expecting(DUE), person, language="pl", fallback=fallback)
    parents(4, language="pl", fallback="none")
    assert chosen()[0]["pl"] == Chosen(total=Cell(number=10), english=NONE, nothing=Cell(number=10))


def test_what_helps_most_parents_comes_first_and_small_numbers_are_hidden() -> None:
    factories.message(Stage(PREGNANCY, 12), sms="Hello", sms_pl="Witaj")
    both = factories.message(Stage(PREGNANCY, 20), sms="Hello", email="Letter", sms_pl="Witaj")
    later = factories.message(Stage(PREGNANCY, 21), sms="Hello")
    factories.message(Stage(PREGNANCY, 39), sms="Hello")
    parents(12, language="pl")
    parents(3, language="pl", channel="email")
    parents(1, language="ar")
    tasks = missing(["pl", "ar"], TEN)
    assert [(x.message, x.language.code, x.state, x.channels, x.parents) for x in tasks[:4]] == [
        (later.pk, "pl", State.MISSING, ("sms",), Cell(number=20)),
        (both.pk, "ar", State.MISSING, ("sms", "email"), FEW),
        (later.pk, "ar", State.MISSING, ("sms",), FEW),
        (both.pk, "pl", State.PARTLY, ("email",), FEW),
    ]
    assert [x.parents for x in tasks[4:]] == [NONE] * 3


def test_tasks_lead_to_the_words_or_to_their_beginning() -> None:
    message = factories.message(Stage(PREGNANCY, 20), sms="Hello", email="Letter", sms_pl="Witaj")
    names = ("view_message", "add_translation", "change_translation")
    html = staff(*names).get(reverse("library_next"), {"language": "pl"}).content.decode()
    edit = reverse("wagtailsnippets_library_translation:edit", args=[message.translations.get().pk])
    add = reverse("wagtailsnippets_library_translation:add")
    assert f'href="{edit}"' in html
    assert f'href="{add}?' not in html
    html = staff(*names).get(reverse("library_next")).content.decode()
    assert f'href="{add}?message={message.pk}&amp;language=ar"' in html
    looked = staff("view_message").get(reverse("library_next")).content.decode()
    assert (edit in looked, f"{add}?" in looked) == (False, False)


def test_table_for_a_spreadsheet_hides_the_same() -> None:
    factories.message(Stage(PREGNANCY, 20), sms="Hello", sms_pl="Witaj")
    parents(3, language="pl")
    answer = staff("view_message").get(reverse("library_languages_csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len({len(one) for one in rows}) == 1
    polish = next(one for one in rows if one[0] == "pl")
    assert polish[:10] == ["pl", "Polish", "draft", "1.00", "yes", "1", "1", "1", "0", "0"]
    assert polish[-6:-3] == ["fewer than 5", "fewer than 5", "0"]
    assert len(rows[0]) == 5 + len(PLANS) * 2 * 5 + 6


@pytest.mark.parametrize("name", ["library_languages", "library_languages_csv", "library_next"])
def test_board_is_for_whoever_may_see_the_library(name: str) -> None:
    codes = [staff(permission).get(reverse(name)).status_code for permission in ("view_message", "change_subscriber")]
    assert codes == [200, 302]


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Five for the library, one for the parents, and two for who comes to what: one kind of anchor date."""
    others = [code for code in LANGUAGES if code != "en"]
    for week in (20, 30, 40):
        for number in (week, week + 1):
            factories.message(Stage(PREGNANCY, number), sms="Hello", **{f"sms_{code}": "x" for code in others[:3]})
        parents(2, language="pl")
        with django_assert_num_queries(8):
            board(TEN)
        with django_assert_num_queries(7):
            missing(others, TEN)


def test_map_tells_what_parents_get_where_a_language_is_missing() -> None:
    factories.message(Stage(PREGNANCY, 20))
    parents(7, language="pl")
    parents(12, language="pl", fallback="none")
    client = staff("view_message")
    told = "English: 10 · nothing: 20"
    pages = {code: client.get(reverse("library_map"), {"language": code}).content.decode() for code in ("en", "pl")}
    assert {code: " ".join(html.split()).count(told) for code, html in pages.items()} == {"en": 1, "pl": 2}
