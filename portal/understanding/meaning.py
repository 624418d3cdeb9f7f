"""What a text means: each kind is looked for in turn, the graver first."""

from datetime import date
from typing import cast

from portal.understanding.hearing import Heard, hear, is_said_apart, is_told_to_stop
from portal.understanding.intent import Intent, Kind
from portal.understanding.matching import Phrase
from portal.understanding.reading import READERS
from portal.understanding.shape import reaction
from portal.understanding.text import simplify
from portal.understanding.words import tables

_GRAVE: tuple[Kind, ...] = ("loss", "distress", "stop")


def understand(text: str, language: str, today: date) -> Intent:
    """The meaning of a text. Words of every language are understood; the parent's own breaks ties. Never raises.

    `today` is the day on which the parent wrote, by the clock in Belfast.
    """
    if how := reaction(text):
        return Intent(kind="courtesy" if how == "liked" else "unknown")
    listening = hear(text, language, today)
    if not listening.words:
        return _without_words(text)
    grave = {kind: phrase for kind in _GRAVE if (phrase := _grave(kind, listening))}
    if grave:
        kind, *others = grave
        is_twin = kind == "loss" and listening.has("loss", "one_of_twins") is not None
        return Intent(kind=kind, also=frozenset(others), said_in=grave[kind].language, one_of_twins=is_twin)
    return next((intent for read in READERS if (intent := read(listening))), Intent(kind="unknown"))


def _grave(kind: Kind, listening: Heard) -> Phrase | None:
    """The words of a loss, of distress or of a stop."""
    if listening.whole and listening.whole.kind == kind:
        return listening.whole
    phrase = listening.has(kind) or (listening.has(kind, "one_of_twins") if kind == "loss" else None)
    phrase = phrase or is_said_apart(kind, listening)
    return is_told_to_stop(listening) if kind == "stop" and not phrase else phrase


def _without_words(text: str) -> Intent:
    """A text of emoji or marks only."""
    if simplify(text) == "?":
        return Intent(kind="help")
    for kind, signs in tables()["signs"]["whole"].items():
        if any(sign in text for sign in signs):
            return Intent(kind=cast("Kind", kind))
    return Intent(kind="unknown")
