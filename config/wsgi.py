"""The web application, for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_site = get_wsgi_application()

from config.callbacks import Callbacks  # noqa: E402 - Django has to be set up first
from config.pages import Pages  # noqa: E402
from config.warming import warm_up  # noqa: E402

warm_up()
application = Callbacks(_site if settings.DEMO else Pages(_site))  # a demo goes on to the next day at a click
