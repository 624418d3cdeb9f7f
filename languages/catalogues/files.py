"""The catalogues in `locale/`: where they lie, how they are read, and how they are written."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

from languages.catalogues.sources import Part
from languages.table import DEFAULT, INTERFACE, TABLE, Language

DRAFT = "Machine-drafted; not yet reviewed by a speaker."
# No dates and no addresses: a catalogue changes only where its words do.
HEADER = """\
# {made}
msgid ""
msgstr ""
"Project-Id-Version: Messages of Hope\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def languages_of(part: Part) -> list[Language]:
    """Those that have a catalogue of this part; English has none, being the words themselves."""
    offered = [TABLE[code] for code in INTERFACE if code != DEFAULT]
    return offered if part is Part.PUBLIC else [language for language in offered if language.for_staff]


def path_of(part: Part, language: Language) -> Path:
    """Where Django looks for it."""
    return Path(settings.BASE_DIR) / "locale" / part / to_locale(language.django) / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """A catalogue; raises babel.messages.pofile.PoFileError or ValueError for a file that is none."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def forms(words: str | Iterable[str] | None) -> tuple[str, ...]:
    """An entry's string as the tuple of its forms."""
    return (words,) if isinstance(words, str) else tuple(words or ())


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Its strings, without its head."""
    return (message for message in catalogue if message.id)


def merged(template: Catalog, old: Iterable[Catalog], language: Language) -> Catalog:
    """The strings of the template, each translated as the first of the old catalogues has it; blank where none has."""
    known = {(message.id, message.context): message for one in reversed(list(old)) for message in entries(one)}
    fresh = Catalog(locale=to_locale(language.django), fuzzy=False)
    for message in entries(template):
        before = known.get((message.id, message.context))
        blank: str | tuple[str, ...] = ("",) * len(language.plural.forms) if message.pluralizable else ""
        whole = before and not before.fuzzy and len(forms(before.string)) == len(forms(blank))
        string = before.string if before and whole else blank
        fresh.add(message.id, string, locations=sorted(set(message.locations)), context=message.context)
    return fresh


def made(language: Language) -> str:
    """How the catalogue was made, and who has read it: in its first line."""
    return f"Read by {language.reviewed}." if language.reviewed else DRAFT


def write(path: Path, catalogue: Catalog, language: Language) -> None:
    """The catalogue as a file; `make setup` compiles it for Django."""
    # Babel's own table of plurals is another: by it a form of Hungarian would be left out.
    catalogue.mime_headers = [("Plural-Forms", language.plural.header)]
    body = BytesIO()
    write_po(body, catalogue, width=0, include_lineno=False, omit_header=True)
    head = HEADER.format(made=made(language), language=to_locale(language.django), plural=language.plural.header)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head.encode() + body.getvalue())
