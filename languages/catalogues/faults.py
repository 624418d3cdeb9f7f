"""What keeps a catalogue from being whole: nothing of it may be missing, doubtful, stale or broken."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from languages.catalogues.files import entries, forms
from languages.table import Language

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w.\-]*\}|</?\w+[^>]*>|&\w+;")
SHOWN = 60  # characters of a string, to find it by


def faults(catalogue: Catalog, template: Catalog, language: Language) -> Iterator[str]:
    """Each fault in a sentence that says what to do; none for a catalogue that may be used."""
    if catalogue.locale_identifier != to_locale(language.django):
        said = catalogue.locale_identifier or _("none")
        yield _("The file says that its language is %(said)s. This is for %(code)s: choose the right file.") % {
            "said": said,
            "code": to_locale(language.django),
        }
    if catalogue.num_plurals != len(language.plural.forms):
        yield _("Its line Plural-Forms has to be: %(header)s") % {"header": language.plural.header}
    known = {(message.id, message.context): message for message in entries(catalogue)}
    for message in entries(template):
        found = known.pop((message.id, message.context), None)
        if fault := _fault(message, found, language):
            yield f"“{shown(message)}”: {fault}"
    for message in known.values():
        yield f"“{shown(message)}”: " + _("We have no such string any more. Take it out, or fetch a fresh file.")


def _fault(message: Message, found: Message | None, language: Language) -> str:
    if found is None:
        return _("It is missing: the file is not whole. Fetch a fresh one, or add it.")
    if found.fuzzy:
        return _("It is marked as doubtful (fuzzy). Look at it, and take the mark away.")
    strings = forms(found.string)
    if message.pluralizable and len(strings) != len(language.plural.forms):
        return _("It needs a form for each of: %(forms)s.") % {"forms": ", ".join(language.plural.forms)}
    if not all(string.strip() for string in strings):
        return _("It is not translated yet, or not all of its forms are.")
    if not all(_keeps_placeholders(message, string) for string in strings):
        return _("Its placeholders and tags have to be those of the English: %(names)s.") % {
            "names": " ".join(_placeholders(forms(message.id)[-1])) or _("none")
        }
    return ""


def _keeps_placeholders(message: Message, string: str) -> bool:
    """A plural's form may leave a number out ("one week"), and name nothing that the English does not."""
    english, ours = _placeholders(forms(message.id)[-1]), _placeholders(string)
    return set(ours) <= set(english) if message.pluralizable else ours == english


def _placeholders(words: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(words))


def shown(message: Message) -> str:
    """The English, shortened, so that a speaker finds the place."""
    words = " ".join(forms(message.id)[0].split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
