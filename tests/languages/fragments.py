"""What people read of a page or a text, piece by piece: whose words they are, and in which element they stand.

Tests mark all words: ⟦ours⟧ as the made-up catalogue has them, ⟪English⟫ ones that somebody has written in the
database, ⦃days⦄ as Babel writes them. A letter that stands in no bracket has escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from portal.templatetags.hope import PHONE, SHORTEST

OURS, ENGLISH, DAY = "⟦", "⟪", "⦃"
CLOSED_BY = {OURS: "⟧", ENGLISH: "⟫", DAY: "⦄"}
BRACKET = re.compile("([⟦⟧⟪⟫⦃⦄])")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "circle"}
UNSEEN = {"script", "style"}
READ_OUT = (
    "data-copied-words",
    "data-stop",
    "data-none",
    "title",
    "alt",
    "aria-label",
    "aria-description",
    "placeholder",
    "label",
    "summary",
)
BUTTONS = ("submit", "button", "reset")
# What stands by itself inside a line: words in different ones of these belong to no one sentence.
APART = {
    "p",
    "li",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "option",
    "label",
    "legend",
    "summary",
    "td",
    "th",
    "div",
    "a",
    "br",
    "button",
}


@dataclass(frozen=True, kw_only=True)
class Fragment:
    words: str
    mark: str  # OURS, ENGLISH, DAY, or nothing
    within: str  # the mark around the mark; nothing where it stands alone
    after: str  # the last sign before it in these words
    lang: str
    direction: str  # ltr, rtl or auto; empty when nobody has said
    where: str  # the element, or its attribute


@dataclass(frozen=True, kw_only=True)
class Element:
    tag: str
    lang: str
    direction: str


class Page(HTMLParser):
    """Reads a page into `fragments`, and into `lines`: the whole words of each element that stands by itself."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fragments: list[Fragment] = []
        self.lines: list[str] = []
        self.numbers: list[tuple[str, str]] = []  # telephone numbers, each with the direction of its element
        self.cut_off: list[str] = []  # words whose closing bracket never came
        self._elements = [Element(tag="", lang="", direction="")]
        self._open: list[str] = []
        self._line = ""
        self.feed(html)
        self.close()
        self._end_line()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        above = self._elements[-1]
        direction = given.get("dir") or ("auto" if tag == "bdi" else above.direction)
        element = Element(tag=tag, lang=given.get("lang", above.lang), direction=direction)
        for name, value in _read_out(tag, given):
            self.fragments += scan(value, [], element, f"{tag} {name}")
            self.cut_off += [value] if value.count(OURS) != value.count(CLOSED_BY[OURS]) else []
        if tag in APART:
            self._end_line()
        if tag not in VOID:
            self._elements.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in APART:
            self._end_line()
        while len(self._elements) > 1 and self._elements.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        element = self._elements[-1]
        if element.tag not in UNSEEN:
            self._line += data
            self.numbers += [(number, element.direction) for number in numbers_in(data)]
            self.fragments += scan(data, self._open, element, element.tag)

    def _end_line(self) -> None:
        line = " ".join(self._line.split())
        self.lines += [line] if line else []
        self._line = ""


def _read_out(tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes that people get to see or hear."""
    yield from ((name, given[name]) for name in READ_OUT if given.get(name))
    if tag in ("input", "button") and given.get("type") in BUTTONS and tag == "input":
        yield "value", given.get("value", "")
    if tag == "meta" and given.get("name", given.get("property", "")).endswith(("description", "title")):
        yield "content", given.get("content", "")


def scan(words: str, opened: list[str], element: Element, where: str) -> Iterator[Fragment]:
    """The pieces with letters; `opened` are the brackets that are open before and after."""
    after = before = ""
    for piece in BRACKET.split(words):
        if piece in CLOSED_BY:
            opened.append(piece)
            after = before
        elif piece in CLOSED_BY.values():
            if not opened or CLOSED_BY[opened.pop()] != piece:
                yield Fragment(
                    words=f"{piece} without beginning",
                    mark="",
                    within="",
                    after="",
                    lang="",
                    direction="",
                    where=where,
                )
        elif any(character.isalpha() for character in piece):
            *around, mark = opened or [""]
            yield Fragment(
                words=" ".join(piece.split()),
                mark=mark,
                within=around[-1] if around else "",
                after=after,
                lang=element.lang,
                direction=element.direction,
                where=where,
            )
        before = piece.rstrip()[-1:] or before


def numbers_in(words: str) -> list[str]:
    """The telephone numbers in these words."""
    found = PHONE.findall(words)
    return [
        number for number in found if " " in number and sum(character.isdigit() for character in number) >= SHORTEST
    ]


def of_page(html: str) -> Page:
    """A page, read."""
    return Page(html)


def of_text(words: str) -> list[Fragment]:
    """A text message, or the plain part of an e-mail."""
    return list(scan(words, [], Element(tag="text", lang="", direction=""), "text"))
