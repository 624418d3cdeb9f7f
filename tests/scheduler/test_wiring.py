"""Every task has a queue that some worker takes, and every beat row a task."""

from pathlib import Path

from django.conf import settings

from scheduler import celery_config, tasks  # noqa: F401 - importing it registers the tasks
from scheduler.celery import app
from scheduler.management.commands import demo

OURS = {name for name in app.tasks if name.startswith("scheduler.")}


def queues() -> set[str]:
    return {celery_config.task_default_queue} | {route["queue"] for route in celery_config.task_routes.values()}


def test_every_route_and_beat_row_names_a_task() -> None:
    named = set(celery_config.task_routes) | {row["task"] for row in celery_config.beat_schedule.values()}
    assert named <= OURS


def test_every_queue_has_a_worker_in_the_compose_file() -> None:
    compose = Path(settings.BASE_DIR, "docker-compose.yml").read_text(encoding="utf-8")
    taken = {
        queue for line in compose.splitlines() if "-Q " in line for queue in line.split("-Q ")[1].split()[0].split(",")
    }
    assert queues() <= {queue.strip("\"'[]") for queue in taken}


def test_every_queue_is_named_for_a_worker_of_all() -> None:
    assert queues() == set(celery_config.task_queues_all)


def test_the_demos_worker_takes_every_queue() -> None:
    _web, worker = demo._servers(8000)
    assert set(worker[worker.index("--queues") + 1].split(",")) == queues()


def test_asking_a_provider_keeps_nobody_waiting() -> None:
    alone = [name for name, route in celery_config.task_routes.items() if route["queue"] == "reconcile"]
    assert alone == ["scheduler.tasks.look_up_unknown"]


def test_no_task_carries_an_argument() -> None:
    assert all(app.tasks[name].run.__code__.co_argcount == 0 for name in OURS)


def test_beat_ticks_by_an_interval_in_utc() -> None:
    assert celery_config.timezone == "UTC"
    assert all(isinstance(row["schedule"], float) for row in celery_config.beat_schedule.values())
