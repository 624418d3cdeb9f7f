"""The library into a catalogue of one language: an entry for each text that the English has."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from languages.table import DEFAULT, LANGUAGES, Language
from messages.editorial.drafts import SMS_FIELDS
from messages.models import AnyWords, Message, Translation
from messages.sheets.columns import Column, Key
from messages.sheets.needs import MISSING, STALE, need, said, source
from messages.sheets.po_files import Text, write
from messages.sheets.shelf import Item, take, value_of
from messages.staleness import english_before


def context_of(key: Key, field: str) -> str:
    """The name of a text, which stays when its words change; a letter's text and its web page have one each."""
    kind, number, track, _language = key
    return f"{kind}/{number}/{track}/{field}"


def export(code: str, *, only_needed: bool = False, of: QuerySet[Message] | None = None) -> bytes:
    """These messages (None: the library) in one language, as its latest draft has it; or only what that needs.

    The English is what parents get now. As many queries as there are stale translations, and a few.
    """
    language = LANGUAGES[code]
    items = take([DEFAULT, code], of).items
    texts: list[Text] = []
    for key, item in items.items():
        if key[-1] == DEFAULT:
            found = list(_texts(key, source(item), items.get((*key[:3], code)), language))
            is_stale = any(text.fuzzy for text in found)
            texts += [text for text in found if not only_needed or is_stale or not text.words]
    return write(language, _("Messages of Hope in %(language)s.") % {"language": language.name}, texts)


def _texts(key: Key, english: Message, theirs: Item | None, language: Language) -> Iterator[Text]:
    """One entry a text; what the English says otherwise than before is marked as doubtful (fuzzy)."""
    words = theirs.words if theirs else None
    held = {column.name: str(value_of(words, column)) if words else "" for column, _text in said(english)}
    before = _before(english, words, held)
    state = _state(theirs, english)
    for column, text in said(english):
        fuzzy = column.name in before
        yield Text(
            context=context_of(key, column.name),
            english=text,
            words=held[column.name],
            remarks=[str(english), *_remarks(column, language), state],
            fuzzy=fuzzy,
            before=before.get(column.name, ""),
        )


def _before(english: Message, words: AnyWords | None, held: dict[str, str]) -> dict[str, str]:
    """The texts to be looked at again, each with the English that it was made from; blank when nobody kept that."""
    if not isinstance(words, Translation) or not words.is_stale:
        return {}
    written = [column for column, _text in said(english) if held[column.name]]
    was = english_before(words)
    if was is None:
        return dict.fromkeys((column.name for column in written), "")
    old = {column.name: str(value_of(was, column)) for column in written}
    changed = {column.name: old[column.name] for column in written if value_of(english, column) != old[column.name]}
    return changed or dict.fromkeys(old, "")  # what has changed is not here: whoever translates looks at all of it


def _remarks(column: Column, language: Language) -> Iterator[str]:
    """What the text is, and how long it may be."""
    yield str(column.help)
    if column.name in SMS_FIELDS:
        limits = settings.SMS_LIMIT if column.name == "sms" else settings.TRIO_LIMIT
        segments, alphabet = limits[language.alphabet.name], language.alphabet
        units = alphabet.single if segments == 1 else alphabet.joined * segments
        yield _("At most %(segments)d segments: %(units)d characters, with the numbers filled in.") % {
            "segments": segments,
            "units": units,
        }
    elif most := getattr(Message._meta.get_field(column.name), "max_length", None):  # noqa: SLF001 - Django's way
        yield _("At most %(most)d characters.") % {"most": most}


def _state(theirs: Item | None, english: Message) -> str:
    """How far the translation is."""
    if theirs is None:
        return _("State: not begun.")
    states = {
        MISSING: _("State: %(state)s; not all of it is translated yet."),
        STALE: _("State: %(state)s; the English has changed since."),
        "": _("State: %(state)s."),
    }
    return states[need(theirs, english)] % {"state": theirs.state}
