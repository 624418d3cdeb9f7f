"""A clock that a test sets for other processes: the file CLOCK_FILE says how many seconds it is ahead."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.proof.whole import write_whole


def now() -> datetime:
    """The present instant on the test's clock."""
    return shown_by(Path(os.environ["CLOCK_FILE"]))


def shown_by(file: Path) -> datetime:
    """The present instant by this file's clock. Aware, UTC."""
    return datetime.now(UTC) + timedelta(seconds=float(file.read_text(encoding="utf-8")))


def set_clock(file: Path, to: datetime) -> None:
    """Let the clock show this instant now."""
    write_whole(file, str((to - datetime.now(UTC)).total_seconds()))
