"""Set pieces: faults that need several processes at the right places."""

import signal
import time
from collections.abc import Collection
from datetime import datetime, timedelta

from faults import children
from faults.families import Act
from faults.scene import SUBMITTING, UNKNOWN, Scene
from faults.world import LEASE

BEFORE = timedelta(minutes=40)  # the hour, when what is due has been planned and waits
CATCH = 15.0  # seconds for the senders that are meant to come by
BACK = timedelta(seconds=10)
DECIDE_AFTER = timedelta(minutes=16)


def two_planners(scene: Scene, at: datetime) -> None:
    """Two begin to plan the same hour; one stands still before its commit, and the other goes on."""
    scene.world.set_clock(at - BEFORE)
    stopped = [scene.chaos.order("stop", "plan begins", within=4) for _ in range(2)]
    if all(stopped):
        # The second comes as far only where nothing makes it wait for the first.
        for held in (stopped, ()):
            scene.chaos.order("stop", "plan before commit", within=2.5, held=held)
        scene.chaos.done["two planners at once"] += 1
    scene.world.nursery.wake()


def late_words(scene: Scene, acts: list[Act], at: datetime) -> list[int]:
    """Parents stop, and tell of a loss, when their messages wait and senders are about to take them.

    Returns the senders, who still stand there.
    """
    scene.world.set_clock(at + timedelta(seconds=1))
    stopped = [scene.chaos.order("stop", "claim nudges begins", within=3) for _ in range(4)]
    for act in acts:
        scene.act(act)
    return [pid for pid in stopped if pid]


def stale_sender(scene: Scene, held: Collection[int] = ()) -> None:
    """A sender stands still with its batch until everybody takes it for dead, and wakes while another sends it."""
    stale = scene.chaos.order("stop", "claim nudges ends", within=3, held=held)
    if not stale:
        return
    time.sleep(LEASE + 2)
    scene.ahead(DECIDE_AFTER)
    scene.wait(scene.nothing_in_hand, "the batch of a stale sender is unknown", 15)
    unknown = scene.numbers_of(UNKNOWN)
    # The others stand still until it is decided, or they would be done too soon.
    others = [scene.chaos.order("stop", "claim nudges begins", within=2) for _ in range(3)]
    scene.decide()
    scene.ahead(timedelta(minutes=2))
    _hold_senders(scene, [pid for pid in others if pid])
    scene.chaos.done["sender woke after its lease"] += bool(unknown & scene.numbers_of(SUBMITTING))
    end, held = time.monotonic() + CATCH, [stale]
    while time.monotonic() < end and scene.chaos.order("stop", "settle ends", within=4, held=held) != stale:
        held = []  # until it has written what it would
    children.send(stale, signal.SIGCONT)
    scene.ahead(timedelta(minutes=2))
    time.sleep(1.5)  # for what it may have given back to be sent again
    scene.world.nursery.wake()


def _hold_senders(scene: Scene, held: Collection[int]) -> None:
    """Let everybody who has sent something stand still before they say so, until nobody comes any more.

    Meanwhile the clock goes back again and again, so that no lease of theirs runs out. `held` go on first.
    """
    end = time.monotonic() + CATCH
    while time.monotonic() < end and scene.chaos.order("stop", "settle begins", within=3, held=held):
        scene.ahead(-BACK)
        held = ()
