"""From a catalogue to rows: which message each entry is about, and what is wrong with the file as a whole."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, to_locale

from languages.table import DEFAULT, LANGUAGES, Language
from messages.sheets.columns import TRANSLATED, WORDS
from messages.sheets.faults import Fault, short, whole
from messages.sheets.po_files import HOLDS, Entry, holds
from messages.sheets.po_files import read as read_entries
from messages.sheets.reading import FileRow, Reading

FIELDS = {column.name for column in TRANSLATED}
CONTEXT = re.compile(r"(\w+)/(\d{1,9})/([\w-]+)/(\w+)", re.ASCII)
CHARSET = re.compile(r"charset=utf-?8\b", re.IGNORECASE)
FORMS = re.compile(r"nplurals\s*=\s*(\d+)")
Message = tuple[str, int, str]  # kind, number and track


def read(content: bytes) -> Reading:
    """The rows of a catalogue: one a message. What is marked as doubtful is left out, and told in a note.

    Raises SheetError for a file that is cut, of no language of ours, or not what was exported.
    """
    catalogue = read_entries(content)
    language = _language(catalogue.head)
    _check_head(catalogue.head, language)
    faults = list(_faults(catalogue.entries))
    if not faults:
        _check_whole(catalogue.head[HOLDS.lower()], catalogue.entries, language)
    notes = [_("A row is named by its line in the file.")]
    if count := sum(entry.fuzzy for entry in catalogue.entries):
        says = ngettext(
            "One text is marked as doubtful (fuzzy) and was not taken.",
            "%(count)d texts are marked as doubtful (fuzzy) and were not taken.",
            count,
        )
        notes.append(says % {"count": count})
    return Reading(rows=list(_rows(catalogue.entries, language)), faults=faults, notes=notes, language=language.code)


def _language(head: Mapping[str, str]) -> Language:
    """The language that the head names. Raises SheetError."""
    fresh = _("Fetch a fresh file.")
    if not head:
        raise whole(_("The head is missing: the first entry, with the language. Was the file cut?") + " " + fresh)
    code = head.get("language", "").replace("_", "-").lower()
    if not code:
        raise whole(_("The head does not name the language (Language).") + " " + fresh)
    for language in LANGUAGES.values():
        if language.code != DEFAULT and to_locale(language.django).replace("_", "-").lower() == code:
            return language
    says = _("The head says that the language is %(said)s, and we translate into none of that name.")
    raise whole(says % {"said": short(head["language"])} + " " + fresh)


def _check_head(head: Mapping[str, str], language: Language) -> None:
    """Raise SheetError for a head that is not as ours are."""
    if not CHARSET.search(head.get("content-type", "")):
        raise whole(_("The head does not say that the letters are in UTF-8 (Content-Type). Save the file in UTF-8."))
    count = FORMS.search(head.get("plural-forms", ""))
    if count is None or int(count[1]) != len(language.plural.forms):
        raise whole(_("Its line Plural-Forms has to be: %(header)s") % {"header": language.plural.header})
    if not re.fullmatch(r"\d+ [0-9a-f]{32}", head.get(HOLDS.lower(), "")):
        says = _("The head does not say what the file held when it was exported (%(name)s). Fetch a fresh file.")
        raise whole(says % {"name": HOLDS})


def _check_whole(told: str, entries: Sequence[Entry], language: Language) -> None:
    """Raise SheetError unless the entries are those that the head tells of, whatever is translated in them."""
    missing = int(told.partition(" ")[0]) - len(entries)
    if missing > 0:
        says = ngettext(
            "One text of the export is missing: the file was cut, or it was taken out. Send the whole file.",
            "%(count)d texts of the export are missing: the file was cut, or they were taken out. Send the whole file.",
            missing,
        )
        raise whole(says % {"count": missing})
    if told == holds(language.code, entries):
        return
    for other in LANGUAGES.values():
        if told == holds(other.code, entries):
            says = _("The file was exported for %(other)s, and its head says %(said)s. Choose the right file.")
            raise whole(says % {"other": other.name, "said": language.name})
    raise whole(_("Names or English (msgctxt, msgid) are not as they were exported. Fetch a fresh file; keep them."))


def _faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Entries that name no text of ours, or one that is there already."""
    counted = Counter(entry.context for entry in entries)
    for entry in entries:
        shown = short(entry.context)
        if _parsed(entry) is None:
            sentence = _("We have no text of this name (msgctxt). Fetch a fresh file, and leave the names as they are.")
            yield Fault(row=entry.line, value=shown, sentence=sentence)
        elif counted[entry.context] > 1:
            sentence = _("This text is there more than once. Keep one of its entries.")
            yield Fault(row=entry.line, value=shown, sentence=sentence)


def _parsed(entry: Entry) -> tuple[Message, str] | None:
    """The message and the field of a context; None for one that is not ours."""
    found = CONTEXT.fullmatch(entry.context)
    if not found or found[1] not in WORDS["kind"] or found[3] not in WORDS["track"] or found[4] not in FIELDS:
        return None
    return (found[1], int(found[2]), found[3]), found[4]


def _rows(entries: Sequence[Entry], language: Language) -> Iterator[FileRow]:
    """One a message, in the order of the file."""
    groups: dict[Message, dict[str, Entry]] = {}
    for entry in entries:
        if parsed := _parsed(entry):
            message, field = parsed
            groups.setdefault(message, {})[field] = entry
    for message, group in groups.items():
        taken = {field: entry for field, entry in group.items() if entry.words.strip() and not entry.fuzzy}
        yield FileRow(
            line=next(iter(group.values())).line,
            key=(*message, language.code),
            values={field: entry.words for field, entry in taken.items()},
            lines={field: entry.line for field, entry in group.items()},
            english={field: entry.english for field, entry in group.items()},
        )
