from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from languages.table import LANGUAGES
from messages import editorial
from messages.editorial.everything import everything
from messages.models import AnyWords, Translation


class Command(BaseCommand):
    help = "Check the words of the whole library, drafts too, as the editor does. Ends with 1 when something blocks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hints", action="store_true", help="List the hints too, one by one.")
        parser.add_argument("--language", default="", choices=list(LANGUAGES), help="Only of this language.")
        parser.add_argument("--blocking-only", action="store_true", help="Say nothing about hints, not even a count.")

    def handle(self, *_args: Any, **options: Any) -> None:
        today, services = timezone.localdate(), editorial.services()
        rows = blocks = 0
        hints: Counter[str] = Counter()
        for words, is_draft in everything(options["language"]):
            found = editorial.check(words, today=today, services=services)
            blocking = editorial.blocking(found)
            rows += 1
            blocks += len(blocking)
            hints.update(finding.rule for finding in found if finding not in blocking)
            for finding in found if options["hints"] else blocking:
                self.stdout.write(line(words, finding, is_draft=is_draft))
        self.stdout.write(f"{rows} checked, {blocks} to mend.")
        if hints and not options["blocking_only"]:
            self.stdout.write("Hints: " + ", ".join(f"{rule} {count}" for rule, count in hints.most_common()) + ".")
        if blocks:
            raise CommandError("Some words cannot be published as they are.")


def line(words: AnyWords, finding: editorial.Finding, *, is_draft: bool) -> str:
    """One finding, with where it is."""
    message = words.message if isinstance(words, Translation) else words
    place = f"{message.kind} {message.number} {message.track} {words.language}{' (draft)' if is_draft else ''}"
    excerpt = f" “{finding.excerpt}”" if finding.excerpt else ""
    return f"{place} {finding.field}: {finding.severity} {finding.rule}{excerpt}. {finding.says} {finding.instead}"
