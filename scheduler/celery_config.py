"""How Celery runs. A broker that is flushed or restarted loses nothing but a wake-up, and the next tick comes soon."""

from django.conf import settings

_QUEUE_FILES = settings.VAR_DIR / "broker"

if settings.REDIS_URL:
    broker_url = settings.REDIS_URL
    broker_transport_options = {
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "queue_order_strategy": "priority",  # a worker of several queues takes them as they are listed: replies first
    }
else:
    _QUEUE_FILES.mkdir(parents=True, exist_ok=True)
    broker_url = "filesystem://localhost"
    broker_transport = "scheduler.file_broker:Transport"
    broker_transport_options = {
        "data_folder_in": str(_QUEUE_FILES),
        "data_folder_out": str(_QUEUE_FILES),
        "control_folder": str(_QUEUE_FILES / "control"),
    }

broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # a broker that is away for long is waited for
timezone = "UTC"
enable_utc = True
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
worker_send_task_events = False

task_default_queue = "control"
task_routes = {
    "scheduler.tasks.send_replies": {"queue": "replies"},
    "scheduler.tasks.send_nudges": {"queue": "nudges"},
    "scheduler.tasks.send_campaigns": {"queue": "campaigns"},
    "scheduler.tasks.look_up_unknown": {"queue": "reconcile"},
}
task_queues_all = ("replies", "nudges", "campaigns", "control", "reconcile")

# An interval and not a local-time table: a crontab in Europe/London has a hole on the autumn night.
beat_schedule = {
    "tick": {
        "task": "scheduler.tasks.tick",
        "schedule": float(settings.TICK_SECONDS),
        "options": {"expires": float(settings.TICK_SECONDS)},  # a backlog of wake-ups wakes nobody twice
    },
}
beat_schedule_filename = str(settings.VAR_DIR / "beat-schedule")
