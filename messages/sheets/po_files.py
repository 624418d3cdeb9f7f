"""Catalogues of GNU gettext (PO), as translators' programs read and write them: their form, and nothing of the library.

An entry is one text of one message: its context says which, its msgid is the English.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_string
from io import StringIO
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, normalize
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from languages.catalogues.files import HEADER
from languages.table import Language
from messages.sheets.faults import Fault, SheetError, short, whole

HOLDS = "X-Hope-Holds"  # how many entries the file had when it was made, and a digest of them
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# The first line that is neither blank nor a remark.
BEGINS = re.compile(rb"(?:\s*(?:#[^\r\n]*)?[\r\n]+)*\s*(?:msgid|msgctxt)\b")
LINE = re.compile(r'(?:(?:msgctxt|msgid|msgstr)\s+)?"(?:[^"\\]|\\.)*"')
PLURAL = re.compile(r"msgid_plural\b|msgstr\[")


@dataclass(frozen=True, kw_only=True)
class Text:
    """One entry, on its way out."""

    context: str
    english: str
    words: str  # blank when there are none yet
    remarks: Sequence[str] = ()
    fuzzy: bool = False
    before: str = ""  # the English that the words were made from, where it was another


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry, as somebody sends it."""

    line: int  # of its msgid, the first line of the file being 1
    context: str
    english: str
    words: str
    fuzzy: bool


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    head: Mapping[str, str]  # by names in lower case; empty when the file has none
    entries: Sequence[Entry]


def looks_like(content: bytes) -> bool:
    """Whether these bytes begin as a catalogue does."""
    for mark in BYTE_ORDER_MARKS:
        content = content.removeprefix(mark)
    return BEGINS.match(content.replace(b"\0", b"")) is not None


def holds(language: str, entries: Iterable[Text | Entry]) -> str:
    """What the head says of the entries: their number, and a digest of their contexts and their English."""
    told = sorted((x.context, x.english) for x in entries)
    return f"{len(told)} {hashlib.sha256(json.dumps([language, told]).encode()).hexdigest()[:32]}"


def write(language: Language, made: str, texts: Sequence[Text]) -> bytes:
    """The file; `made` says in its first line what it is. No day stands in it: the same words make the same file."""
    head = HEADER.format(made=made, language=to_locale(language.django), plural=language.plural.header)
    lines = [head.rstrip(), f'"{HOLDS}: {holds(language.code, texts)}\\n"']
    for text in texts:
        lines += ["", *_entry(text)]
    return ("\n".join(lines) + "\n").encode()


def _entry(text: Text) -> Iterator[str]:
    """Its lines. Babel's own writer breaks a former msgid in the middle of a string, which no program reads."""
    for remark in text.remarks:
        yield "#. " + " ".join(remark.split())
    if text.fuzzy:
        yield "#, fuzzy"
    if text.before:
        yield "#| msgid " + normalize(text.before, prefix="#| ", width=0)
    for name, said in (("msgctxt", text.context), ("msgid", text.english), ("msgstr", text.words)):
        yield f"{name} {normalize(said, width=0)}"


class _Collected(Catalog):
    """Every entry as it stands in the file: Babel's own catalogue would make one of two, and forget our line's head."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Message] = []

    def __setitem__(self, key: Any, message: Message) -> None:
        self.found.append(message)


def read(content: bytes) -> Catalogue:
    """What is in a file. Raises SheetError for one that is cut, or not written as catalogues are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf_8() from error
    if faults := list(_broken(text)):
        raise SheetError(faults)
    catalogue = _Collected()
    try:
        PoFileParser(catalogue, ignore_obsolete=True, abort_invalid=True).parse(StringIO(text))
    except PoFileError as error:
        raise SheetError([_cut(error.lineno + 1)]) from error
    heads = [x for x in catalogue.found if not x.id and not x.context]
    head = dict(message_from_string(str(heads[0].string)).items()) if heads else {}
    return Catalogue(
        head={name.lower(): str(value).strip() for name, value in head.items()},
        entries=[_of(x) for x in catalogue.found if x.id or x.context],
    )


def _of(found: Message) -> Entry:
    return Entry(
        line=found.lineno or 0,
        context=found.context or "",
        english=str(found.id),
        words=str(found.string),
        fuzzy="fuzzy" in found.flags,
    )


def not_utf_8() -> SheetError:
    """The file's letters cannot be trusted."""
    return whole(_("The file's letters are not in UTF-8: some would be lost. Save it in UTF-8."))


def _broken(text: str) -> Iterator[Fault]:
    """Lines that Babel would read, and lose something of."""
    for number, line in enumerate(text.split("\n"), start=1):
        held = line.strip()
        if not held or held.startswith("#"):
            continue
        if PLURAL.match(held):
            sentence = _("This entry has a plural form, and no text of ours has one. Fetch a fresh file.")
            yield Fault(row=number, value=short(held), sentence=sentence)
        elif not LINE.fullmatch(held):
            yield _cut(number)
            return  # what follows is most often read wrongly because of it


def _cut(line: int) -> Fault:
    sentence = _("The file cannot be read from here on. Was it cut, or is a quote missing? Send the whole file.")
    return Fault(row=line, sentence=sentence)
