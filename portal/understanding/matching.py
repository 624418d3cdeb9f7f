"""Finding listed phrases among the words of a text, in time that grows only with the length of the text.

A phrase is made of words; `stem*` is any word that begins so, `*` up to three words of any kind, `**` up to twelve,
`^` the beginning and `$` the end of the text. A slot is a tree of its own within the tree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

GAPS = {"*": 3, "**": 12}
LONGEST_STEM = 14
ARABIC_STARTS = ("وال", "فال", "بال", "لل", "ال", "و")  # "and the", "with the", "to the", "the", "and"
SHORTEST_ARABIC = 3  # letters that must be left


@dataclass(frozen=True, kw_only=True)
class Phrase:
    kind: str  # a kind of Intent, or what a word of time stands for
    language: str
    value: int = 0  # what a word of time counts
    role: str = "within"  # within, whole, unless, or another table of the same kind


@dataclass(frozen=True, kw_only=True)
class Match:
    start: int
    end: int  # after the last word
    phrase: Phrase


@dataclass(slots=True)
class Tree:
    """Phrases that begin alike share their beginning, so that each word of a text is looked up once for all."""

    words: dict[str, "Tree"] = field(default_factory=dict)
    stems: dict[str, "Tree"] = field(default_factory=dict)
    gaps: dict[int, "Tree"] = field(default_factory=dict)
    slots: dict[int, tuple["Tree", "Tree"]] = field(default_factory=dict)  # what fills the slot, and what follows
    ends: list[Phrase] = field(default_factory=list)

    def add(self, elements: Iterable["str | Tree"], phrase: Phrase) -> None:
        """Take in a phrase; a tree among its elements is a slot."""
        tree = self
        for element in elements:
            if isinstance(element, Tree):
                tree = tree.slots.setdefault(id(element), (element, Tree()))[1]
            elif element in GAPS:
                tree = tree.gaps.setdefault(GAPS[element], Tree())
            elif element.endswith("*"):
                tree = tree.stems.setdefault(bare(element[:-1]), Tree())
            else:
                tree = tree.words.setdefault(bare(element), Tree())
        if tree is not self and phrase not in tree.ends:  # a phrase of signs only is none
            tree.ends.append(phrase)

    def starting(self, words: tuple[str, ...], start: int) -> Iterator[Match]:
        """Every phrase that begins at a word (bare)."""
        ways = [(self, start)]
        seen: set[tuple[int, int]] = set()
        while ways:
            tree, at = ways.pop()
            if (id(tree), at) in seen:
                continue
            seen.add((id(tree), at))
            for phrase in tree.ends:
                yield Match(start=start, end=at, phrase=phrase)
            ways += tree.after(words, at)

    def after(self, words: tuple[str, ...], at: int) -> Iterator[tuple["Tree", int]]:
        """Where a way through the tree may go on."""
        for length, after in self.gaps.items():
            yield from ((after, at + skipped) for skipped in range(min(length, len(words) - at) + 1))
        if at >= len(words):
            return
        word = words[at]
        if word in self.words:
            yield self.words[word], at + 1
        if self.stems:
            for length in range(1, min(len(word), LONGEST_STEM) + 1):
                if word[:length] in self.stems:
                    yield self.stems[word[:length]], at + 1
        for filling, after in self.slots.values():
            yield from ((after, end) for end in {match.end for match in filling.starting(words, at)})

    def within(self, words: tuple[str, ...]) -> list[Match]:
        """Every phrase anywhere in a text, by its place among the words, of which the first is `^`, the beginning."""
        framed = ("^", *(bare(word) for word in words), "$")
        return [match for start in range(len(framed)) for match in self.starting(framed, start)]

    def whole(self, words: tuple[str, ...]) -> list[Phrase]:
        """The phrases that these words are, all together."""
        plain = tuple(bare(word) for word in words)
        return [match.phrase for match in self.starting(plain, 0) if match.end == len(plain)] if plain else []


def bare(word: str) -> str:
    """An Arabic word without the small words that are written together with it."""
    if "\u0600" <= word[:1] <= "\u06ff":
        for start in ARABIC_STARTS:
            if word.startswith(start) and len(word) - len(start) >= SHORTEST_ARABIC:
                return word[len(start) :]
    return word
