"""When work happens. `celery -A scheduler` finds its app in scheduler.celery."""
