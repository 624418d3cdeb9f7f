"""Keep the catalogues of the interface: `update` them from the source, `check` them, `take` one from a speaker.

`pseudo` makes one in which every string is marked, in a folder of its own.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError
from django.core.management.base import BaseCommand, CommandError

from languages.catalogues import files, pseudo
from languages.catalogues.faults import faults
from languages.catalogues.sources import Part, collected
from languages.table import DEFAULT, INTERFACE, TABLE, Language

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Update, check or take the catalogues of the interface in locale/, or make one in which all is marked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("update", help="collect the strings of the source; new ones are left blank")
        acts.add_parser("check", help="tell what is missing, doubtful, stale or broken")
        take = acts.add_parser("take", help="put a catalogue that a speaker sends back in the place of ours")
        take.add_argument("language", choices=[code for code in INTERFACE if code != DEFAULT])
        take.add_argument("file", type=Path)
        take.add_argument("--staff", action="store_true", help="it is one of the staff's screens")
        marked = acts.add_parser("pseudo", help="a catalogue in which every string is marked, to see what escapes")
        marked.add_argument("folder", type=Path, help="to put first in settings.LOCALE_PATHS")
        marked.add_argument("languages", nargs="*", default=["tet", "ar"], metavar="language")

    def handle(self, *_args: Any, **options: Any) -> None:
        match options["act"]:
            case "take":
                part = Part.STAFF if options["staff"] else Part.PUBLIC
                self._take(TABLE[options["language"]], options["file"], part)
            case "pseudo":
                for code in options["languages"]:
                    self.stdout.write(str(pseudo.write(options["folder"], TABLE[code])))
            case "update":
                self._of_each(self._update)
            case "check":
                if found := self._of_each(self._check):
                    raise CommandError(f"{found} faults in the catalogues; `make strings` puts new strings in.")

    def _of_each(self, act: Callable[[Part, Catalog, Language], int]) -> int:
        """Do it with every catalogue; returns the sum of what it returns."""
        return sum(
            act(part, template, language)
            for part in Part
            for template in [collected(part)]
            for language in files.languages_of(part)
        )

    def _update(self, part: Part, template: Catalog, language: Language) -> int:
        paths = (files.path_of(one, language) for one in (part, *Part))
        fresh = files.merged(template, [files.read(path) for path in paths if path.exists()], language)
        files.write(files.path_of(part, language), fresh, language)
        left = sum(not all(files.forms(entry.string)) for entry in files.entries(fresh))
        self.stdout.write(f"{part} {language.code}: {len(fresh)} strings, {left} to translate")
        return left

    def _check(self, part: Part, template: Catalog, language: Language) -> int:
        path = files.path_of(part, language)
        wrong = list(faults(files.read(path), template, language)) if path.exists() else ["there is no catalogue"]
        for sentence in wrong[:MOST_SHOWN]:
            self.stderr.write(f"{part} {language.code}: {sentence}")
        return len(wrong)

    def _take(self, language: Language, path: Path, part: Part) -> None:
        template = collected(part)
        try:
            given = files.read(path)
        except (OSError, ValueError, PoFileError) as error:
            raise CommandError(f"This is no whole catalogue, and nothing was changed: {error}") from error
        wrong = list(faults(given, template, language))
        if wrong:
            told = "\n".join(f"- {sentence}" for sentence in wrong[:MOST_SHOWN])
            raise CommandError(f"Nothing was changed. {len(wrong)} to mend in the file:\n{told}")
        files.write(files.path_of(part, language), files.merged(template, [given], language), language)
        self.stdout.write(f"{language.name} has {len(template)} new strings. Say in languages/table.py who read them.")
