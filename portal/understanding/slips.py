"""Slips of the thumb: commands that stand alone, and words anywhere whose loss would lose the meaning of a text."""

import re
from collections.abc import Iterator
from functools import cache

from portal.understanding.text import fold
from portal.understanding.words import every_word, single_words, tables

COMMANDS = ("stop", "start", "join", "help", "born", "pause", "loss")
SHORTEST = 4  # letters typed: of three, too many are words
LONG = 7  # letters from which any one slip is put right; in a shorter word only two letters changed about
_HELD = re.compile(r"([^\W\d_])\1{2,}")  # "stooop"
_DOUBLED_END = re.compile(r"([abcdghijkmnpqrtuvwxy])\1$")  # "hitt", "mayy"; not "well", "less", "see"


def corrected(words: tuple[str, ...]) -> str:
    """The command that was meant, or nothing. A word that is one in any language is left as it is."""
    if len(words) != 1 or len(words[0]) < SHORTEST or words[0] in _real_words():
        return ""
    typed = words[0]
    return next((command for command in COMMANDS if typed in _slips(command)), "")


def respelled(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words as they were meant; a word that the tables know is left as it is."""
    return tuple(_respelled(word) for word in words)


def _respelled(word: str) -> str:
    if not word.isascii() or not word.isalpha():
        return word
    if word in every_word() or word in _real_words():
        return word
    if meant := _other_spellings().get(word):
        return meant
    for shorter in (_HELD.sub(r"\1", word), _HELD.sub(r"\1\1", word), _DOUBLED_END.sub(r"\1", word)):
        if shorter in every_word():
            return shorter
    return _slips_of_keys().get(word, word)


@cache
def _other_spellings() -> dict[str, str]:
    """Other spellings of a word (slips.toml): dialect, haste and habit."""
    rows = (row.split("|") for rows in tables()["respelled"]["words"].values() for row in rows)
    return {other: meant for meant, *others in rows for other in others}


@cache
def _slips_of_keys() -> dict[str, str]:
    """Each slip in a word that matters, and that word; what two words could have been is left out."""
    found: dict[str, str] = {}
    for key in (word for words in tables()["keys"]["words"].values() for word in words):
        for slip in _changed(key) if len(key) >= LONG else _changed_about(key):
            found[slip] = "" if found.get(slip, key) != key else key
    return {slip: key for slip, key in found.items() if key}


@cache
def _slips(command: str) -> frozenset[str]:
    return frozenset(slip for slip in _changed(command) if len(slip) >= SHORTEST)


def _changed(word: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _changed_about(word: str) -> Iterator[str]:
    """Two letters changed about, the first being right."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@cache
def _real_words() -> frozenset[str]:
    """Words near a command that are words themselves: those of slips.toml, and every one of the tables."""
    listed = {word for words in tables()["real_words"]["words"].values() for word in words}
    return frozenset({fold(word) for word in listed} | single_words()) - set(COMMANDS)
