"""A clock that a test sets for other processes: the file CLOCK_FILE says how many seconds it is ahead."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


def now() -> datetime:
    """The present instant on the test's clock."""
    ahead = float(Path(os.environ["CLOCK_FILE"]).read_text(encoding="utf-8"))
    return datetime.now(UTC) + timedelta(seconds=ahead)


def set_clock(file: Path, to: datetime) -> None:
    """Let the clock show this instant now; readers see the old time or the new, never half a file."""
    new = file.with_suffix(".new")
    new.write_text(str((to - datetime.now(UTC)).total_seconds()), encoding="utf-8")
    new.replace(file)
