"""Finds liblouis for the tests of braille: on the PATH, else Debian's package.

`python -m tests.liblouis` does so before the tests and says what it did. A machine without it fails those tests: it
never skips them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from messages.formats.braille import PROGRAM
from tests.installing import install_debians, run, say

WHAT = "braille"
HELP = (
    f"No `{PROGRAM}` on this machine and it could not be installed: install liblouis with its programs and tables "
    "(Debian: apt-get install liblouis-bin) so that it is on the PATH. The tests of braille fail without it."
)
VERSION_LIMIT = 60  # seconds


def main() -> int:
    """Find or install the program and print which; returns the exit code, which stops no other test."""
    found = shutil.which(PROGRAM) or (install_debians(WHAT, "liblouis-bin") and shutil.which(PROGRAM))
    if not found:
        say(WHAT, HELP)
        return 0
    said = run([str(Path(found)), "--version"], VERSION_LIMIT).stdout.partition("\n")[0]
    say(WHAT, f"{said} at {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
