"""Every catalogue of the interface is whole: nothing missing, doubtful, stale, or with a broken placeholder."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override, to_locale

from languages.catalogues import files
from languages.catalogues.faults import faults
from languages.catalogues.sources import Part, collected
from languages.table import INTERFACE, TABLE, Language

WHOLE = [(part, language) for part in Part for language in files.languages_of(part)]
NAMES = [f"{part}-{language.code}" for part, language in WHOLE]
every_catalogue = pytest.mark.parametrize(("part", "language"), WHOLE, ids=NAMES)
POLISH = TABLE["pl"]
template = cache(collected)


def test_every_interface_language_has_a_catalogue_and_is_offered() -> None:
    for part in Part:
        there = {path.parent.parent.name for path in (Path(settings.BASE_DIR) / "locale" / part).glob("*/*/django.po")}
        assert there == {to_locale(language.django) for language in files.languages_of(part)}
    assert [code for code, _ in settings.LANGUAGES] == list(INTERFACE.values())


@every_catalogue
def test_catalogue_is_whole(part: Part, language: Language) -> None:
    assert list(faults(files.read(files.path_of(part, language)), template(part), language)) == []


@every_catalogue
def test_catalogue_says_how_it_was_made(part: Part, language: Language) -> None:
    first = files.path_of(part, language).read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# {files.made(language)}"
    assert ("not yet reviewed" in first) == (not language.reviewed)


@pytest.mark.parametrize("language", files.languages_of(Part.PUBLIC), ids=lambda language: language.code)
def test_catalogue_is_compiled_and_found(language: Language) -> None:
    with override(language.django):
        assert gettext("Help now") != "Help now"


@pytest.mark.parametrize("language", files.languages_of(Part.PUBLIC), ids=lambda language: language.code)
def test_compiled_plural_is_the_form_of_the_number(language: Language) -> None:
    entry = next(x for x in files.entries(files.read(files.path_of(Part.PUBLIC, language))) if x.pluralizable)
    (singular, plural), strings = files.forms(entry.id), files.forms(entry.string)
    with override(language.django):
        found = {number: ngettext(singular, plural, number) for number in range(101)}
    assert found == {number: strings[place_of(language, number)] for number in range(101)}


def place_of(language: Language, number: int) -> int:
    """By the table's own rule, read by gettext's reader."""
    import gettext as standard  # noqa: PLC0415 - beside Django's function of this name

    return standard.c2py(language.plural.rule)(number)


def spoil(change: Callable[[Catalog], None]) -> Catalog:
    """The Polish catalogue, with something wrong in it."""
    catalogue = files.read(files.path_of(Part.PUBLIC, POLISH))
    change(catalogue)
    return catalogue


def _drop_a_placeholder(catalogue: Catalog) -> None:
    entry = next(x for x in files.entries(catalogue) if "%(day)s" in str(x.id))
    entry.string = str(entry.string).replace("%(day)s", "")


def _drop_a_form(catalogue: Catalog) -> None:
    entry = next(x for x in files.entries(catalogue) if x.pluralizable)
    entry.string = (*files.forms(entry.string)[:2], "")


def _drop_a_string(catalogue: Catalog) -> None:
    entry = next(files.entries(catalogue))
    catalogue.delete(entry.id)


def _doubt(catalogue: Catalog) -> None:
    next(files.entries(catalogue)).flags.add("fuzzy")


def _blank(catalogue: Catalog) -> None:
    next(files.entries(catalogue)).string = " "


def _add_one_of_yesterday(catalogue: Catalog) -> None:
    catalogue.add("A sentence that no page says", "Zdanie")


WRONG: dict[str, tuple[Callable[[Catalog], None], str]] = {
    "placeholder": (_drop_a_placeholder, "Its placeholders and tags have to be those of the English: %(day)s."),
    "plural": (_drop_a_form, "It is not translated yet, or not all of its forms are."),
    "half": (_drop_a_string, "It is missing: the file is not whole. Fetch a fresh one, or add it."),
    "fuzzy": (_doubt, "It is marked as doubtful (fuzzy). Look at it, and take the mark away."),
    "blank": (_blank, "It is not translated yet, or not all of its forms are."),
    "stale": (_add_one_of_yesterday, "We have no such string any more. Take it out, or fetch a fresh file."),
}


@pytest.mark.parametrize("name", WRONG)
def test_fault_is_told_once_and_says_what_to_do(name: str) -> None:
    change, sentence = WRONG[name]
    found = list(faults(spoil(change), template(Part.PUBLIC), POLISH))
    assert [fault.partition("”: ")[2] for fault in found] == [sentence]


def test_taking_the_catalogue_of_another_language_is_refused_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "ours.po"
    home.write_bytes(files.path_of(Part.PUBLIC, POLISH).read_bytes())
    before = home.read_bytes()
    monkeypatch.setattr(files, "path_of", lambda _part, language: home if language is POLISH else tmp_path / "none")
    with pytest.raises(CommandError, match="its language is ar"):
        call_command("catalogues", "take", "pl", str(real_path(TABLE["ar"])))
    half = tmp_path / "half.po"
    half.write_bytes(before[: len(before) // 2])
    with pytest.raises(CommandError, match=r"Nothing was changed|nothing was changed"):
        call_command("catalogues", "take", "pl", str(half))
    assert home.read_bytes() == before


def test_taken_catalogue_stands_in_the_place_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, given = tmp_path / "ours.po", tmp_path / "given.po"
    mended = real_path(POLISH).read_text(encoding="utf-8").replace('msgstr "Pomoc teraz"', 'msgstr "Pomoc od razu"')
    given.write_text(mended, encoding="utf-8")
    monkeypatch.setattr(files, "path_of", lambda _part, _language: ours)
    call_command("catalogues", "take", "pl", str(given))
    assert "Help now" in {x.id for x in files.entries(files.read(ours))}
    assert {x.id: x.string for x in files.entries(files.read(ours))} == {
        x.id: x.string for x in files.entries(files.read(given))
    }


def real_path(language: Language) -> Path:
    return Path(settings.BASE_DIR) / "locale" / "public" / to_locale(language.django) / "LC_MESSAGES" / "django.po"


@every_catalogue
def test_collecting_again_changes_nothing(part: Part, language: Language, tmp_path: Path) -> None:
    """Nothing is lost on the way through Babel, whose tables know other plurals than ours."""
    path = files.path_of(part, language)
    files.write(tmp_path / "again.po", files.merged(template(part), [files.read(path)], language), language)
    assert (tmp_path / "again.po").read_text(encoding="utf-8") == path.read_text(encoding="utf-8")
