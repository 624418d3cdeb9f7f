from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from messages import starter


class Command(BaseCommand):
    help = "Write the starter messages in English. Nobody has approved them until a named person does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--approved-by", default="", metavar="NAME", help="Who has signed the words off.")

    def handle(self, *_args: Any, **options: Any) -> None:
        added, approved = starter.load(timezone.now(), options["approved_by"].strip())
        self.stdout.write(f"{added} messages added, {approved} approved.")
        if not options["approved_by"]:
            self.stdout.write("They await clinical sign-off: approve them in the CMS, or with --approved-by NAME.")
