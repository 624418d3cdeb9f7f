"""Programs that tests need and pip does not bring: running their installers, and saying so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

INSTALL_LIMIT = 900  # seconds for one download
PATIENCE = "DPkg::Lock::Timeout=120"  # seconds to wait for another apt-get on this machine


def install_debians(what: str, package: str) -> bool:
    """Install a package of Debian, and tell whether it worked; not when this is not Debian or we are not root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(what, f"installing Debian's package `{package}`")
    return install(what, ["apt-get", "-o", PATIENCE, "-qq", "update"]) and install(
        what, ["apt-get", "-o", PATIENCE, "-qq", "install", "-y", "--no-install-recommends", package]
    )


def install(what: str, words: list[str]) -> bool:
    """Run an installer and tell whether it worked; its complaint is shown, for the next way may work."""
    try:
        done = run(words, INSTALL_LIMIT, DEBIAN_FRONTEND="noninteractive")
    except (OSError, subprocess.TimeoutExpired) as error:
        say(what, f"that did not work: {error}")
        return False
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        say(what, f"that did not work: {lines[0].strip() if lines else f'code {done.returncode}'}")
    return done.returncode == 0


def run(words: list[str], limit: float, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command for at most `limit` seconds; raises OSError and subprocess.TimeoutExpired."""
    return subprocess.run(
        words,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        env={**os.environ, **variables},
    )


def say(what: str, text: str) -> None:
    """Tell whoever runs the tests what is being done, and for what."""
    print(f"{what}: {text}", file=sys.stderr, flush=True)  # noqa: T201 - this is a command's own output
