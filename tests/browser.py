"""Finds a Chromium for the browser tests: on the PATH, else Playwright's own, else Debian's package.

`python -m tests.browser` does so before the tests and says what it did; tests/conftest.py then asks
chromium() for the path. A machine without a browser fails the browser tests: it never skips them.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

from tests.installing import install, install_debians, run, say

NAMES = ("chromium", "chromium-browser", "google-chrome")
VERSION_LIMIT = 60  # seconds for `chromium --version`

# For root and for a machine without a network: without the latter flags every start calls Google's hosts.
LAUNCH_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Asked in a process of its own: Playwright's synchronous API cannot be entered twice in one process.
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright:\n"
    "    print(playwright.chromium.executable_path)\n"
)


class BrowserError(RuntimeError):
    """No Chromium could be found or installed; the message says what to do."""


@functools.cache
def chromium() -> Path:
    """Return a Chromium that runs, installing one if need be; raises BrowserError."""
    browser = (
        _on_path() or _playwrights() or _install_playwrights() or _install_debians()  # in the order of cost
    )
    if browser is None:
        raise BrowserError(
            "No Chromium runs on this machine and none could be installed: install Chromium or Google Chrome "
            "so that it is on the PATH, or run `.venv/bin/playwright install --with-deps chromium`."
        )
    return browser


def launch_options() -> dict[str, object]:
    """Return the keyword arguments for Playwright's `launch`; raises BrowserError."""
    return {"executable_path": str(chromium()), "args": list(LAUNCH_ARGS)}


def version(browser: Path) -> str | None:
    """Return what `browser --version` says, None when it does not run (a library is missing, say)."""
    try:
        done = run([str(browser), "--version"], VERSION_LIMIT)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _on_path() -> Path | None:
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path and version(Path(path))), None)


def _playwrights() -> Path | None:
    """Return the browser that Playwright keeps in its cache, None when it has none that runs."""
    done = run([sys.executable, "-c", ASK_PLAYWRIGHT], VERSION_LIMIT)
    browser = Path(done.stdout.strip() or "no-browser")
    return browser if browser.is_file() and version(browser) else None


def _install_playwrights() -> Path | None:
    say("browser", "no Chromium on the PATH; running `playwright install chromium`")
    install("browser", [sys.executable, "-m", "playwright", "install", "chromium"])
    return _playwrights()


def _install_debians() -> Path | None:
    """Install Debian's package, None when this is not Debian, we are not root, or it did not work."""
    return _on_path() if install_debians("browser", "chromium") else None


def main() -> int:
    """Find or install the browser and print which; returns the exit code."""
    try:
        browser = chromium()
    except BrowserError as error:
        say("browser", str(error))
        return 1
    say("browser", f"{version(browser)} at {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
