from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delivery.holding import standing_halt
from scheduler.after_restore import let_go_of_the_lost_hours
from scheduler.clock import clock


class Command(BaseCommand):
    help = "After a restore, while everything is paused: do not send again what may have gone out since the copy."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if standing_halt() is None:
            raise CommandError("Pause everything first in the admin: nothing may be sent meanwhile.")
        cancelled = let_go_of_the_lost_hours(clock()())
        self.stdout.write(f"{cancelled} messages that may have been sent already are not sent again.")
