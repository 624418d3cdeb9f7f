"""The Celery app. It only says "wake up": what is due, claimed and tried again lives in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("messages_of_hope")
app.config_from_object("scheduler.celery_config")
app.autodiscover_tasks(["scheduler"])
