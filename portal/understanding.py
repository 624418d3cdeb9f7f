"""What a text means. The table of words is data (words.toml) that staff can read."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["stop", "start", "help", "yes", "unknown"]

_NOT_WORDS = re.compile(r"(?:[^\w\s?]|_)+")


@dataclass(frozen=True, kw_only=True)
class Intent:
    kind: Kind


def understand(text: str) -> Intent:
    """The meaning of a text, in any of the languages offered. Only a whole text counts, never a word within one."""
    plain = simplify(text)
    for phrase in (plain, _without_courtesies(plain)):
        if kind := _phrases().get(phrase):
            return Intent(kind=kind)
    return Intent(kind="unknown")


def simplify(text: str) -> str:
    """Without capitals, punctuation, emoji and doubled spaces; widths and marks of letters made one."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Mn", "So", "Sk"))
    words = " ".join(_NOT_WORDS.sub(" ", folded).split())
    return words if words == "?" else words.replace("?", "").strip()


def _without_courtesies(plain: str) -> str:
    """The courtesies taken off at both ends, as long as something is left."""
    for courtesy in _courtesies():
        rest = plain.removeprefix(courtesy + " ").removesuffix(" " + courtesy)
        if rest != plain:
            return _without_courtesies(rest)  # always shorter, so this ends
    return plain


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def _courtesies() -> tuple[str, ...]:
    return tuple(simplify(word) for words in _table()["courtesies"].values() for word in words)


@cache
def _phrases() -> dict[str, Kind]:
    """Each phrase's meaning. Earlier kinds win, so a word that means STOP in any language is a STOP."""
    phrases: dict[str, Kind] = {}
    for kind in get_args(Kind):
        for words in _table().get(kind, {}).values():
            for word in words:
                phrases.setdefault(simplify(word), kind)
    return phrases
