"""A catalogue of a language that nobody speaks: every string is marked, so that what was never marked shows.

"Help now" becomes "⟦Ĥéļþ ñöŵ ~~~⟧": readable, bracketed at both ends so that a part that is cut off shows too, and a
third longer, as many languages are. Placeholders and tags stay as they are.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.translation import to_locale

from languages.catalogues import files
from languages.catalogues.faults import PLACEHOLDER
from languages.catalogues.sources import Part, collected
from languages.table import Language

BEGINS, ENDS, PAD = "⟦", "⟧", "~"
ACCENTS = str.maketrans(
    "AaBCcDdEeGgHhIiJjKkLlNnOoPpRrSsTtUuWwYyZz",
    "ÅåƁÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöÞþŔŕŠšŢţÛûŴŵÝýŽž",
)
KEPT = re.compile(f"({PLACEHOLDER.pattern}|%%)")
LONGER = 3  # one letter more for so many


def marked(words: str) -> str:
    """One string as this catalogue has it; white space around it stays around the brackets."""
    inner = words.strip()
    if not inner:
        return words
    pieces = KEPT.split(inner)
    accented = "".join(piece if place % 2 else piece.translate(ACCENTS) for place, piece in enumerate(pieces))
    letters = sum(character.isalpha() for piece in pieces[::2] for character in piece)
    return words.replace(inner, f"{BEGINS}{accented} {PAD * (letters // LONGER + 1)}{ENDS}", 1)


def catalogue(language: Language, template: Catalog) -> Catalog:
    """The strings of the template, all of them marked, in as many forms as this language's numbers have."""
    found = Catalog(locale=to_locale(language.django), fuzzy=False)
    for message in files.entries(template):
        english = files.forms(message.id)
        one, many = english[0], english[-1]
        string: str | tuple[str, ...] = marked(one)
        if message.pluralizable:
            string = tuple(marked(one if form == "one" else many) for form in language.plural.forms)
        found.add(message.id, string, locations=message.locations, context=message.context)
    return found


def write(folder: Path, language: Language) -> Path:
    """The catalogue of what parents see, compiled, as Django finds it in one of settings.LOCALE_PATHS."""
    path = folder / to_locale(language.django) / "LC_MESSAGES" / "django.po"
    files.write(path, catalogue(language, collected(Part.PUBLIC)), language)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, files.read(path))
    return path
