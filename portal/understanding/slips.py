"""A slip of the thumb in a command that stands alone: one letter wrong, missing, added or two changed about."""

from collections.abc import Iterator
from functools import cache

from portal.understanding.text import fold
from portal.understanding.words import single_words, tables

COMMANDS = ("stop", "start", "join", "help", "born", "pause", "loss")
SHORTEST = 4  # letters typed: of three, too many are words


def corrected(words: tuple[str, ...]) -> str:
    """The command that was meant, or nothing. A word that is one in any language is left as it is."""
    if len(words) != 1 or len(words[0]) < SHORTEST or words[0] in _real_words():
        return ""
    typed = words[0]
    return next((command for command in COMMANDS if _is_one_slip(typed, command)), "")


def _is_one_slip(typed: str, command: str) -> bool:
    return typed in _slips(command)


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


@cache
def _real_words() -> frozenset[str]:
    """Words near a command that are words themselves: those of slips.toml, and every one of the tables."""
    listed = {word for words in tables()["real_words"]["words"].values() for word in words}
    return frozenset({fold(word) for word in listed} | single_words()) - set(COMMANDS)
