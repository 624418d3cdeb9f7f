from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from subscribers.roster import RosterError, import_roster


class Command(BaseCommand):
    help = "Import people who have agreed, from a CSV file. With one bad row nothing is imported."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="Only check the file.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}. Check the path.") from error
        progress = partial(tqdm, unit="row", disable=None)
        try:
            count = import_roster(content, timezone.now(), dry_run=options["dry_run"], progress=progress)
        except RosterError as error:
            raise CommandError(f"{error}\nNothing was imported. Mend these and run the command again.") from error
        verb = "would be imported; nothing was changed" if options["dry_run"] else "imported"
        self.stdout.write(f"{count} rows {verb}.")
