"""What a file would change in the library: found without changing anything, in as many queries whatever its size."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.languages import DEFAULT, LANGUAGES
from messages import editorial
from messages.models import Message
from messages.sheets import cells, shelf
from messages.sheets.changing import RowChange, begin, change, mistakes, not_english
from messages.sheets.columns import BY_NAME, Key
from messages.sheets.faults import Fault, short
from messages.sheets.files import open_sheet
from messages.sheets.reading import FileRow, read
from messages.sheets.shelf import Shelf, lock_of

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
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def look(content: bytes, name: str) -> None:
    """Raise SheetError for a file that cannot be read, or whose headings are not ours. Makes no query."""
    read(open_sheet(content, name))


def compare(content: bytes, name: str, user: User | None, today: date) -> Plan:
    """What importing this file would do, for somebody who may change what they may (None: the whole library).

    Raises SheetError for a file that cannot be read, or whose headings are not ours.
    """
    sheet = open_sheet(content, name)
    rows, faults = read(sheet)
    return _Comparison(shelf.take(), user, today).of(rows, Plan(faults=faults, notes=sheet.notes))


class _Comparison:
    def __init__(self, library: Shelf, user: User | None, today: date) -> None:
        self._library = library
        self._user = user
        self._today = today
        self._services = editorial.services()
        self._english: dict[Key, Message] = {}  # as the file has it
        self._mended: dict[str, list[int]] = {}  # rows by what was mended in them

    def of(self, rows: list[FileRow], plan: Plan) -> Plan:
        # English first: a translation may be of a message that the same file brings.
        for row in sorted(rows, key=lambda row: row.key[-1] != DEFAULT):
            self._row(row, plan)
        plan.rows.sort(key=lambda row: row.line)
        plan.faults.sort(key=lambda fault: fault.row)
        plan.notes += [self._note(name, lines) for name, lines in self._mended.items()]
        return plan

    def _row(self, row: FileRow, plan: Plan) -> None:
        item = self._library.items.get(row.key)
        message = self._message(row)
        if message is None and row.key[-1] != DEFAULT:
            sentence = _("There is no message in English for this stage and track. Add its row of English (en) too.")
            plan.faults.append(Fault(row=row.line, sentence=sentence))
            return
        made = change(row, item, begin(row, item, message))
        strays: list[Fault] = []
        if isinstance(made.words, Message):
            self._english[row.key] = made.words
        elif message is not None:
            strays = list(not_english(row, message))
        plan.faults += strays
        if not made.changes and item is not None:
            plan.unchanged += not strays
            return
        plan.rows.append(made)
        for name in made.mended:
            self._mended.setdefault(name, []).append(row.line)
        plan.faults += self._refusals(made)

    def _message(self, row: FileRow) -> Message | None:
        """The English of the row's message, with what the same file changes in it."""
        key = (*row.key[:3], DEFAULT)
        if key in self._english:
            return self._english[key]
        item = self._library.items.get(key)
        words = item.words if item else None
        return words if isinstance(words, Message) else None

    def _refusals(self, made: RowChange) -> list[Fault]:
        if refused := self._forbidden(made):
            return [Fault(row=made.line, sentence=refused)]
        return list(mistakes(made)) or self._blocks(made)

    def _forbidden(self, made: RowChange) -> str:
        model = made.words._meta.model_name  # noqa: SLF001 - Django's public way to a name
        verb = "add" if made.is_new else "change"
        if self._user is not None and not self._user.has_perm(f"library.{verb}_{model}"):
            return _("You may not write or change words in this language. Leave the row out.")
        return lock_of(made.item, self._user.pk if self._user else None) if made.item else ""

    def _blocks(self, made: RowChange) -> list[Fault]:
        """What the editor's checks find. Words that are live must not be given a new fault by a file; a draft may."""
        found = editorial.check(made.words, today=self._today, services=self._services)
        made.hints = len(found)
        if made.item is None or not made.words.live:
            return []
        blocks = editorial.blocking(found)
        if not blocks:
            return []
        before = editorial.check(made.item.words, today=self._today, services=self._services)
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


def title_of(made: RowChange) -> str:
    """What a row is about, for people."""
    words = made.words
    message = words if isinstance(words, Message) else words.message
    return f"{message} ({LANGUAGES[words.language].name})"
