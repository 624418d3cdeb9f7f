"""Servers that belong to one run: started on a free port of this machine, stopped and removed with it."""

import contextlib
import locale
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.programs import (
    ServiceError,
    account_of_postgres,
    command,
    environment,
    hand_over,
    postgres_folder,
    readable_copy,
    redis_binary,
    run_as,
)

DATABASE = "hope"
READY_TRIES = 150
READY_PAUSE = 0.1  # seconds between two tries
REDIS_DATABASES = 1000  # one for each worker of a run, and some to spare
STOP_LIMIT = 10  # seconds a server gets to stop by itself
CONNECT_LIMIT = 5  # seconds for one connection attempt

# Waits for the end of its input. `done` means a tidy stop; an end without it means that the test run was
# killed and had no chance to stop the server itself ($1: process id, $2: the server's folder).
LEASH = 'read -r word || { kill -INT "$1"; sleep 2; rm -rf "$2"; }'


@dataclass(frozen=True)
class Server:
    """A server that belongs to this run, with the folder that goes when it stops."""

    url: str
    version: str
    source: Path
    folder: Path
    process: subprocess.Popen[bytes]
    leash: subprocess.Popen[bytes]
    words: tuple[str, ...]
    account: pwd.struct_passwd | None

    def stop(self) -> None:
        """End the server, wait for it and remove its files; harmless when it has ended already."""
        _end(self.process)
        self._let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    def crash(self) -> None:
        """End it at once, with nothing tidied up: SIGQUIT is that for PostgreSQL, and Redis saves nothing on it."""
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def start_again(self) -> "Server":
        """Start what has crashed, on the same port and with what it has on disk; raises ServiceError."""
        self._let_go()
        process, leash = _start(self.words, self.folder, self.account)
        return replace(self, process=process, leash=leash)

    def _let_go(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # the leash may have been ended together with us
            self.leash.communicate(b"done\n", timeout=STOP_LIMIT)


def start_redis() -> Server:
    """Start a Redis that keeps nothing on disk; raises ServiceError."""
    binary = redis_binary()
    folder = Path(tempfile.mkdtemp(prefix="hope-redis-"))
    port = free_port()
    words = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    words += ["--databases", str(REDIS_DATABASES)]
    return _serve(words, folder, f"redis://127.0.0.1:{port}/0", redis_version, source=binary)


def start_postgres(*, durable: bool = False) -> Server:
    """Start a PostgreSQL with one empty database, only for this run; raises ServiceError.

    A durable one waits for the disk at each commit, as a real service does.
    """
    account = account_of_postgres()  # PostgreSQL refuses to run as root
    source = postgres_folder()
    folder = Path(tempfile.mkdtemp(prefix="hope-postgres-"))
    hand_over(folder, account)
    programs = readable_copy(source, folder, account)
    password = secrets.token_hex(16)  # other users of this machine can reach the port too
    try:
        _initdb(programs, folder, password, account)
    except ServiceError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    port = free_port()
    server = _serve(
        [str(programs / "postgres"), "-D", str(folder / "data"), *_postgres_settings(port, durable=durable)],
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
    process, leash = _start(words, folder, account)
    server = Server(url, "", source, folder, process, leash, tuple(words), account)
    try:
        version = wait(lambda: ask_version(url), process)
    except BaseException as error:
        last_words = _last_line(folder / "log")
        server.stop()
        if isinstance(error, ServiceError):
            raise ServiceError(f"{error}{last_words}") from error
        raise
    return replace(server, version=version)


def _start(
    words: Sequence[str], folder: Path, account: pwd.struct_passwd | None
) -> tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]:
    """Start a server and its leash."""
    with (folder / "log").open("ab") as log:
        process = _spawn(words, folder, account, log)
    # Held from the first moment, so that a run killed while the server starts up leaves none running.
    leash = _spawn(["sh", "-c", LEASH, "leash", str(process.pid), str(folder)], Path("/"), None, subprocess.DEVNULL)
    return process, leash


def _spawn(
    words: Sequence[str], folder: Path, account: pwd.struct_passwd | None, output: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: Ctrl-C is for pytest, which then stops the servers."""
    return subprocess.Popen(
        words,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env=environment(),
        **run_as(account),
    )


def wait(ask: Callable[[], str], process: subprocess.Popen[bytes] | None = None) -> str:
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
    hand_over(secret, account)
    words = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", DATABASE, "--pwfile", str(secret)]
    words += ["--auth=scram-sha-256", "--encoding=UTF8", f"--locale={_utf8_locale()}", "--no-sync"]
    command(words, folder, account)


def _postgres_settings(port: int, *, durable: bool) -> list[str]:
    """Return options for a server whose data need not outlive the run, or of which each commit must reach the disk."""
    sync = "on" if durable else "off"
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": sync,
        "synchronous_commit": sync,
        "full_page_writes": sync,
        "max_connections": "200",
        "jit": "off",  # it takes longer to compile a statement than to run it on the few rows of a test
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "checkpoint_timeout": "1h",
        "max_wal_size": "4GB",
        "track_commit_timestamp": "on",  # which of two transactions came first: faults/ asks
    }
    if durable:  # as docs/operating.md asks of a service: PostgreSQL's own defaults are for a small, turning disk
        settings |= {
            "shared_buffers": "1GB",
            "effective_cache_size": "3GB",
            "work_mem": "32MB",
            "random_page_cost": "1.1",
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


def _last_line(log: Path) -> str:
    """Return the end of a log for the message of an error, with a leading comma; empty when there is none."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return f", its log ends with: {lines[-1].strip()}" if lines else ""
