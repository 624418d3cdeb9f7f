"""How large the processes of a run are."""

import re
from pathlib import Path

from faults.children import Nursery

SERVICE = ("worker", "web", "beat")


def sizes(nursery: Nursery) -> dict[str, float]:
    """The largest of each role: megabytes of its own, and open files."""
    found: dict[str, float] = {}
    for child in nursery.born:
        if child.role in SERVICE:
            for pid in (child.pid, *child.own):
                for name, size in ((f"{child.role} files", _files(pid)), (f"{child.role} MB", _memory(pid))):
                    found[name] = max(found.get(name, 0), size)
    return found


def _files(pid: int) -> float:
    try:
        return float(len(list(Path(f"/proc/{pid}/fd").iterdir())))
    except OSError:
        return 0.0


def _memory(pid: int) -> float:
    """Resident megabytes that it shares with no file."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"RssAnon:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
