from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from messages import starter


class Command(BaseCommand):
    help = "Write the starter messages, and drafts of translations. Nothing is approved until a named person does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--approved-by", default="", metavar="NAME", help="Who has signed the English words off.")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        added, approved = starter.load(now, options["approved_by"].strip())
        drafts = starter.load_drafts(now)
        self.stdout.write(f"{added} messages added, {approved} approved; {drafts} drafts of translations added.")
        if not options["approved_by"]:
            self.stdout.write("They await clinical sign-off: approve them in the CMS, or with --approved-by NAME.")
