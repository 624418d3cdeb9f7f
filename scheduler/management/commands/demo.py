import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from delivery.channels import virtual
from delivery.models import VirtualMessage
from scheduler import celery_config, demo, demo_campaigns, demo_staff

STAFF = "comms"
PATIENCE = 120  # seconds to wait for the first nudge
GRACE = 10  # seconds for a server to end by itself


class Command(BaseCommand):
    help = "Run everything on this machine with made-up families, virtual phones and inboxes. Ctrl-C ends it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not settings.DEMO:
            _again_as_demo(port)
        signal.signal(signal.SIGTERM, _interrupt)
        servers: list[subprocess.Popen[bytes]] = []
        try:
            password = self._prepare()
            servers += [subprocess.Popen(command, start_new_session=True) for command in _servers(port)]  # noqa: S603 - our own commands
            self._wait_for_first_nudge(servers)
            self.stdout.write(f"staff login {settings.PUBLIC_URL}/admin/ as {STAFF}, password {password}")
            self.stdout.write(f"the same password for each role: {', '.join(demo_staff.SIGN_INS)}")
            self.stdout.write(f"phones and inboxes {settings.PUBLIC_URL}/phones/")
            self.stdout.write(f"ready {settings.PUBLIC_URL}")
            self.stdout.flush()
            _watch(servers)
        except KeyboardInterrupt:
            self.stdout.write("The demo has ended.")
        finally:
            _stop(servers)

    def _prepare(self) -> str:
        self.stdout.write("Preparing the database, the message library and some families...")
        self.stdout.flush()
        call_command("migrate", verbosity=0)
        call_command("load_starter_library", stdout=self.stderr)
        call_command("load_observances", "--examples", stdout=self.stderr)
        password = secrets.token_urlsafe(9)
        get_user_model().objects.create_superuser(STAFF, "comms@hope.example", password)
        demo_staff.seed(password)
        demo_campaigns.seed(demo.seed(), virtual.now())
        return password

    def _wait_for_first_nudge(self, servers: list[subprocess.Popen[bytes]]) -> None:
        end = time.monotonic() + PATIENCE
        while not VirtualMessage.objects.exists():
            _check(servers)
            if time.monotonic() > end:
                raise CommandError("No nudge has arrived. Look at the lines above for what went wrong.")
            time.sleep(0.2)


def _again_as_demo(port: int) -> NoReturn:
    """Start over with the demo's own settings and a new database, so that nothing of a real service is touched."""
    var = settings.VAR_DIR / "demo"
    shutil.rmtree(var, ignore_errors=True)
    ours = {
        "DEMO": "1",
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'demo.sqlite3'}",
        "REDIS_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "CONTACT_KEYS": "",
        "CONTACT_INDEX_KEY": "",
        "PUBLIC_URL": f"http://localhost:{port}",
        "SMS_CHANNEL": "virtual",
        "EMAIL_URL": "",
        "TICK_SECONDS": "2",
    }
    arguments = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", "--port", str(port)]
    os.execve(sys.executable, arguments, os.environ | ours)  # noqa: S606 - this very program


def _servers(port: int) -> list[list[str]]:
    """The web server, and one worker that also ticks."""
    run = [sys.executable, "-W", "ignore", "-m"]
    web = [*run, "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    queues = ",".join(celery_config.task_queues_all)
    worker = [
        *run,
        "celery",
        "--quiet",
        "--app",
        "scheduler",
        "worker",
        "--beat",
        "--pool",
        "threads",
        "--concurrency",
        "4",
    ]
    return [
        [*web, "--log-level", "warning"],
        [*worker, "--queues", queues, "--loglevel", "warning", "--without-mingle"],
    ]


def _check(servers: list[subprocess.Popen[bytes]]) -> None:
    if any(server.poll() is not None for server in servers):
        raise CommandError("A server has ended. Is the port taken? Try another one: make demo PORT=8001")


def _watch(servers: list[subprocess.Popen[bytes]]) -> None:
    while True:
        _check(servers)
        time.sleep(0.5)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _stop(servers: list[subprocess.Popen[bytes]]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # a second one, from whoever started us, changes nothing now
        signal.signal(number, signal.SIG_IGN)
    for server in servers:
        server.terminate()
    for server in servers:
        try:
            server.wait(GRACE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
