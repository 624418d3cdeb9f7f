"""One row of a file beside the words it is about: what would change, and whether it may."""

import copy
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from languages.table import DEFAULT
from messages.letters import blocks_of, text_of
from messages.models import AnyWords, Message, Translation
from messages.sheets import cells
from messages.sheets.columns import BY_NAME, Column, Use
from messages.sheets.faults import Fault, short
from messages.sheets.reading import FileRow
from messages.sheets.shelf import Item, columns_of, value_of

# Keys to other rows: looking them up would be a query each, and a file cannot change them.
NOT_CHECKED = ("message", "locked_by", "latest_revision", "live_revision")


@dataclass(frozen=True, kw_only=True)
class Change:
    column: str
    old: Any  # as a file holds it; None for a row that is new
    new: Any

    @property
    def empties(self) -> bool:
        """Words that the library has would be gone."""
        return self.old not in (None, "") and self.new in (None, "")


@dataclass(kw_only=True)
class RowChange:
    """A row of the file that is not as the library has it."""

    line: int
    item: Item | None  # None for words that the library does not have yet
    words: AnyWords  # with the changes: saved as a revision, they are a draft
    changes: list[Change]
    hints: int = 0  # findings of the editor's checks that do not stand in the way
    renews: bool = True  # a translation is beside the English of now; else it stays as stale as it was
    mended: Counter[str] = field(default_factory=Counter)  # what was not to be seen and went, by its name

    @property
    def is_new(self) -> bool:
        return self.item is None

    @property
    def confirms(self) -> bool:
        """Nothing of it has changed: a stale translation is said to be right as it is."""
        return self.item is not None and not self.changes


def begin(row: FileRow, item: Item | None, message: Message | None) -> AnyWords:
    """The words to change: those of the item, or new ones; translations are of this message."""
    if item is not None:
        words = copy.copy(item.words)
        if isinstance(words, Translation) and message is not None:
            words.message = message  # its latest English
        return words
    kind, number, track, language = row.key
    if language == DEFAULT:
        return Message(kind=kind, number=number, track=track, live=False)
    return Translation(message=message, language=language, live=False)


def change(row: FileRow, item: Item | None, words: AnyWords) -> RowChange:
    """Set what the row says. Nothing is checked yet."""
    made = RowChange(line=row.line, item=item, words=words, changes=[])
    for column in columns_of(words):
        if column.name not in row.values:
            continue
        old = value_of(words, column)
        new = _new(row.values[column.name], old, made.mended)
        if new == old or (column.use is Use.FLAG and new is None):
            continue
        _set(words, column, new)
        kept = value_of(words, column)  # a letter may stand otherwise than it was typed
        if kept != old:
            made.changes.append(Change(column=column.name, old=None if item is None else old, new=kept))
    return made


def _new(value: Any, old: Any, mended: Counter[str]) -> Any:
    """The cell's value. Text that stands as the library has it is left as it is; all other text is tidied."""
    if not isinstance(value, str):
        return value
    if cells.even(value) == old:
        return old
    tidied, names = cells.tidy(value)
    if tidied != old:
        mended.update(names)
    return tidied


def _set(words: AnyWords, column: Column, value: Any) -> None:
    if column.use is not Use.LETTER:
        setattr(words, column.name, value)
        return
    # Blocks that stay keep their identity: a comparison of drafts then shows what is new only.
    ids = {(block.block_type, text_of([block])): block.id for block in getattr(words, column.name)}
    setattr(words, column.name, blocks_of(value))
    blocks = getattr(words, column.name)
    for block in blocks:
        block.id = ids.pop((block.block_type, text_of([block])), None)


def not_english(row: FileRow, english: AnyWords) -> Iterator[Fault]:
    """What only a message's own row may change, and a row of a translation would."""
    for name, value in row.values.items():
        column = BY_NAME[name]
        if not column.english or value in (None, ""):
            continue
        if (cells.tidy(value)[0] if isinstance(value, str) else value) != value_of(english, column):
            sentence = _("This belongs to the message: change it in the row of English (en), or leave it empty here.")
            yield Fault(row=row.line, column=name, value=short(cells.shown(value)), sentence=sentence)


def mistakes(made: RowChange, may_be_blank: Collection[str] = ()) -> Iterator[Fault]:
    """What the editor's form would refuse, without a query. What only the database knows is checked on saving."""
    blank = [name for name in may_be_blank if not getattr(made.words, name)]
    found: dict[str, list[ValidationError]] = {}
    try:
        made.words.clean_fields(exclude=[*NOT_CHECKED, *blank])
    except ValidationError as error:
        found = error.error_dict
    try:
        made.words.clean()
    except ValidationError as error:
        found |= error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in found.items():
        yield from (fault_of(made, name, one) for one in errors)
    for column in columns_of(made.words):
        if column.use is Use.LETTER:
            yield from _letter(made, column)


def _letter(made: RowChange, column: Column) -> Iterator[Fault]:
    value = getattr(made.words, column.name)
    try:
        value.stream_block.clean(value)
    except ValidationError:
        sentence = _("A helpline is written {code.name}: {code.phone}, with a code of letters, digits, - and _ only.")
        yield Fault(row=made.line, column=column.name, sentence=sentence)


def fault_of(made: RowChange, name: str, error: ValidationError) -> Fault:
    """An error of the model's validation, with what to do next."""
    held = cells.shown(value_of(made.words, BY_NAME[name])) if name in BY_NAME else ""
    says: Mapping[str, str] = {
        "blank": _("This is needed. Fill it in."),
        "null": _("This is needed. Fill it in."),
        "max_length": _("Shorten this: it has %(show_value)s characters, and may have %(limit_value)s."),
        "invalid": _("This cannot be used: %(reason)s"),
    }
    reason = " ".join(error.messages)
    sentence = says.get(error.code or "", "%(reason)s") % {"reason": reason, **(error.params or {})}
    return Fault(row=made.line, column=name if name in BY_NAME else "", value=short(held), sentence=sentence)
