"""Every language of the interface is whole: nothing missing, stale, doubtful or with a broken placeholder."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

from directory.languages import INTERFACE

LOCALE = Path(settings.LOCALE_PATHS[0])
CODES = sorted(code for code in INTERFACE.values() if code != settings.LANGUAGE_CODE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w.]*\}|</?\w+[^>]*>")
MARKS = {"_", "gettext", "gettext_lazy", "ngettext"}
OURS = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
DRAFT = "not yet reviewed by a speaker"


def catalogue(code: str) -> Catalog:
    with (LOCALE / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=code)


def entries(code: str) -> Iterator[Message]:
    return (entry for entry in catalogue(code) if entry.id)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def placeholders(words: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(words))


def test_every_interface_language_has_a_catalogue_and_is_offered() -> None:
    assert sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po")) == CODES
    assert [code for code, _ in settings.LANGUAGES] == list(INTERFACE.values())


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_missing_or_doubtful(code: str) -> None:
    assert [entry.id for entry in entries(code) if entry.fuzzy or not all(forms(entry.string))] == []


@pytest.mark.parametrize("code", CODES)
def test_every_plural_has_all_its_forms(code: str) -> None:
    count = catalogue(code).num_plurals
    wrong = [entry.id for entry in entries(code) if entry.pluralizable and len(forms(entry.string)) != count]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_placeholders_are_those_of_the_english(code: str) -> None:
    """A plural's forms may leave a number out ("one week"), and name nothing that the English does not."""
    for entry in entries(code):
        english = [placeholders(words) for words in forms(entry.id)]
        for words in forms(entry.string):
            if entry.pluralizable:
                assert set(placeholders(words)) <= set(english[-1]), entry.id
            else:
                assert placeholders(words) == english[0], entry.id


@pytest.mark.parametrize("code", CODES)
def test_catalogue_says_how_it_was_made(code: str) -> None:
    assert DRAFT in catalogue(code).header_comment


@pytest.mark.parametrize("code", CODES)
def test_catalogue_is_compiled(code: str) -> None:
    with override(code):
        assert gettext("Help now") != "Help now"


@pytest.mark.parametrize("code", CODES)
def test_every_string_of_the_code_is_in_the_catalogue(code: str) -> None:
    known = {words for entry in entries(code) for words in forms(entry.id)}
    assert sorted(set(used()) - known) == []


def used() -> Iterator[str]:
    """Every string that is marked for translation, in programs and in templates."""
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if path.relative_to(settings.BASE_DIR).parts[0] not in OURS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield from (x.value for x in node.args[:2] if isinstance(x, ast.Constant) and isinstance(x.value, str))
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.*"):
        source = BytesIO(templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode())
        for _line, words, *_ in extract("javascript", source, keywords={"gettext": None, "ngettext": (1, 2)}):
            yield from forms(words)
