"""The children of a run, as the run sees them: born, kept alive, killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

PATIENCE = 300.0  # seconds for an errand, or for the nursery to load
PAUSE = 0.02


@dataclass
class Child:
    """One process of the service, with the id that it has now."""

    name: str
    role: str
    what: Mapping[str, Any]
    pid: int

    @property
    def is_alive(self) -> bool:
        return Path(f"/proc/{self.pid}").exists()

    @property
    def own(self) -> list[int]:
        """The processes that it has forked."""
        try:
            return [int(x) for x in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        except OSError:
            return []


@dataclass
class Nursery:
    """Forks children of one copy of the service, in one environment."""

    folder: Path
    process: "subprocess.Popen[str]"
    born: list[Child] = field(default_factory=list)
    errands: "count[int]" = field(default_factory=lambda: count(1))

    @classmethod
    def open(cls, project: Path, folder: Path, environment: Mapping[str, str]) -> "Nursery":
        """Load a project; returns when it is ready. Raises RuntimeError with its last words when it cannot be."""
        own = {"FAULTS_FOLDER": str(folder), "FAULTS_ORDERS": str(folder / "orders"), "PYTHONPATH": str(project)}
        (folder / "orders").mkdir()
        with (folder / "nursery.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "faults.nursery"],
                cwd=project,
                env={**os.environ, **environment, **own},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        nursery = cls(folder, process)
        if nursery._line() != "ready":
            raise RuntimeError((folder / "nursery.log").read_text())
        return nursery

    def _line(self) -> str:
        assert self.process.stdout is not None  # noqa: S101 - narrows the type: it is a pipe
        return self.process.stdout.readline().strip()

    def fork(self, role: str, name: str, **what: Any) -> Child:
        """A new child. It is one of those that are kept alive."""
        child = Child(name, role, what, self._fork(role, name, what))
        self.born.append(child)
        return child

    def _fork(self, role: str, name: str, what: Mapping[str, Any]) -> int:
        assert self.process.stdin is not None  # noqa: S101 - narrows the type: it is a pipe
        self.process.stdin.write(json.dumps({"role": role, "name": name, **what}) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def keep_alive(self) -> int:
        """Start again whatever has died, as the container's restart policy does. Returns how many."""
        dead = [child for child in self.born if not child.is_alive]
        for child in dead:
            child.pid = self._fork(child.role, child.name, child.what)
        return len(dead)

    def errand(self, do: str, **what: Any) -> Any:
        """Let a child do something, and return what it answers. Raises RuntimeError when it does not."""
        answer = self.folder / f"answer-{next(self.errands)}"
        child = Child("errand", "errand", {}, self._fork("errand", "errand", {"do": do, "answer": str(answer), **what}))
        end = time.monotonic() + PATIENCE
        while not answer.exists():
            if not child.is_alive and not answer.exists():
                raise RuntimeError(f"{do} failed:\n{(self.folder / 'errand.log').read_text()[-3000:]}")
            if time.monotonic() > end:
                raise RuntimeError(f"{do} took too long")
            time.sleep(PAUSE)
        return json.loads(answer.read_text(encoding="utf-8"))

    def wake(self) -> None:
        """Let everything go on that was stopped."""
        for child in self.born:
            for pid in (child.pid, *child.own):
                send(pid, signal.SIGCONT)

    def close(self) -> None:
        """End the nursery, and with it every child."""
        self.process.communicate()
        for child in self.born:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue


def send(pid: int, number: signal.Signals) -> bool:
    """Send a signal; False when there is nobody any more."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
