import logging
from typing import Any

from django.apps import AppConfig

logger = logging.getLogger(__name__)


class SchedulerConfig(AppConfig):
    name = "scheduler"

    def ready(self) -> None:
        from delivery.outbox import work_waiting  # noqa: PLC0415 - models are loaded by now, and not before
        from scheduler.celery import app  # noqa: PLC0415 - it makes this the app that tasks belong to

        app.set_default()
        work_waiting.connect(_wake, dispatch_uid="wake")


def _wake(**_kwargs: Any) -> None:
    """Wake the replies lane at once. Without a broker nothing is lost: the next tick finds the reply."""
    from kombu.exceptions import OperationalError  # noqa: PLC0415 - only needed where Celery is

    from scheduler.tasks import send_replies  # noqa: PLC0415 - tasks import models

    try:
        send_replies.apply_async(retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker does not answer; the reply goes out at the next tick.")
