"""The clock: the only place from which work learns what time it is."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def clock() -> Callable[[], datetime]:
    """A function that gives the present instant, aware and in UTC; in a demo it can be moved ahead."""
    found: Callable[[], datetime] = import_string(settings.CLOCK)
    return found
