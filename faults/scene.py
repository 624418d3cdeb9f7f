"""A run on its stage: what it sees, what parents and staff do in it, and how it waits."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import psycopg
from redis import Redis

from faults import families
from faults.chaos import Chaos
from faults.families import Act, Family
from faults.sizes import sizes
from faults.world import World

PAUSE = 0.1
RECOVERY = 60.0  # seconds in which a backlog has to be gone
LITTLE = 150  # nudges: so few that what is given back comes up again soon
CANARY = re.compile(rb"7700900\d{3}|7700 900|parent\d+@hope|LOSS")
QUEUED, SUBMITTING, UNKNOWN = 0, 10, 20
BACKLOG = "SELECT count(*) FROM delivery_nudge WHERE status = 0 AND due_at <= %s AND expires_at > %s"


@dataclass
class Seen:
    """What the run saw while it went on, for the invariants."""

    drained: list[float | None] = field(
        default_factory=list
    )  # seconds from recovery until no backlog; None: not in time
    forged: "Counter[int]" = field(default_factory=Counter)  # answers to forged callbacks
    replayed: int = 0
    changed_by_replay: bool = False
    leaks: list[str] = field(default_factory=list)
    looked_for_leaks: int = 0
    size: list[dict[str, float]] = field(default_factory=list)  # memory, descriptors, connections after each hour
    acted: list[Act] = field(default_factory=list)
    reworded: dict[int, tuple[str, str]] = field(default_factory=dict)  # message: its words before and after
    unended: list[str] = field(default_factory=list)
    settled_by: "Counter[str]" = field(default_factory=Counter)  # who said what became of what was unknown
    seconds: float = 0.0


@dataclass
class Scene:
    """A world with its families, what they do, and what goes wrong."""

    world: World
    made: list[Family]
    acts: list[Act]
    say: Callable[[str], None]
    seen: Seen = field(default_factory=Seen)
    sids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.random = random.Random(f"story {self.world.plan.seed}")  # noqa: S311 - repeatable on purpose
        self.chaos = Chaos(self.world, self.random)

    # --- what parents, staff and strangers do ---------------------------------------------------------------------

    def act(self, act: Act) -> None:
        """A parent texts; the provider tries until we have taken it."""
        sid = f"SM{next(self.sids):032x}"
        number = families.number(act.line)
        self.wait(lambda: self.world.text_from(number, act.text, sid), "a text is taken", 60)
        self.seen.acted.append(act)

    def reword(self) -> None:
        """Somebody changes the words of a message that is being sent."""
        name, pk = self.random.choice(sorted(self.world.ids.items()))
        if pk in self.seen.reworded:
            return
        kind, week, track = name.split()
        before = families.words(kind, int(week), track, "sms", "en")
        after = f"{before} Anew."
        self.seen.reworded[pk] = (before, after)
        self.wait(lambda: self.errand_done("reword", message=pk, text=after), "words are changed", 30)

    def errand_done(self, do: str, **what: object) -> bool:
        try:
            self.world.nursery.errand(do, **what)
        except RuntimeError:
            return False
        return True

    def decide(self) -> None:
        """Staff look what is unknown up at the providers, and say what became of it."""
        try:
            unknown: dict[str, int] = self.world.nursery.errand("tokens")
            accepted = {x.token for x in (*self.world.texts, *self.world.mails)}
            sent = [pk for token, pk in unknown.items() if token in accepted]
            not_sent = [pk for token, pk in unknown.items() if token not in accepted]
            self.world.nursery.errand("decide", sent=sent, not_sent=not_sent)
        except RuntimeError:
            return  # the database was away: they try again

    def forge(self) -> None:
        tokens = [one.token for one in self.world.texts[-5:]]
        self.seen.forged += self.chaos.forge([*tokens, "1:guess"])

    # --- what can be seen -------------------------------------------------------------------------------------------

    def look_for_leaks(self) -> None:
        """Numbers, mailboxes and words of loss are in no log, no address and no key of the broker."""
        self.seen.looked_for_leaks += 1
        for log in self.world.folder.glob("*.log"):
            if found := CANARY.search(log.read_bytes()):
                self.seen.leaks.append(f"{log.name}: {found[0].decode()}")
        try:
            with Redis.from_url(self.world.redis.server.url) as redis:
                kept = b" ".join(redis.dump(key) or b"" for key in redis.scan_iter())
        except OSError:
            return
        if found := CANARY.search(kept):
            self.seen.leaks.append(f"the broker: {found[0].decode()}")

    def measure(self) -> None:
        """Memory of each kind of process, open files, connections to the database."""
        self.seen.size.append({"connections": self.world.connections, **sizes(self.world.nursery)})

    def backlog(self, at: datetime) -> int:
        """How many wait that are due at an instant."""
        return int(self.world.ask(BACKLOG, at, at)[0][0])

    def little_is_left(self) -> bool:
        """Whether what waits is so little that what is given back comes up again soon."""
        try:
            return self.backlog(self.world.now) <= LITTLE
        except psycopg.OperationalError:
            return False

    def nothing_in_hand(self) -> bool:
        return not self.numbers_of(SUBMITTING)

    def numbers_of(self, status: int) -> set[int]:
        """The nudges of a status."""
        return {pk for (pk,) in self.world.ask("SELECT id FROM delivery_nudge WHERE status = %s", status)}

    # --- time ----------------------------------------------------------------------------------------------------

    def ahead(self, by: timedelta) -> None:
        self.world.set_clock(self.world.now + by)

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = RECOVERY) -> bool:
        """Wait until it holds; what dies meanwhile is started again. False when it does not hold in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.world.nursery.keep_alive()
            try:
                if holds():
                    return True
            except psycopg.OperationalError:
                self.chaos.done["the base was away"] += 1
            time.sleep(PAUSE)
        self.say(f"  not in {seconds:.0f} s: {what}")
        return False
