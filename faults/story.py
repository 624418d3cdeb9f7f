"""What happens in a run, hour by hour: everything waits for its hour, then all goes wrong, then all is right again."""

import time
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from faults.families import DAY, Act
from faults.forging import NO_ANSWER, post_callback
from faults.pieces import DECIDE_AFTER, late_words, stale_sender, two_planners
from faults.scene import PAUSE, RECOVERY, Scene, Seen
from tests.proof.oracle import SLOTS, local

PATIENCE = 150.0  # for an hour to end, or it is reported as one that did not
SHORT = 15.0  # in place of both for a copy that is to be caught: it may have no end
STEP = timedelta(seconds=30)  # by which the clock goes ahead while retries are waited for
WORDS = {30: "sent", 40: "failed", 50: "undelivered", 60: "delivered"}  # the provider's word for a status
OPEN = "SELECT count(*) FROM delivery_nudge WHERE status IN (0, 10, 20) AND due_at <= %s"
NEXT = """
SELECT min(CASE WHEN status = 20 THEN submitted_at + %s ELSE due_at END)
FROM delivery_nudge WHERE status IN (0, 10, 20) AND due_at <= %s
"""


class Story(Scene):
    """One run."""

    def tell(self) -> Seen:
        """Live through all hours."""
        begun = time.monotonic()
        hours = list(self.hours())
        self.wait(lambda: self.world.ask("SELECT count(*) FROM scheduler_heartbeat")[0][0] > 0, "the first round")
        for number, (day, slot) in enumerate(hours, start=1):
            self.hour(day, slot, kills=self.world.plan.kills * number // len(hours))
            self.say(
                f"{day} {slot}: {self.chaos.kills} kills, {len(self.world.texts) + len(self.world.mails)} accepted"
            )
        self.replay()
        self.seen.seconds = time.monotonic() - begun
        return self.seen

    def hours(self) -> Iterator[tuple[date, str]]:
        for leg in range(self.world.plan.legs):
            for day in self.world.plan.days:
                for slot in self.world.plan.slots:
                    yield day + leg * 22 * 7 * DAY, slot

    def hour(self, day: date, slot: str, kills: int) -> None:
        at = local(day, SLOTS[slot])
        two_planners(self, at)
        self.wait(lambda: self.backlog(at) > 0, f"something is planned for {at}", 20)
        mine = [act for act in self.acts if (act.day, act.slot) == (day, slot)]
        late, others = mine[: len(mine) // 2], mine[len(mine) // 2 :]
        held = late_words(self, late, at)
        self.reword()
        self.strike(kills, others, held)
        for act in others:
            self.act(act)
        self.forge()
        self.recover(at)

    def strike(self, kills: int, acts: list[Act], held: Collection[int]) -> None:
        """Fault after fault until there were so many kills; meanwhile parents act, and a sender is left behind."""
        end = time.monotonic() + PATIENCE
        is_left_behind = self.little_is_left()
        if is_left_behind:
            stale_sender(self, held)
        self.world.nursery.wake()
        while self.chaos.kills < kills and time.monotonic() < end:
            if not is_left_behind and self.little_is_left():
                is_left_behind = True
                stale_sender(self)
            if acts and self.random.random() < 0.3:
                self.act(acts.pop())
            self.chaos.strike()
            time.sleep(PAUSE)
            if self.random.random() < 0.05:
                self.forge()
                self.look_for_leaks()
        self.chaos.calm()
        if not is_left_behind and self.wait(self.little_is_left, "little is left"):
            stale_sender(self)

    def recover(self, at: datetime) -> None:
        """All is right again: the backlog goes by itself, then what was put off or unknown has its end too."""
        self.chaos.heal()
        begun = time.monotonic()
        now = self.world.now
        patience = (SHORT, SHORT) if self.world.plan.mutant else (RECOVERY, PATIENCE)
        gone = self.wait(lambda: not self.backlog(now), "the backlog goes", patience[0])
        self.seen.drained.append(time.monotonic() - begun if gone else None)
        horizon = at + timedelta(hours=2)
        end = time.monotonic() + patience[1]
        while self.world.ask(OPEN, horizon)[0][0] and time.monotonic() < end:
            if self.world.now < horizon:
                self.ahead(self.until_next(horizon))
            time.sleep(PAUSE)
            if self.world.ask("SELECT count(*) FROM delivery_nudge WHERE status = 20")[0][0]:
                self.decide()
        if left := self.world.ask(OPEN, horizon)[0][0]:
            self.seen.unended.append(f"{at}: {left} have no end")
        self.look_for_leaks()
        self.measure()

    def until_next(self, horizon: datetime) -> timedelta:
        """How long until something is due again, or people may decide; a step when something is to be done now."""
        (at,) = self.world.ask(NEXT, DECIDE_AFTER, horizon)[0]
        return max(STEP, at - self.world.now) if at else STEP

    def replay(self) -> None:
        """What each callback said last comes twice more, and "sent" besides, in any order."""
        self.wait(self.is_still, "the last callbacks", 20)
        said = dict(self.world.ask("SELECT provider_id, status FROM delivery_nudge WHERE provider_id <> ''"))
        known = [one for one in self.world.texts if said.get(one.sid) in WORDS]
        some = self.random.sample(known, min(len(known), 500))
        posts = [(one, word) for one in some for word in ("sent", WORDS[said[one.sid]]) for _ in range(2)]
        self.random.shuffle(posts)
        before = self.changes()
        for one, word in posts:
            self.seen.replayed += post_callback(one, word) != NO_ANSWER
        self.seen.changed_by_replay = self.changes() != before

    def changes(self) -> int:
        return int(self.world.ask("SELECT coalesce(max(id), 0) FROM faults_log")[0][0])

    def is_still(self) -> bool:
        before = self.changes()
        time.sleep(1.5)  # longer than a late callback takes
        return self.changes() == before
