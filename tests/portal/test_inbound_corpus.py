"""Texts as parents write them, each understood as a person would understand it."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest

from languages.table import LANGUAGES
from portal.understanding import understand
from tests.portal.scoring import GRAVE, LATER, Meaning, Result, Row, accuracy, by_language, load, report, score

pytestmark = pytest.mark.xdist_group("corpus")  # on several cores, too, it is understood only once

KINDS = (
    GRAVE
    | {"start", "join", "help", "born", "due", "date", "care", "pause", "later", "more", "less", "only", "all"}
    | {"language", "dad", "role", "reason", "yes", "no", "number", "courtesy", "unknown"}
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return load()


@pytest.fixture(scope="module")
def results(rows: list[Row]) -> list[Result]:
    return score(understand, rows)


@pytest.fixture(scope="module")
def later() -> list[Result]:
    """Texts that were written after the tables had been mended with the first ones."""
    return score(understand, load(LATER))


def listed(results: Iterable[Result]) -> str:
    return "\n".join(map(str, results))


@pytest.mark.parametrize("kind", sorted(GRAVE))
def test_every_stop_loss_and_distress_is_understood(kind: str, results: list[Result]) -> None:
    missed = [result for result in results if result.row.expected.kind == kind and result.got.kind != kind]
    assert not missed, listed(missed)


def test_what_is_said_beside_a_loss_or_distress_is_not_missed(results: list[Result]) -> None:
    missed = [result for result in results if result.row.expected.also - result.got.also]
    assert not missed, listed(missed)


def test_no_look_alike_is_a_stop_a_loss_or_distress(results: list[Result]) -> None:
    alarms = [result for result in results if result.row.looks_alike and result.got.grave]
    assert not alarms, listed(alarms)


def test_whole_meanings_are_right_overall(results: list[Result]) -> None:
    misses = [result for result in results if not result.right]
    assert accuracy(results) >= 0.97, f"{report(results)}\n\n{listed(misses)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_meanings_are_right_in_each_language(language: str, results: list[Result]) -> None:
    here = by_language(results)[language]
    misses = [result for result in here if not result.right]
    assert accuracy(here) >= 0.9, f"{report(here)}\n\n{listed(misses)}"


def test_later_texts_are_understood_where_it_matters_most(later: list[Result]) -> None:
    missed = [result for result in later if result.row.expected.grave - result.got.grave]
    assert not missed, listed(missed)


def test_no_later_look_alike_is_a_stop_a_loss_or_distress(later: list[Result]) -> None:
    alarms = [result for result in later if result.row.looks_alike and result.got.grave]
    assert not alarms, listed(alarms)


def test_whole_meanings_of_later_texts_are_right(later: list[Result]) -> None:
    misses = [result for result in later if not result.right]
    assert accuracy(later) >= 0.9, f"{report(later)}\n\n{listed(misses)}"


def test_corpus_is_large_and_whole(rows: list[Row]) -> None:
    assert len(rows) >= 600
    assert {row.language for row in rows} == set(LANGUAGES)
    assert {row.expected.kind for row in rows} == KINDS
    doubles = Counter((row.text, row.language) for row in rows)
    assert [pair for pair, times in doubles.items() if times > 1] == []


def test_corpus_covers_the_grave_and_what_resembles_it(rows: list[Row]) -> None:
    kinds = Counter(row.expected.kind for row in rows)
    assert kinds["stop"] >= 70
    assert kinds["loss"] >= 90
    assert kinds["distress"] >= 70
    assert sum(row.looks_alike for row in rows) >= 120
    assert [row for row in rows if row.looks_alike and row.expected.grave] == []


def test_report_counts_what_was_taken_for_what() -> None:
    texts = [("stop", "en", "stop"), ("стоп", "bg", "unknown"), ("aye", "en", "yes")]
    kinds = ["stop", "stop", "yes"]
    found = [
        Result(row=Row(text=text, language=language, note="", expected=Meaning(kind=kind)), got=Meaning(kind=got))
        for (text, language, got), kind in zip(texts, kinds, strict=True)
    ]
    table = [re.split(r"\s{2,}", line.strip()) for line in report(found).splitlines()]
    assert table == [
        ["right", "of", "%", "taken for"],
        ["stop", "1", "2", "50.0", "unknown 1"],
        ["yes", "1", "1", "100.0"],
        [""],
        ["bg", "0", "1", "0.0", "unknown 1"],
        ["en", "2", "2", "100.0"],
        [""],
        ["all", "2", "3", "66.7", "unknown 1"],
    ]


def test_a_miss_names_every_field_that_differs() -> None:
    row = Row(text="born 3 may", language="en", note="", expected=Meaning(kind="born", day=date(2026, 5, 3)))
    assert str(Result(row=row, got=Meaning(kind="date", day=date(2026, 5, 3), count=2))) == (
        "en 'born 3 may': kind 'date' and not 'born', count 2 and not 1"
    )
