"""Two texts side by side, word by word.

Wagtail's own comparison takes words of four letters and less for noise: right for pages, but a short text, and every
text in Chinese, would be shown as wholly changed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

SAME, CHANGED = "same", "changed"
Piece = tuple[str, str]  # SAME or CHANGED, and its text
# A character of Chinese, a word with its marks and joiners, a space, or a sign.
TOKEN = re.compile(
    "[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[\\w\u0300-\u036f\u064b-\u065f\u200c\u200d])+|\\s+|.", re.DOTALL
)


def beside(old: str, new: str) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The pieces of each text, with what the other has not marked as changed."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (what, i1, i2, j1, j2) in enumerate(codes):
        # A space between two changes is part of one change: whole phrases read better than single words.
        between = 0 < place < len(codes) - 1 and not "".join(before[i1:i2]).strip()
        kind = SAME if what == "equal" and not between else CHANGED
        left.append((kind, "".join(before[i1:i2])))
        right.append((kind, "".join(after[j1:j2])))
    return list(_joined(left)), list(_joined(right))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; none that is empty."""
    for kind, group in groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0]):
        yield kind, "".join(text for _kind, text in group)
