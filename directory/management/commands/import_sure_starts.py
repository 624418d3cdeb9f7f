from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import sure_starts


class Command(BaseCommand):
    help = "Take the official list of Sure Starts from a CSV file. With one bad row nothing is taken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="Only check the file, and say what would change.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            changes = sure_starts.read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}. Check the path.") from error
        except sure_starts.ListError as error:
            raise CommandError(f"{error}\nNothing was taken. Mend these and run the command again.") from error
        for change in changes:
            if change.fields:
                self.stdout.write(f"{'new' if change.is_new else 'changed'}: {change.sure_start}")
        if options["dry_run"]:
            self.stdout.write(f"{len(changes)} rows are right; nothing was changed.")
            return
        self.stdout.write(f"{sure_starts.apply(changes)} rows taken.")
