"""Thin tasks: they carry no ids and no data, they only say that there may be work."""

from celery import shared_task

from delivery.channels import configured
from delivery.dispatcher import dispatch
from scheduler import rounds
from scheduler.clock import clock


@shared_task
def tick() -> None:
    """One round: plan, then wake the lanes."""
    rounds.prepare(clock()(), configured())
    for task in (send_replies, send_nudges, send_campaigns):
        task.delay()


@shared_task
def send_replies() -> None:
    """Send the answers that are due."""
    dispatch("replies", configured(), clock())


@shared_task
def send_nudges() -> None:
    """Send the stage messages that are due."""
    dispatch("nudges", configured(), clock())


@shared_task
def send_campaigns() -> None:
    """Send the campaigns that are due."""
    dispatch("campaigns", configured(), clock())
