"""A text made ready: its words, the one phrase that it may be as a whole, and the phrases and dates within it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from portal.understanding.clock import Item, items
from portal.understanding.dates import Found, find
from portal.understanding.matching import Match, Phrase, bare
from portal.understanding.shape import explained, is_stop_in_capitals, without_signature
from portal.understanding.slips import corrected, respelled
from portal.understanding.text import clauses, first_clause, fold, sentences, squeezed, words_of
from portal.understanding.words import heard, tables, vocabulary, whole

LONGEST_COURTESY = 6  # words
MOST_COURTESIES = 8  # taken off at either end


@dataclass(frozen=True, kw_only=True)
class Heard:
    folded: str
    words: tuple[str, ...]
    core: tuple[str, ...]  # without courtesies at either end; empty when there is nothing else
    whole: Phrase | None  # what the text is, apart from courtesies
    matches: tuple[Match, ...]  # phrases within it
    language: str
    today: date
    stop_in_capitals: bool

    def has(self, kind: str, role: str = "within") -> Phrase | None:
        """A phrase of a table that is in the text: in the parent's own language, else in the one heard most in it."""
        phrases = [match.phrase for match in self.matches if (match.phrase.kind, match.phrase.role) == (kind, role)]
        spoken = Counter(match.phrase.language for match in self.matches)
        likely = sorted(phrases, key=lambda phrase: (phrase.language != self.language, -spoken[phrase.language]))
        return next(iter(likely), None)

    def items(self) -> list[Item]:
        return items(self.words, self.language)

    def found(self) -> list[Found]:
        """The dates and spans of time in it."""
        return find(self.items())

    def rest(self, taken: set[int], *small: str) -> list[str]:
        """The words that are left when those taken (by place), courtesies and small words are set aside."""
        return small_words_aside(self.words, taken, *small)

    def places(self, kind: str, role: str = "within") -> set[int]:
        """The places of the words of a table (the frame of matching counts one before the first)."""
        matches = [match for match in self.matches if (match.phrase.kind, match.phrase.role) == (kind, role)]
        return {place - 1 for match in matches for place in range(match.start, match.end)}


def hear(text: str, language: str, today: date) -> Heard:
    """Make a text ready for the readers."""
    folded = without_signature(fold(_without_explanation(text, language)))
    words = respelled(words_of(folded))
    return Heard(
        folded=folded,
        words=words,
        core=_cores(words)[-1],
        whole=_whole(words, language),
        matches=tuple(heard(words)),
        language=language,
        today=today,
        stop_in_capitals=is_stop_in_capitals(text),
    )


def is_said_apart(kind: str, listening: Heard) -> Phrase | None:
    """A phrase of this kind that is the first clause, or the first or the last sentence ("Stop. Anna")."""
    parts = sentences(listening.folded)
    for words in (first_clause(listening.folded), *parts[:1], *parts[-1:]):
        meant = _whole(respelled(words), listening.language) if words else None
        if meant and meant.kind == kind:
            return meant
    return None


def _without_explanation(text: str, language: str) -> str:
    """YES of "YES (tak)", copied from our question. A bracket that says anything else is heard: "no (miscarriage)"."""
    found = explained(text)
    if found is None:
        return text
    said, word = found
    meant = _whole(words_of(fold(word)), language)
    return said if meant and meant.kind == said.lower() else text


def is_told_to_stop(listening: Heard) -> Phrase | None:
    """A clause that has a command to stop and small words only ("aye, you can stop now"), or a loud STOP at an end."""
    for words in (listening.words, *map(respelled, clauses(listening.folded))):
        if _command_words().isdisjoint(map(bare, words)):
            continue
        matches = [match for match in heard(words) if (match.phrase.kind, match.phrase.role) == ("stop", "command")]
        taken = {place - 1 for match in matches for place in range(match.start, match.end)}
        no_command = vocabulary("slots", "negation") | vocabulary("small", "no_command")
        if matches and no_command.isdisjoint(words) and not small_words_aside(words, taken, "stop"):
            return matches[0].phrase
    is_loud = listening.stop_in_capitals and not (listening.whole and listening.whole.kind == "only")
    return Phrase(kind="stop", language="en") if is_loud else None


@cache
def _command_words() -> frozenset[str]:
    """Every word of a command to stop: without one of them there is none."""
    return frozenset(bare(word) for phrase in vocabulary("stop", "command") for word in phrase.split())


def _whole(words: tuple[str, ...], language: str) -> Phrase | None:
    """What these words mean as a whole: as they are, with held-down letters let go, or with one slip put right."""
    if spelled := _spelled(words):
        words = spelled
    for form in (words, squeezed(words)):
        for core in _cores(form):
            if meanings := whole(core, language):
                return _choose(meanings, language)
    for form in (words, squeezed(words)):
        for core in _cores(form):
            if (right := corrected(core)) and (meanings := whole((right,), language)):
                return _choose(meanings, "en")
    return None


def _spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    """S T O P."""
    is_spelled = len(words) > 2 and all(len(word) == 1 and word.isascii() and word.isalpha() for word in words)  # noqa: PLR2004
    return ("".join(words),) if is_spelled else ()


def _choose(meanings: list[Phrase], language: str) -> Phrase:
    """The parent's own language breaks a tie; else the gravest meaning comes first, and English."""
    for code in (language, "en"):
        own = [meaning for meaning in meanings if meaning.language == code]
        if own and (code == language or own[0].kind == meanings[0].kind):
            return own[0]
    return meanings[0]


def _cores(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words, then with ever more courtesies taken off at both ends; the last is empty if there are only these."""
    starts = list(_heads(words))
    ends = [len(words) - taken for taken in _heads(words[::-1], backwards=True)]
    cuts = sorted((start + len(words) - end, start, end) for start in starts for end in ends if start <= end)
    return [words[start:end] for _, start, end in cuts] or [words]


def _heads(words: tuple[str, ...], *, backwards: bool = False) -> Iterator[int]:
    """How many words may be taken off at the beginning: none, one courtesy, two."""
    taken = 0
    for _ in range(MOST_COURTESIES):
        yield taken
        length = next(
            (
                n
                for n in range(LONGEST_COURTESY, 0, -1)
                if _is_courtesy(words[taken : taken + n], n, backwards=backwards)
            ),
            0,
        )
        if not length:
            return
        taken += length
    yield taken


def _is_courtesy(words: tuple[str, ...], length: int, *, backwards: bool) -> bool:
    return len(words) == length and (words[::-1] if backwards else words) in _courtesies()


@cache
def _courtesies() -> frozenset[tuple[str, ...]]:
    ways = tables()["courtesies"]
    return frozenset(tuple(phrase.split()) for role in ways for phrase in vocabulary("courtesies", role))


def small_words_aside(words: tuple[str, ...], taken: set[int], *small: str) -> list[str]:
    """The words that are left when those taken (by place), courtesies and small words are set aside."""
    aside = frozenset[str]().union(*(small_words(name) for name in small)) | small_words("courtesy")
    return [word for place, word in enumerate(words) if place not in taken and word not in aside]


@cache
def small_words(name: str) -> frozenset[str]:
    """Single words that may stand beside a date, a language and so on, and say no more."""
    if name == "courtesy":
        return frozenset(word for courtesy in _courtesies() for word in courtesy)
    return frozenset(word for phrase in vocabulary("small", name) for word in phrase.split())
