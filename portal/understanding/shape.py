"""What a text shows by its shape: lines that a telephone adds, a reaction to one of our texts, a STOP in capitals."""

import re
from functools import cache

from portal.understanding.text import fold, words_of
from portal.understanding.words import tables, vocabulary

_QUOTED = re.compile(
    r'^(?P<lead>[^"\u201c\u201e\u00ab]{0,40})["\u201c\u201e\u00ab].+["\u201d\u201c\u00bb]\W*$', re.DOTALL
)
# How our questions explain the commands: "YES (tak)". Whoever copies the whole of it means the command.
_GLOSS = re.compile(r"^\W*(?P<said>yes|no)\s*[(\uff08](?P<word>[^()\uff08\uff09\s]{1,20})[)\uff09]\W*$", re.IGNORECASE)
_FIRST, _LAST = re.compile(r"^\W*STOP\b"), re.compile(r"\bSTOP\W*$")


def without_signature(folded: str) -> str:
    """Without the lines that a telephone adds ("Sent from my iPhone")."""
    places = [place for phrase in _signatures() if (place := folded.find(phrase)) > 0]
    return folded[: min(places)] if places else folded


def explained(text: str) -> tuple[str, str] | None:
    """YES or NO, and the word in brackets behind it; None for any other text."""
    found = _GLOSS.match(text)
    return (found["said"], found["word"]) if found else None


@cache
def _signatures() -> tuple[str, ...]:
    return tuple(fold(phrase) for phrases in tables()["signatures"]["starts"].values() for phrase in phrases)


def reaction(text: str) -> str | None:
    """How somebody reacted to a text of ours, where the telephone writes it out: `liked`, `disliked`, or not at all."""
    quoted = _QUOTED.match(text.strip())
    if not quoted:
        return None
    lead = " ".join(words_of(fold(quoted["lead"])))
    is_sign = bool(quoted["lead"].strip()) and lead in vocabulary("reactions", "after_a_sign")
    if is_sign:
        return "liked"
    return next((way for way in ("liked", "other") if lead in vocabulary("reactions", way)), None)


def is_stop_in_capitals(text: str) -> bool:
    """STOP as the first or the last word, where the rest is not in capitals and does not say what shall stop."""
    if text.upper() == text:
        return False
    words = words_of(fold(text))
    if _FIRST.search(text):
        return len(words) > 1 and words[1] not in vocabulary("small", "after_no_stop")
    return bool(_LAST.search(text)) and len(words) > 1 and words[-2] not in vocabulary("small", "before_no_stop")
