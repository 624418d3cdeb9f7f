from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.languages import LANGUAGES
from messages.sheets.faults import SheetError
from messages.sheets.files import CSV, XLSX
from messages.sheets.writing import export


class Command(BaseCommand):
    help = "Write the library into a spreadsheet: the latest draft of every message and translation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="It ends in .xlsx or .csv.")
        parser.add_argument(
            "--language", action="append", choices=list(LANGUAGES), help="Only this language; may be given again."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        form = path.suffix.lower().lstrip(".")
        if form not in (XLSX, CSV):
            raise CommandError(f"{path} must end in .xlsx or .csv, so that it is clear what to write.")
        try:
            content = export(form, options["language"] or LANGUAGES)
            path.write_bytes(content)
        except SheetError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}. Check the path.") from error
        self.stdout.write(f"The library is in {path}.")
