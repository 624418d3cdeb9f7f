"""What a child of the nursery can be: a part of the service, a stand-in for a provider, or one errand.

All that any of them needs is imported here, before the fork: it takes seconds, and there are hundreds of forks.
"""

import gc
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # noqa: E402

from config.wsgi import application  # noqa: E402
from delivery.channels import wire  # noqa: E402
from faults import errands, mailbox, provider  # noqa: E402
from scheduler import celery_config  # noqa: E402
from scheduler.celery import app  # noqa: E402

wire.TIMEOUT, wire.CONNECT_TIMEOUT = 2, 1  # seconds: the leases of a run are short
QUEUES = ",".join(celery_config.task_queues_all)
# What the site and Celery import themselves when they first need it.
LATER = (
    settings.ROOT_URLCONF,
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "gunicorn.workers.gthread",
    "kombu.transport.redis",
    "scheduler.tasks",
)
for module in LATER:
    import_module(module)
gc.freeze()  # or every child's first collection copies all of it


class Web(BaseApplication):  # type: ignore[misc]
    """The web server of the service, with an application that is loaded already."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{self.port}", "workers": 2, "threads": 4, "worker_class": "gthread"}
        options |= {"accesslog": "-", "timeout": 30, "proc_name": "faults-web"}
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application


def web(port: int) -> None:
    """The whole site, callbacks and texts included."""
    Web(port).run()


def worker(hostname: str) -> None:
    """A worker of all queues, with two children."""
    words = ["worker", "-P", "prefork", "-c", "2", "-Q", QUEUES, "-n", f"{hostname}@localhost", "-l", "WARNING"]
    app.worker_main(words)


def beat(schedule: str) -> None:
    """A beat. There are two of them."""
    app.start(["beat", "--pidfile=", "-s", schedule, "-l", "WARNING"])


def texts(port: int, ledger: str, inbound_url: str) -> None:
    """The provider of texts."""
    provider.serve(port, Path(ledger), inbound_url)


def mails(port: int, ledger: str) -> None:
    """The mailbox of everybody."""
    mailbox.serve(port, Path(ledger))


def errand(do: str, answer: str, **what: Any) -> None:
    """Do one thing with the service's own code, and leave the answer in a file."""
    errands.run(do, Path(answer), what)


ROLES: Mapping[str, Callable[..., None]] = {
    "web": web,
    "worker": worker,
    "beat": beat,
    "texts": texts,
    "mails": mails,
    "errand": errand,
}
