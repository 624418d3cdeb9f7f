"""Puts the points of faults.points around the steps of the service, by their names, in this process and its forks."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from importlib import import_module
from typing import Any

import aiohttp
import requests
from django.db.backends.base.base import BaseDatabaseWrapper

from delivery.channels import smtp_wire
from faults.points import LANES, STEPS, point

_step: ContextVar[str] = ContextVar("step", default="")


def install() -> None:
    """Around every step, commit and call."""
    for step, (module, name) in STEPS.items():
        home = import_module(module)
        setattr(home, name, _with_points(step, getattr(home, name)))
    _around_commits()
    _around_calls()


def _with_points(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def watched(*args: Any, **kwargs: Any) -> Any:
        name = f"{step} {args[0]}" if step in LANES else step
        token = _step.set(name)
        point(f"{name} begins")
        try:
            result = work(*args, **kwargs)
            if result != []:  # a claim of nothing is no place for a fault
                point(f"{name} ends")
            return result
        finally:
            _step.reset(token)

    return watched


def _around_commits() -> None:
    wrapper: Any = BaseDatabaseWrapper
    commit = wrapper._commit

    def watched(self: BaseDatabaseWrapper) -> Any:
        step = _step.get()
        if step:
            point(f"{step} before commit")
        done = commit(self)
        if step:
            point(f"{step} after commit")
        return done

    wrapper._commit = watched


def _around_calls() -> None:
    post, ask = aiohttp.ClientSession._request, requests.Session.send
    offer, hear = smtp_wire._Conversation._offer, smtp_wire._Conversation._hear_of_text

    async def watched_post(*args: Any, **kwargs: Any) -> Any:
        point("before a text's call")
        answer = await post(*args, **kwargs)
        point("after a text's call")
        return answer

    def watched_ask(*args: Any, **kwargs: Any) -> Any:
        point("asking")
        return ask(*args, **kwargs)

    def watched_offer(*args: Any, **kwargs: Any) -> Any:
        point("before an e-mail's text")
        return offer(*args, **kwargs)

    def watched_hear(*args: Any, **kwargs: Any) -> Any:
        point("before its answer")
        return hear(*args, **kwargs)

    homes: tuple[tuple[Any, str, Any], ...] = (
        (aiohttp.ClientSession, "_request", watched_post),
        (requests.Session, "send", watched_ask),
        (smtp_wire._Conversation, "_offer", watched_offer),
        (smtp_wire._Conversation, "_hear_of_text", watched_hear),
    )
    for home, name, watched in homes:
        setattr(home, name, watched)
