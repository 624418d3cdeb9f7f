"""The service's settings, with the applications that it is compared with."""

from config.settings import *  # noqa: F403 - all of them
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "post_office", "mailer"]
MAILER_USE_FILE_LOCK = False
MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
POST_OFFICE = {"BATCH_SIZE": 100, "MESSAGE_ID_ENABLED": True, "CELERY_ENABLED": False}
LOGGING_CONFIG = "logging.config.dictConfig"
