"""What a file would change in the library: found without changing anything, in as many queries whatever its size."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages.table import DEFAULT, LANGUAGES
from messages import editorial
from messages.models import Message, Translation
from messages.sheets import cells, shelf
from messages.sheets.changing import RowChange, begin, change, mistakes, not_english
from messages.sheets.columns import BY_NAME, Key
from messages.sheets.faults import Fault, short
from messages.sheets.needs import source
from messages.sheets.opening import open_file
from messages.sheets.po_comparing import old_texts, renews, renews_beside, strange
from messages.sheets.reading import FileRow
from messages.sheets.scope import LIBRARY, Scope
from messages.sheets.shelf import Shelf

ROWS_NAMED = 5  # in a note


@dataclass(kw_only=True)
class Plan:
    """What an import of a file would do."""

    rows: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)  # with one of them, nothing is imported
    notes: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(row.is_new for row in self.rows)

    @property
    def changed(self) -> int:
        return len(self.rows) - self.new

    @property
    def emptied(self) -> int:
        """Cells that would take away words which the library has."""
        return sum(change.empties for row in self.rows for change in row.changes)

    @property
    def hints(self) -> int:
        return sum(row.hints for row in self.rows)

    @property
    def digest(self) -> str:
        """Of all that would change, and from what: equal digests are the same difference."""
        said = [
            [
                row.is_new,
                shelf.key_of(row.words),
                [(x.column, cells.shown(x.old), cells.shown(x.new)) for x in row.changes],
                row.renews,
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def look(content: bytes, name: str) -> None:
    """Raise SheetError for a file that cannot be read, or whose headings are not ours. Makes no query."""
    open_file(content, name)


def compare(content: bytes, name: str, user: User | None, today: date, scope: Scope = LIBRARY) -> Plan:
    """What importing this file would do, for somebody who may change what they may (None: all of the scope).

    Raises SheetError for a file that cannot be read, or whose headings are not ours.
    """
    found = open_file(content, name)
    if found.language and not scope.is_open(found.language):
        says = _("The file is in %(language)s, which is not one of your languages. Choose the right file.")
        return Plan(faults=[Fault(sentence=says % {"language": LANGUAGES[found.language].name})])
    plan = Plan(faults=found.faults, notes=found.notes)
    return _Comparison(shelf.take(of=scope.messages), user, today, scope).of(found.rows, plan)


class _Comparison:
    def __init__(self, library: Shelf, user: User | None, today: date, scope: Scope) -> None:
        self._scope = scope
        self._library = library
        self._user = user
        self._today = today
        self._services = editorial.services()
        self._english: dict[Key, Message] = {}  # as the file has it
        self._said: Mapping[Key, FileRow] = {}  # the rows of English
        self._mended: dict[str, list[int]] = {}  # rows by what was mended in them
        self._old = 0  # texts of a catalogue that have another English by now

    def of(self, rows: list[FileRow], plan: Plan) -> Plan:
        # English first: a translation may be of a message that the same file brings.
        self._said = {row.key: row for row in rows if row.key[-1] == DEFAULT}
        for row in sorted(rows, key=lambda row: row.key[-1] != DEFAULT):
            self._row(row, plan)
        plan.rows.sort(key=lambda row: row.line)
        plan.faults.sort(key=lambda fault: fault.row)
        plan.notes += [self._note(name, lines) for name, lines in self._mended.items()]
        if self._old:
            plan.notes.append(_old(self._old))
        return plan

    def _row(self, row: FileRow, plan: Plan) -> None:
        item = self._library.items.get(row.key)
        message = self._message(row)
        if refused := self._scope.strays(row.key) or self._nowhere(row, message):
            plan.faults.append(Fault(row=row.line, sentence=refused))
            return
        made = change(row, item, begin(row, item, message))
        faults = list(self._strays(row, made, message))
        if not self._counts(row, made):
            plan.faults += faults
            plan.unchanged += not faults
            return
        plan.rows.append(made)
        for name in made.mended:
            self._mended.setdefault(name, []).append(row.line)
        plan.faults += row.placed([*faults, *self._refusals(made)])

    def _strays(self, row: FileRow, made: RowChange, message: Message | None) -> Iterator[Fault]:
        """What is wrong with the row beside its English, whoever sends it."""
        if isinstance(made.words, Message):
            self._english[row.key] = made.words
        elif row.english:
            english = source(self._library.items[*row.key[:3], DEFAULT])
            made.renews = renews(row, made, english)
            self._old += old_texts(row, english)
            yield from strange(row, made, english)
        elif message is not None:
            key = (*row.key[:3], DEFAULT)
            item = self._library.items.get(key)
            made.renews = renews_beside(self._said.get(key), made, source(item) if item else None)
            yield from not_english(row, message)

    def _counts(self, row: FileRow, made: RowChange) -> bool:
        """Whether the row changes anything; of a catalogue also that words are right as they are."""
        if made.item is None:
            return isinstance(made.words, Message) or not row.is_blank
        is_stale = isinstance(made.words, Translation) and made.words.is_stale
        return bool(made.changes or (row.english and made.renews and is_stale))

    def _nowhere(self, row: FileRow, message: Message | None) -> str:
        """Why there is no message that the row could be about; blank when there is."""
        if message is not None or (row.key[-1] == DEFAULT and self._scope.messages is None):
            return ""
        if row.english or self._scope.messages is not None:
            return _("There is no such message any more. Fetch a fresh file.")
        return _("There is no message in English for this stage and track. Add its row of English (en) too.")

    def _message(self, row: FileRow) -> Message | None:
        """The English of the row's message, with what the same file changes in it."""
        key = (*row.key[:3], DEFAULT)
        if key in self._english:
            return self._english[key]
        item = self._library.items.get(key)
        words = item.words if item else None
        return words if isinstance(words, Message) else None

    def _refusals(self, made: RowChange) -> list[Fault]:
        if refused := self._scope.refuses(made, self._user):
            return [Fault(row=made.line, sentence=refused)]
        return list(mistakes(made, self._scope.may_be_blank)) or self._blocks(made)

    def _blocks(self, made: RowChange) -> list[Fault]:
        """What the editor's checks find. Words that are live must not be given a new fault by a file; a draft may.

        Words that are only said to be right beside the English of now have to be right.
        """
        found = editorial.check(made.words, today=self._today, services=self._services)
        made.hints = len(found)
        if made.item is None or not (made.words.live or made.confirms):
            return []
        blocks = editorial.blocking(found)
        if not blocks:
            return []
        before = [] if made.confirms else editorial.check(made.item.words, today=self._today, services=self._services)
        known = Counter((x.rule, x.field) for x in editorial.blocking(before))
        fresh = [x for x in blocks if (x.rule, x.field) not in known]
        made.hints -= len(fresh)
        return [
            Fault(
                row=made.line,
                column=x.field if x.field in BY_NAME else "",
                value=short(x.excerpt),
                sentence=f"{x.says} {x.instead}".strip(),
            )
            for x in fresh
        ]

    def _note(self, name: str, lines: list[int]) -> str:
        named = ", ".join(str(line) for line in sorted(lines)[:ROWS_NAMED]) + ("…" if len(lines) > ROWS_NAMED else "")
        return ngettext(
            "Tidied in row %(rows)s: %(what)s.", "Tidied in %(count)d rows (%(rows)s): %(what)s.", len(lines)
        ) % {"rows": named, "count": len(lines), "what": name}


def _old(count: int) -> str:
    says = ngettext(
        "The English of one text has changed since the file was exported; nothing was taken there.",
        "The English of %(count)d texts has changed since the file was exported; nothing was taken there.",
        count,
    )
    return says % {"count": count}


def title_of(made: RowChange) -> str:
    """What a row is about, for people."""
    words = made.words
    message = words if isinstance(words, Message) else words.message
    return f"{message} ({LANGUAGES[words.language].name})"
