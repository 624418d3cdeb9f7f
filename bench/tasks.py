"""What people usually write with Celery: a task for each message, or one with an hour of its own for each to come."""

import os
from functools import cache

import django
from celery import Celery
from django.apps import apps

if not apps.ready:  # in a worker
    django.setup()

from django.conf import settings
from twilio.rest import Client

from bench.one_by_one import send_one
from bench.population import TEN
from delivery.channels.twilio import callback_prefix

app = Celery("bench", broker=os.environ["REDIS_URL"])
app.conf.task_ignore_result = True
app.conf.worker_hijack_root_logger = False


@cache
def _client() -> Client:
    client = Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN)
    client.api.base_url = settings.TWILIO_API_URL
    return client


def call(address: str, text: str, token: str) -> str:
    """Hand one text over with the provider's own client."""
    message = _client().messages.create(
        to=address,
        body=text,
        messaging_service_sid=settings.TWILIO_MESSAGING_SERVICE_SID,
        status_callback=f"{callback_prefix()}{token}/",
    )
    return str(message.sid)


@app.task
def send(nudge_id: int) -> None:
    """Send one nudge."""
    send_one(nudge_id, call, TEN)


@app.task
def later(nudge_id: int) -> None:
    """Waits for its hour."""
