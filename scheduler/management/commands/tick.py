from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from delivery.channels import configured
from delivery.dispatcher import dispatch
from scheduler.clock import clock
from scheduler.rounds import at_pace, whole_round


class Command(BaseCommand):
    help = "One round without a broker: plan what is due, then send it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO", help="Act as if it were this instant, for example 2027-03-14T10:00:00+00:00."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        moment = _instant(options["now"]) if options["now"] else None
        # Nobody waits for the providers by a clock that stands still.
        now, send = ((lambda: moment), dispatch) if moment else (clock(), at_pace)
        sent = whole_round(now, configured(), send)
        self.stdout.write(f"{sent} sent.")


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--now {text} is not a time. Write it like 2027-03-14T10:00:00+00:00.") from error
    if moment.tzinfo is None:
        raise CommandError(f"--now {text} has no time zone. Add Z for UTC, for example {text}Z.")
    return moment
