from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from languages.table import LANGUAGES
from messages.sheets.faults import SheetError
from messages.sheets.files import CSV, PO, XLSX
from messages.sheets.writing import export


class Command(BaseCommand):
    help = "Write the library, as its latest drafts are, into a spreadsheet, or one language of it into a PO file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="It ends in .xlsx, .csv or .po.")
        parser.add_argument(
            "--language", action="append", choices=list(LANGUAGES), help="Only this language; may be given again."
        )
        parser.add_argument("--needed", action="store_true", help="Only what is missing or stale.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        form = path.suffix.lower().lstrip(".")
        if form not in (XLSX, CSV, PO):
            raise CommandError(f"{path} must end in .xlsx, .csv or .po, so that it is clear what to write.")
        try:
            content = export(form, options["language"] or LANGUAGES, only_needed=options["needed"])
            path.write_bytes(content)
        except SheetError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}. Check the path.") from error
        self.stdout.write(f"The library is in {path}.")
