"""A pytest plugin: a real PostgreSQL and a real Redis for every test run.

Loaded by `-p tests.services` before Django reads its settings. DATABASE_URL and REDIS_URL are taken from the
environment when set. What is not set is started for this run alone: from the programs on the machine, else
from those in the development wheels. TEST_SERVICES=machine or TEST_SERVICES=wheels allows only that source.
A run without its services fails as a whole: tests that quietly skip prove nothing.

On several cores (`pytest -n logical`) the run that hands out the tests starts the services, and its workers inherit
their addresses. On the one PostgreSQL each worker has a database of its own by pytest-django, and on the one Redis by
its number.
"""

import atexit
import os
import signal
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from types import FrameType
from urllib.parse import urlsplit

import pytest

from tests.programs import POSTGRES_HELP, REDIS_HELP, ServiceError
from tests.servers import Server, postgres_version, redis_version, start_postgres, start_redis, wait

WORKER = "PYTEST_XDIST_WORKER"  # set in a worker, to its name: gw0, gw1 and so on


@dataclass
class Run:
    """The services of one pytest run, and what has to be put back after it."""

    servers: list[Server] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    owner: int = field(default_factory=os.getpid)

    def start(self) -> None:
        """Make sure of both services and name them in os.environ; raises ServiceError."""
        if os.environ.get("TEST_SERVICES", "") not in {"", "machine", "wheels"}:
            raise ServiceError("TEST_SERVICES is neither `machine` nor `wheels`: set it to one of them or unset it.")
        if os.environ.get("REDIS_URL") and WORKER in os.environ:
            os.environ["REDIS_URL"] = _own_database(os.environ["REDIS_URL"], os.environ[WORKER])
        self._ensure("Redis", "REDIS_URL", start_redis, redis_version, REDIS_HELP)
        if os.environ.get("DATABASE_URL", "").startswith("sqlite:"):
            self.header.append("SQLite, as DATABASE_URL asks")
        else:
            self._ensure("PostgreSQL", "DATABASE_URL", start_postgres, postgres_version, POSTGRES_HELP)

    def stop(self) -> None:
        """Stop what this run started; a forked child leaves its parent's servers alone."""
        if os.getpid() != self.owner:
            return
        while self.servers:
            self.servers[-1].stop()
            self.servers.pop()
        while self.replaced:
            os.environ.pop(self.replaced.pop(), None)

    def _ensure(
        self, name: str, variable: str, start: Callable[[], Server], ask: Callable[[str], str], advice: str
    ) -> None:
        given = os.environ.get(variable)
        if given:
            version = _answer(name, variable, lambda: ask(given))
            self.header.append(f"{name} {version} from {variable}")
            return
        server = _start_twice(name, start, advice)
        self.servers.append(server)
        os.environ[variable] = server.url
        self.replaced.append(variable)
        self.header.append(f"{name} {server.version} started from {server.source}")


def _own_database(url: str, worker: str) -> str:
    """Return the address of a worker's own database in the Redis of its run: gw0 has the number after the run's."""
    parts = urlsplit(url)
    number = int(parts.path.strip("/") or 0) + 1 + int(worker.removeprefix("gw"))
    return parts._replace(path=f"/{number}").geturl()


def _answer(name: str, variable: str, ask: Callable[[], str]) -> str:
    try:
        return wait(ask)
    except ServiceError as error:
        raise ServiceError(
            f"No {name} answers at {variable} ({error}): start it, or unset {variable} and the tests start their own."
        ) from error


def _start_twice(name: str, start: Callable[[], Server], advice: str) -> Server:
    """Start a server with one more try: another program may have taken the free port in between."""
    try:
        return start()
    except ServiceError:
        try:
            return start()
        except ServiceError as error:
            text = str(error)
            raise ServiceError(text if advice in text else f"{name} did not start ({text}): {advice}.") from error


RUN = Run()


def _on_sigterm(number: int, _frame: FrameType | None) -> None:
    """End the run in order; a forked child that inherited this handler just ends."""
    if os.getpid() == RUN.owner:
        pytest.exit("stopped by SIGTERM", returncode=128 + number)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start the services before pytest-django, in the same hook, loads the settings."""
    options = early_config.known_args_namespace
    if options.help or options.version:
        return (yield)
    atexit.register(RUN.stop)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _on_sigterm)
    try:
        RUN.start()
        return (yield)
    except ServiceError as error:
        RUN.stop()
        raise pytest.UsageError(str(error)) from error
    except BaseException:
        RUN.stop()
        raise


def pytest_report_header() -> list[str]:
    """Say which services this run tests against."""
    return [f"services: {'; '.join(RUN.header)}"] if RUN.header else []


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the services after everything that still needs them."""
    RUN.stop()
