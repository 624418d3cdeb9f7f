"""Nothing that a parent reads escapes translation, and each piece says which language it is in.

A made-up catalogue stands in the place of one interface language: every string of it is marked. What people then read
without a mark was never translated. Tetum is known neither to Django nor to Wagtail, so their own words escape too;
Arabic runs from right to left.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings as conf
from django.contrib.auth.models import User
from django.core.management import call_command
from icalendar import Calendar
from pytest_django import Settings

from campaigns.paper.phrases import phrases_in
from cms.pack import days, letters
from cms.pack.material import Material
from delivery.models import Nudge
from languages.catalogues import files, pseudo
from languages.catalogues.sources import Part, collected
from languages.table import TABLE, Language
from tests.languages import everywhere, texting, world
from tests.languages.fragments import of_page
from tests.languages.judging import faults_of_page, faults_of_text
from tests.languages.visits import Book, Seen

pytestmark = pytest.mark.django_db

SAID = ("X-WR-CALNAME", "SUMMARY", "DESCRIPTION", "LOCATION")  # of a calendar
# Shown to staff, or by a demo, or a part of what only staff open.
UNOPENED = {"portal/demo/", "parts/cards.html", "parts/field_parts.html", "parts/call"}
SHELVES = (
    "portal/",
    "parts/",
    "cms/reading/",
    "cms/whats_on/",
    "cms/campaign_pages/",
    "messages/reading",
    "messages/letter",
)
ANSWERING = ("conversation", "joining", "telling", "loss", "campaigns", "turn", "chores", "helping")


class Place(NamedTuple):
    language: Language
    world: world.World


@pytest.fixture(scope="session", params=["tet", "ar"])
def catalogue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    language = TABLE[request.param]
    folder = tmp_path_factory.mktemp("locale")
    call_command("catalogues", "pseudo", str(folder), language.code, stdout=StringIO())
    return language, folder


@pytest.fixture
def place(catalogue: tuple[Language, Path], settings: Settings) -> Iterator[Place]:
    """Everything there is to read, translated into Tetum; Arabic has the words of the interface only."""
    language, folder = catalogue
    settings.BUDGETS = settings.BUDGETS | {"visitor": (1000, settings.BUDGETS["visitor"][1])}
    settings.OPERATOR, settings.OPERATOR_CONTACT = world.english("A Trust"), world.english("1 High Street")
    settings.MEDIA_ROOT = folder
    made = world.build(language if language.code == "tet" else None)
    with world.put_in_place_of(language, folder, settings):
        yield Place(language, made)


def test_no_word_of_a_page_escapes(place: Place) -> None:
    with Book(place.language.django) as book:
        everywhere.walk(book, place.world, place.language.code)
    assert sorted(everywhere.names() - {seen.name for seen in book.seen} - set(everywhere.FOR_NOBODY)) == []
    assert _templates() - book.templates == set()
    assert _found((seen.asked, fault) for seen in book.seen for fault in _faults(seen, place.language)) == {}
    assert {seen.language for seen in book.seen if seen.kind == "text/html"} == {place.language.django}
    assert _found((text, fault) for text, fault in _sent(place.language)) == {}


def _templates() -> set[str]:
    root = Path(conf.BASE_DIR) / "templates"
    names = {path.relative_to(root).as_posix() for path in root.rglob("*.html")}
    public = {name for name in names if name.startswith(SHELVES) or "/" not in name}
    return {name for name in public if not name.startswith(tuple(UNOPENED)) and not name.startswith("messages/letter")}


def _faults(seen: Seen, language: Language) -> Iterator[str]:
    if seen.kind == "text/html":
        yield from faults_of_page(of_page(seen.body), language)
    if seen.kind == "text/calendar":
        yield from _of_calendar(seen.body, language)


def _of_calendar(body: str | bytes, language: Language) -> Iterator[str]:
    for part in Calendar.from_ical(body).walk():
        for name in SAID:
            yield from faults_of_text(str(part.get(name, "")), language)


def _sent(language: Language) -> Iterator[tuple[str, str]]:
    """What the pages sent: codes and links, each said to be in the language that it is in."""
    for nudge in Nudge.objects.filter(message=None).exclude(text=""):
        yield from ((nudge.text, fault) for fault in faults_of_text(f"{nudge.subject}\n\n{nudge.text}", language))
        if nudge.language != language.code:
            yield nudge.text, f"said to be in {nudge.language}"


def _found(faults: Any) -> dict[str, str]:
    """Each fault once, with where it was found first."""
    found: dict[str, str] = {}
    for where, fault in faults:
        found.setdefault(fault, where)
    return found


def test_no_answer_by_text_escapes_and_all_are_heard(place: Place) -> None:
    answers = list(texting.heard(place.language))
    own = [x for x in texting.by_itself(place.language, User.objects.create_superuser("me")) if x.language != "en"]
    said = [*answers, *(nudge.text for nudge in own if nudge.channel == "sms")]
    assert _found((text, fault) for text in said for fault in faults_of_text(text, place.language)) == {}
    mails = [nudge for nudge in own if nudge.channel == "email"]
    assert _found((mail.subject, fault) for mail in mails for fault in _of_mail(mail, place.language)) == {}
    heard = " ".join([*said, *(f"{mail.subject} {mail.text}" for mail in mails)])
    assert [words for words in _of_conversation() if not _is_in(words, heard)] == [], "\n".join(said)


def _of_mail(nudge: Nudge, language: Language) -> Iterator[str]:
    subject, plain, html, said_in = texting.letter(nudge)
    yield from faults_of_text(subject, language)
    yield from faults_of_text(plain, language)
    yield from faults_of_page(of_page(html), language, of_one_text=True)
    if said_in != language.code:
        yield f"its header says {said_in}"


def _of_conversation() -> list[str]:
    """The strings of the programs that answer texts."""
    paths = {f"portal/{name}.py" for name in ANSWERING}
    found = [entry for entry in files.entries(collected(Part.PUBLIC)) if paths & {path for path, _ in entry.locations}]
    return [files.forms(entry.id)[0] for entry in found]


def _is_in(words: str, heard: str) -> bool:
    pieces = re.split(r"%\(\w+\)[sd]", pseudo.marked(words))
    return re.search(".{0,300}".join(map(re.escape, pieces)), heard, re.DOTALL) is not None


def test_no_word_on_paper_escapes(place: Place) -> None:
    language = place.language
    with_words = Material(campaign=place.world.week, language=language.code, place=place.world.place, now=world.NOW)
    sheets: list[Any] = [phrases_in(language.code)]
    if with_words.is_written:  # Arabic has no words of its own in this campaign, and then no sheets
        sheets += [with_words.poster(), with_words.image(), with_words.programme(), with_words.press_note()]
    printed = [asdict(sheet) for sheet in sheets]
    texts = [
        text for sheet in printed for text in _strings(sheet) if not re.fullmatch(r"[a-z][a-z-]+|[\w.:-]+/\S*", text)
    ]
    faults = [(text, fault) for text in texts for fault in faults_of_text(text, language)]
    assert _found(faults) == {}
    assert _found((name, fault) for name, made in _letters(with_words) for fault in made) == {}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _strings(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in _strings(one))


def _letters(material: Material) -> Iterator[tuple[str, list[str]]]:
    language = TABLE[material.language]
    yield "calendar", list(_of_calendar(days.file(material), language))
    yield "plain", list(faults_of_text(letters.plain(material), language))
    yield "html", list(faults_of_page(of_page(letters.html(material)), language))
