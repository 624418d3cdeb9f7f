"""The tables of words, loaded once: words/*.toml, by kind, by way of matching and by language."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from babel import Locale

from languages.table import LANGUAGES
from portal.understanding.intent import Kind
from portal.understanding.matching import Match, Phrase, Tree
from portal.understanding.romanised import SHORTEST, spellings
from portal.understanding.text import fold, simplify, words_of

NOT_IN_CLDR = {"tet"}
FOLDER = Path(__file__).with_name("words")
GRAVEST_FIRST = ("loss", "distress", "stop")
WHOLE = ("whole", "whole_own")
CODES = tuple(LANGUAGES)
ORDER = (*GRAVEST_FIRST, *(kind for kind in get_args(Kind) if kind not in GRAVEST_FIRST))
_PART = re.compile(r"\{[a-z_]+\??\}|\*\*|\^|\$|(?:(?!\*\*)[^\s{}^$])+")
_SLOT_OR_STEM = re.compile(r"\{[a-z_]+\??\}|[^\s*]+\*")

Table = dict[str, dict[str, list[str]]]  # by way of matching, then by language


@cache
def tables() -> dict[str, Table]:
    """Every table, by its name: kinds, `slots`, `courtesies` and the words of time."""
    merged: dict[str, Table] = {"slots": {}}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            merged.setdefault(name, {}).update(table)
    return merged


def elements(phrase: str, language: str) -> Iterator[list[str | Tree]]:
    """A phrase as matching takes it, once with and once without what it may leave out."""
    ways: list[list[str | Tree]] = [[]]
    for part in _PART.findall(phrase):
        if part.startswith("{"):
            added: list[str | Tree] = [_slot(part.strip("{?}"), language)]
        else:
            added = [*_plain_elements(part)]
        ways = [*([*way, *added] for way in ways), *(ways if part.endswith("?}") else [])]
    yield from ways


def _ways(phrases: list[str], language: str, *, is_slot: bool = False) -> Iterator[list[str | Tree]]:
    """All the ways of writing all of these phrases."""
    for phrase in phrases:
        for spelling in spellings(phrase, language, shortest=1 if is_slot else SHORTEST):
            yield from elements(spelling, language)


@cache
def _slot(name: str, language: str) -> Tree:
    tree = Tree()
    for way in _ways(tables()["slots"][name][language], language, is_slot=True):
        tree.add(way, Phrase(kind=name, language=language, role="slot"))
    return tree


def _plain_elements(word: str) -> list[str]:
    if word in {"*", "**", "^", "$"}:
        return [word]
    plain = list(words_of(fold(word)))
    if word.endswith("*"):
        plain[-1] += "*"
    return plain


def _is_kind(name: str) -> bool:
    return name in get_args(Kind)


@cache
def _whole() -> Tree:
    tree = Tree()
    for kind in filter(_is_kind, tables()):
        for role in WHOLE:
            for language, phrases in tables()[kind].get(role, {}).items():
                for way in _ways(phrases, language):
                    tree.add(way, Phrase(kind=kind, language=language, role=role))
    return tree


def whole(words: tuple[str, ...], language: str) -> list[Phrase]:
    """What a text means that is one of the phrases and nothing else, the gravest meaning first."""
    phrases = [one for one in _whole().whole(words) if one.role == "whole" or one.language == language]
    return sorted(phrases, key=lambda phrase: (ORDER.index(phrase.kind), CODES.index(phrase.language)))


@cache
def single_words() -> frozenset[str]:
    """Every phrase of one word that counts as a whole text."""
    tables_of_wholes = (tables()[kind].get("whole", {}) for kind in filter(_is_kind, tables()))
    phrases = (phrase for table in tables_of_wholes for phrases in table.values() for phrase in phrases)
    return frozenset(simplify(phrase) for phrase in phrases if " " not in phrase and "{" not in phrase)


@cache
def every_word() -> frozenset[str]:
    """Every word of every table but that of other spellings."""
    named = ((name, table) for name, table in tables().items() if name != "respelled")
    rows = (row for _, table in named for languages in table.values() for rows in languages.values() for row in rows)
    return frozenset(word for row in rows for word in words_of(fold(_SLOT_OR_STEM.sub(" ", row))))


@cache
def _within() -> Tree:
    tree = Tree()
    for kind in filter(_is_kind, tables()):
        for role, languages in tables()[kind].items():
            if role in WHOLE:
                continue
            for language, phrases in languages.items():
                for way in _ways(phrases, language):
                    tree.add(way, Phrase(kind=kind, language=language, role=role, value=_value(role, language)))
    for code, value, name in _names_of_languages():
        tree.add(_plain_elements(name), Phrase(kind="language", language=code, role="names", value=value))
    return tree


def _value(role: str, language: str) -> int:
    """Which language a name is of: its place in the list of languages."""
    return CODES.index(language) if role == "names" else 0


def _names_of_languages() -> Iterator[tuple[str, int, str]]:
    """The name of every language in every language: the language it is in, the place of the one it names, the name."""
    for code in LANGUAGES:
        if code not in NOT_IN_CLDR:
            names = Locale.parse(code.partition("-")[0]).languages
            yield from (
                (code, value, names[other.partition("-")[0]])
                for value, other in enumerate(LANGUAGES)
                if other.partition("-")[0] in names
            )


def heard(words: tuple[str, ...]) -> list[Match]:
    """The phrases of every kind anywhere in a text, but for those that an `unless` of their kind makes not so."""
    matches = _within().within(words)
    voided: dict[str, set[int]] = defaultdict(set)
    for match in matches:
        if match.phrase.role == "unless":
            voided[match.phrase.kind].update(range(match.start, match.end))
    return [
        match
        for match in matches
        if match.phrase.role != "unless" and voided[match.phrase.kind].isdisjoint(range(match.start, match.end))
    ]


@cache
def vocabulary(name: str, role: str) -> frozenset[str]:
    """The phrases of a table in every language, made plain."""
    return frozenset(
        simplify(spelling)
        for language, phrases in tables()[name][role].items()
        for phrase in phrases
        for spelling in spellings(phrase, language)
    )


def listed() -> dict[str, dict[str, tuple[str, ...]]]:
    """For people to read: the plain phrases that count as a whole text, by kind and by language, in a parent's order.

    Phrases with slots are left out; of two that are read alike ("proszę", "prosze") the first stays.
    """
    return {
        kind: {code: words for code in LANGUAGES if (words := _plain(_listed(kind, code)))}
        for kind in get_args(Kind)
        if kind in tables() and kind != "unknown" and ("whole" in tables()[kind] or kind == "role")
    }


def _listed(kind: str, code: str) -> list[str]:
    """The whole phrases of a kind; of who they are, the words for all of them."""
    ways = tables()[kind].values() if kind == "role" else [tables()[kind]["whole"]]
    return [phrase for way in ways for phrase in way.get(code, [])]


def _plain(phrases: list[str]) -> tuple[str, ...]:
    by_form: dict[str, str] = {}
    for phrase in phrases:
        if "{" not in phrase:
            by_form.setdefault(simplify(phrase), phrase)
    return tuple(by_form.values())
