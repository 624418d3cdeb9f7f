"""Named points in a running service at which it can be killed or stopped: around every commit and every call.

The service knows nothing of them: faults.wrapping puts them around its steps, in the processes of a run only. At each
point a process looks for an order with the point's name; whoever moves the order's file away first carries it out.
"""

import os
import signal
from pathlib import Path

# Each step of the service with where its caller finds it.
STEPS = {
    "publish": ("scheduler.rounds", "publish_due"),
    "leftovers": ("scheduler.rounds", "answer_leftovers"),
    "plan": ("scheduler.rounds", "plan"),
    "sweep": ("scheduler.rounds", "sweep"),
    "claim": ("delivery.dispatcher", "claim"),
    "send": ("delivery.dispatcher", "send"),
    "settle": ("delivery.dispatcher", "settle"),
    "reconcile": ("delivery.reconcile", "look_up"),
    "callbacks": ("delivery.grouping", "raise_statuses"),
    "callback": ("delivery.callbacks", "raise_statuses"),
    "answer": ("portal.conversation", "_answer_first"),
}
MOMENTS = ("begins", "before commit", "after commit", "ends")
CALLS = ("before a text's call", "after a text's call", "before an e-mail's text", "before its answer", "asking")
# A claim is one of a lane.
LANES = {"claim": ("claim replies", "claim nudges", "claim campaigns")}
NAMES = (
    *(f"{name} {moment}" for step in STEPS for name in LANES.get(step, (step,)) for moment in MOMENTS),
    *CALLS,
)
SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


def point(name: str) -> None:
    """Carry out an order for this point, if there is one."""
    orders = Path(os.environ["FAULTS_ORDERS"])
    for act, number in SIGNALS.items():
        try:
            (orders / f"{act} {name}").rename(orders / f"done {act} {name} {os.getpid()}")
        except FileNotFoundError:
            continue
        os.kill(os.getpid(), number)
