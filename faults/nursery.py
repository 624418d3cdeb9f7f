"""Where the processes of a run come from: one process that has loaded everything forks them in no time.

`python -m faults.nursery` reads one JSON line for each child that it is to fork (`role`, `name` and what the role
takes) and answers with the child's id. Each child leads a session of its own and writes to a log of its own. When
the input ends, whatever the reason, everything that was forked is killed.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def main() -> None:
    """Load the service, then fork on demand."""
    from faults import roles, wrapping  # noqa: PLC0415 - it takes a second, and the first line is waited for

    wrapping.install()
    for number in (signal.SIGINT, signal.SIGTERM):  # it ends with its input, and with it everything that it forked
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead here
    forked = []
    print("ready", flush=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        if (child := os.fork()) == 0:
            _live(wanted, roles.ROLES)
        forked.append(child)
        print(child, flush=True)
    for child in forked:
        _end(child)


def _live(wanted: dict[str, Any], roles: Mapping[str, Any]) -> None:
    """Be the child, and never come back."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    folder = Path(os.environ["FAULTS_FOLDER"])
    log = os.open(folder / f"{wanted.pop('name')}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, to in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, to)
    code = 1
    try:
        roles[wanted.pop("role")](**wanted)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - it is in the child's log, and the child ends here in any case
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end(child: int) -> None:
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
