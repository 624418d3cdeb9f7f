from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from campaigns import starter
from subscribers.hours import local_day


class Command(BaseCommand):
    help = "Write when weeks and days of awareness were and are; with --examples, draft campaigns for those to come."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--examples", action="store_true", help="Write the example campaigns too, as drafts.")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stdout.write(f"{starter.load_observances()} weeks and days added.")
        if not options["examples"]:
            return
        now = import_string(settings.CLOCK)()
        made = starter.load_examples(local_day(now), now)
        self.stdout.write(f"{len(made)} example campaigns added as drafts. Each needs clinical sign-off.")
