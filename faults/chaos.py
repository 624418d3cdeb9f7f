"""What goes wrong in a run, by its seed."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis

from faults import children, points
from faults.forging import post_forged
from faults.world import LEASE, World

TAKEN_WITHIN = 1.5  # seconds for somebody to come by a point
PAUSE = 0.002  # the next order follows at once
AT_ONCE = 4  # points at which one of those who come by dies: at some nobody comes by for long
# A point is chosen by how much can go wrong at it.
BUSY = ("claim", "settle", "text", "e-mail", "send")
# The most texts that it happens to: with a refusal ("429") everybody rests, so a few are a storm.
MOST = {"429": 0.015} | dict.fromkeys(
    ("500", "503", "slow", "hang", "bad_json", "reset_before", "reset_after", "failed", "undelivered"), 0.15
)
CALLBACKS = ("normal", "off", "doubled", "shuffled", "late")
MAIL_FAULTS = ("451", "lost", "lost_after")


@dataclass
class Chaos:
    """Faults, one after the other, each chosen by the seed. `done` counts them by name."""

    world: World
    random: random.Random
    done: "Counter[str]" = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        return sum(number for name, number in self.done.items() if name.startswith("kill"))

    @property
    def orders(self) -> Path:
        return self.world.folder / "orders"

    def order(self, act: str, *points: str, within: float = TAKEN_WITHIN, held: Collection[int] = ()) -> int:
        """Let whoever comes to one of these points first die or stop there. Returns its process id; 0: nobody came.

        `held` are processes that stand still until the order is out, and then go on.
        """
        papers = {self.orders / f"{act} {at}": at for at in points}
        for paper in papers:
            paper.touch()
        for pid in held:
            children.send(pid, signal.SIGCONT)
        end = time.monotonic() + within
        while time.monotonic() < end and all(paper.exists() for paper in papers):
            time.sleep(PAUSE)
        return max([self._taken_back(act, at, paper) for paper, at in papers.items()])

    def _taken_back(self, act: str, at: str, paper: Path) -> int:
        """Take an order back; the process id of whoever was quicker, or 0."""
        try:
            paper.unlink()
        except FileNotFoundError:
            [taken] = self.orders.glob(f"done {act} {at} *")
            taken.unlink()
            self.done[f"{act} {at}"] += 1
            return int(taken.name.rpartition(" ")[2])
        return 0

    def strike(self) -> None:
        """One fault. What stops goes on, or is started again, before the next."""
        chosen: Callable[[], None] = self.random.choices(
            (self._kill_at_a_point, self._kill_somebody, self._stop_somebody, self._provider, self._broker, self._base),
            weights=(60, 22, 3, 10, 3, 2),
        )[0]
        chosen()
        self.world.nursery.keep_alive()

    def _kill_at_a_point(self) -> None:
        weights = [4 if any(word in name for word in BUSY) else 1 for name in points.NAMES]
        self.order("kill", *sorted({*self.random.choices(points.NAMES, weights, k=AT_ONCE)}))

    def _kill_somebody(self) -> None:
        """Any process of the service: a worker, one of its children, a beat, the web server, one of its own."""
        born = [child for child in self.world.nursery.born if child.role in ("worker", "web", "beat")]
        child = self.random.choice(born)
        own = child.own
        pid, whose = (self.random.choice(own), "child of ") if own and self.random.random() < 0.7 else (child.pid, "")
        if children.send(pid, signal.SIGKILL):
            self.done[f"kill {whose}{child.role}"] += 1

    def _stop_somebody(self) -> None:
        """A process stands still for longer than its lease."""
        if self.order("stop", self.random.choice(("claim nudges ends", "before a text's call", "settle begins"))):
            time.sleep(LEASE + 1)
            self.world.nursery.wake()

    def _provider(self) -> None:
        shares = {name: self.random.random() * MOST[name] for name in self.random.sample(sorted(MOST), 4)}
        callbacks = self.random.choice(CALLBACKS)
        modes: dict[str, Any] = {"callbacks": callbacks, "list": self.world.plan.list_mode, "hang_seconds": 6}
        self.world.faulty(rates=shares, seed=self.random.randrange(1 << 30), **modes)
        self.world.faulty_mail(**{name: self.random.random() * 0.1 for name in self.random.sample(MAIL_FAULTS, 2)})
        self.done[f"callbacks {callbacks}"] += 1
        self.done["provider goes wrong"] += 1

    def _broker(self) -> None:
        if self.random.random() < 0.5:
            self.flush()
        else:
            self.world.redis.crash()
            self.done["Redis killed"] += 1

    def flush(self) -> None:
        """Redis forgets everything."""
        with Redis.from_url(self.world.redis.server.url) as redis:
            redis.flushall()
        self.done["Redis flushed"] += 1

    def _base(self) -> None:
        self.world.crash_postgres()
        self.done["PostgreSQL stopped at once"] += 1

    def forge(self, tokens: Sequence[str]) -> Counter[int]:
        """Callbacks that are not the provider's. Returns the answers' codes."""
        codes = Counter(post_forged(self.world, self.random, token) for token in tokens)
        self.done["forged callback"] += len(tokens)
        return codes

    def heal(self) -> None:
        """Everything is right again; what died is started again, as it would be."""
        for paper in self.orders.glob("*"):
            paper.unlink(missing_ok=True)
        self.world.nursery.wake()
        self.world.nursery.keep_alive()
        self.calm()

    def calm(self) -> None:
        """The providers are right again."""
        self.world.faulty(list=self.world.plan.list_mode)
        self.world.faulty_mail()
