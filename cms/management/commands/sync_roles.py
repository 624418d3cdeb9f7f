from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from cms import roles


class Command(BaseCommand):
    help = "Give every role what the table in cms/roles.py says, and take back what it does not. Members stay."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        roles.set_up(apps)
        self.stdout.write(f"{len(roles.ROLES)} roles are as the table says.")
