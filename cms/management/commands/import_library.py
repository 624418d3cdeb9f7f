from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.approving import languages_of
from languages.table import DEFAULT, LANGUAGES
from messages.sheets.applying import MovedOnError, apply
from messages.sheets.comparing import Plan, compare, title_of
from messages.sheets.faults import SheetError
from messages.sheets.scope import Scope
from subscribers.hours import local_day


class Command(BaseCommand):
    help = "Import the library from a spreadsheet or a PO file, as drafts. With one bad row nothing is imported."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="XLSX, CSV or PO, as export_library writes it.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would change.")
        parser.add_argument(
            "--language", action="append", choices=list(LANGUAGES), help="Only this one may change; may be given again."
        )
        parser.add_argument("--user", metavar="NAME", help="In whose name; they have to be allowed to.")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        today = local_day(timezone.now())
        user = _user(options["user"])
        try:
            work = compare if options["dry_run"] else apply
            plan = work(path.read_bytes(), path.name, user, today, scope=_scope(options["language"], user))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
        except SheetError as error:
            raise CommandError(f"{error}\nNothing was imported. Mend this and run the command again.") from error
        except MovedOnError as error:
            raise CommandError("Somebody changed the library just now. Nothing was imported: run it again.") from error
        self._tell(plan, dry_run=options["dry_run"])

    def _tell(self, plan: Plan, *, dry_run: bool) -> None:
        for note in plan.notes:
            self.stdout.write(note)
        if plan.faults:
            faults = "\n".join(str(fault) for fault in plan.faults)
            raise CommandError(f"{faults}\nNothing was imported. Mend these and run the command again.")
        for row in plan.rows:
            columns = ", ".join(change.column for change in row.changes)
            self.stdout.write(f"row {row.line}: {'new' if row.is_new else 'changed'}: {title_of(row)}: {columns}")
        verb = "would be saved as drafts; nothing was changed" if dry_run else "saved as drafts"
        self.stdout.write(
            f"{plan.new} new and {plan.changed} changed rows {verb}. {plan.unchanged} rows are unchanged."
        )


def _scope(chosen: list[str] | None, user: User | None) -> Scope:
    """What may be changed, by the languages that were chosen and whose they are; English too only if it was named."""
    theirs = languages_of(user) if user else None
    if chosen is None:
        return Scope(theirs)
    named = frozenset(chosen)
    return Scope(named if theirs is None else theirs & named, english=DEFAULT in named)


def _user(name: str | None) -> User | None:
    if not name:
        return None
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody here is called {name}.")
    if not user.has_perm("library.import_message"):
        raise CommandError(f"{name} may not import the library.")
    return user
