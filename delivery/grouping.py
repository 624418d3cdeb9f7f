"""Reports that come at the same time are stored together, in one commit; whoever brought one waits for that commit.

A commit costs nearly the same for one report as for thirty.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from delivery.reports import Report, raise_statuses

GATHER = 0.003  # seconds that the first of a group waits for others; nobody notices them
PATIENCE = 20  # seconds to wait for a commit

logger = logging.getLogger(__name__)


@dataclass
class Group:
    """Reports that share a commit, and which nudges it has looked at."""

    reports: list[Report] = field(default_factory=list)
    stored: threading.Event = field(default_factory=threading.Event)
    looked_at: Mapping[int, bool] = field(default_factory=dict)


def raise_together(reports: Sequence[Report]) -> Mapping[int, bool]:
    """Raise what nobody else holds locked: a group waits for no single nudge."""
    return raise_statuses(reports, wait=False)


class Grouping:
    """Stores reports of many threads in one thread, over one database connection, which stays open."""

    def __init__(self, store: Callable[[Sequence[Report]], Mapping[int, bool]] = raise_together) -> None:
        self._store = store
        self._group = Group()  # of those that wait
        self._closing = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def take(self, report: Report) -> bool:
        """Whether the report has been committed, in a group. When it has not, it is to be stored by itself.

        It has not when its nudge is gone or locked by somebody else, nor when the commit of its group failed: one bad
        report spoils no other. Raises TimeoutError when PATIENCE was not enough.
        """
        with self._changed:
            group = self._group
            group.reports.append(report)
            if len(group.reports) == 1:
                self._wake()
        if not group.stored.wait(PATIENCE):
            raise TimeoutError
        return report.nudge_id in group.looked_at

    def close(self) -> None:
        """Store what waits, then end the thread and its connection."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread:
            self._thread.join()

    def _wake(self) -> None:
        if self._thread is None or not self._thread.is_alive():  # at the first report: a server forks before it
            self._closing = False
            self._thread = threading.Thread(target=self._run, name="reports", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _run(self) -> None:
        while (group := self._next()).reports:
            self._store_group(group)
        connection.close()

    def _next(self) -> Group:
        with self._changed:
            self._changed.wait_for(lambda: self._group.reports or self._closing)
        time.sleep(GATHER)
        with self._changed:
            group, self._group = self._group, Group()
        return group

    def _store_group(self, group: Group) -> None:
        try:
            group.looked_at = self._store(group.reports)
        except Exception as error:  # noqa: BLE001 - each is stored by itself next, and fails with what is wrong with it
            logger.warning("%d reports are stored one by one: %s", len(group.reports), type(error).__name__)
            connection.close()  # it may be the connection: the next group opens another
        finally:
            group.stored.set()
