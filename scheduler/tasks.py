"""Thin tasks: they carry no ids and no data, they only say that there may be work."""

from celery import shared_task
from django.conf import settings

from campaigns import running
from delivery.channels import configured
from delivery.dispatcher import dispatch
from scheduler import rounds
from scheduler.clock import clock
from scheduler.rounds import at_pace


@shared_task
def tick() -> None:
    """One round: plan, then wake the lanes. Wake-ups that nobody took by the next round are dropped."""
    try:
        rounds.prepare(clock()())
    finally:  # what was planned before goes out all the same
        for task in (send_replies, send_nudges, run_campaigns, send_campaigns, look_up_unknown):
            task.apply_async(expires=settings.TICK_SECONDS)


@shared_task
def send_replies() -> None:
    """Send the answers that are due."""
    dispatch("replies", configured(), clock())


@shared_task
def send_nudges() -> None:
    """Send the stage messages that are due, as fast as the providers take them, until the next tick wakes another."""
    at_pace("nudges", configured(), clock())


@shared_task
def run_campaigns() -> None:
    """Begin, queue and finish campaigns. Apart from the tick: a large one takes its time, and nothing waits for it."""
    running.advance(clock()())


@shared_task
def send_campaigns() -> None:
    """Send the campaigns that are due, as fast as the providers take them, until the next tick wakes another."""
    at_pace("campaigns", configured(), clock())


@shared_task
def look_up_unknown() -> None:
    """Ask the provider about sendings whose end nobody knows, and tell people what stays unknown."""
    rounds.look_up_unknown(clock()(), configured())
