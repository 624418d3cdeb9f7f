"""Background threads that move accepted messages on and post their status callbacks."""

from __future__ import annotations

import heapq
import http.client
import itertools
import logging
import threading
import time
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from delivery.emulator.webhooks import post_form, status_params

if TYPE_CHECKING:
    from delivery.emulator.lifecycle import Step
    from delivery.emulator.model import Message
    from delivery.emulator.store import MessageStore

logger = logging.getLogger(__name__)

MAX_JOBS = 20_000
MAX_WORKERS = 8


@dataclass(frozen=True, kw_only=True, order=True)
class _Job:
    """The steps that a message still has before it; ``due`` is a time of time.monotonic()."""

    due: float
    number: int
    sid: str = field(compare=False)
    error_code: int | None = field(compare=False)
    steps: tuple[Step, ...] = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class CallbackPolicy:
    """How callbacks are posted; durations in seconds.

    Twilio's own default is one retry after a failed connection (connection overrides, ``rc=1``); two here
    spare the tests a race with an application that is only just starting.  Error statuses are not retried.
    """

    attempts: int = 3
    retry_seconds: float = 0.1
    timeout_seconds: float = 5.0


class Dispatcher:
    """A few worker threads over a queue of at most ``MAX_JOBS`` messages.

    The steps of one message follow each other; different messages overtake one another freely.
    """

    def __init__(self, *, store: MessageStore, auth_token: str, sender: str, policy: CallbackPolicy) -> None:
        self._store = store
        self._auth_token = auth_token
        self._sender = sender
        self._policy = policy
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._numbers = itertools.count()
        self._queue: list[_Job] = []
        self._unfinished = 0
        self._threads = [
            threading.Thread(target=self._work, name=f"emulator-callbacks-{number}", daemon=True)
            for number in range(MAX_WORKERS)
        ]

    def start(self) -> None:
        """Start the worker threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """Drop what is still queued and wait for the threads; a request under way is finished first."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_seconds)

    def submit(self, sid: str, steps: tuple[Step, ...], error_code: int | None) -> None:
        """Queue the life of the message ``sid``; when the queue is full it is dropped with a warning."""
        with self._changed:
            if self._unfinished >= MAX_JOBS:
                logger.warning("callback queue is full; %s gets no callbacks", sid)
                return
            self._unfinished += 1
            job = _Job(due=0.0, number=next(self._numbers), sid=sid, error_code=error_code, steps=steps)
            self._push(job)

    def wait_idle(self, timeout_seconds: float) -> bool:
        """Wait until every message has taken its last step; says whether that came true in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._unfinished == 0, timeout_seconds)

    def _push(self, job: _Job) -> None:
        """Queue ``job`` for its next step; the caller holds the lock."""
        heapq.heappush(self._queue, replace(job, due=time.monotonic() + job.steps[0].wait_seconds))
        self._changed.notify_all()

    def _next_job(self) -> _Job | None:
        """Return the next job that is due, waiting for it; None when the emulator stops."""
        with self._changed:
            while not self._stopping.is_set():
                wait = self._queue[0].due - time.monotonic() if self._queue else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._queue)
                self._changed.wait(wait)
        return None

    def _work(self) -> None:
        """Take steps until the emulator stops."""
        while (job := self._next_job()) is not None:
            try:
                self._take(job, job.steps[0])
            except Exception:
                # One odd callback URL must not end the thread for all other messages.
                logger.exception("callback of %s went wrong", job.sid)
            rest = replace(job, steps=job.steps[1:])
            with self._changed:
                if rest.steps:
                    self._push(rest)
                else:
                    self._unfinished -= 1
                    self._changed.notify_all()

    def _take(self, job: _Job, step: Step) -> None:
        """Move the message on and report it."""
        message = self._store.get(job.sid)
        if step.status is not None:
            message = self._store.advance(job.sid, step.status, error_code=job.error_code, sender=self._sender)
        if message is not None and message.status_callback is not None:
            for status in step.posts:
                self._post(message, message.status_callback, status)

    def _post(self, message: Message, url: str, status: str) -> None:
        """Post one callback, again after a failed connection, at most ``attempts`` times."""
        params = status_params(message, status)
        token = str(uuid.uuid4())
        for attempt in range(1, self._policy.attempts + 1):
            try:
                answer = post_form(
                    url,
                    params,
                    auth_token=self._auth_token,
                    token=token,
                    timeout_seconds=self._policy.timeout_seconds,
                )
            except (OSError, http.client.HTTPException) as error:
                logger.info("callback %s of %s, attempt %d: %s", status, message.sid, attempt, error)
                if self._stopping.wait(self._policy.retry_seconds * attempt):
                    return
            else:
                logger.debug("callback %s of %s: %d", status, message.sid, answer.status)
                return
        logger.warning("callback %s of %s was not delivered", status, message.sid)
