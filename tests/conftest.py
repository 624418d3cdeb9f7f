"""What tests share: a channel that remembers, and a browser."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections
from django.utils import translation
from hypothesis import settings as examples
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

from cms import banner
from delivery.channels.memory import MemoryChannel
from tests import factories, restoring
from tests.browser import LAUNCH_ARGS, chromium

# A busy machine is no fault of what is tested: examples are not timed, and a page may take its time to come.
examples.register_profile("untimed", deadline=None)
examples.load_profile("untimed")
expect.set_options(timeout=30_000)  # ms


@pytest.fixture
def memory() -> MemoryChannel:
    """A channel that keeps what it was given."""
    return MemoryChannel()


@pytest.fixture
def channels(memory: MemoryChannel) -> dict[str, MemoryChannel]:
    """Both channels, remembering in one place."""
    return {"sms": memory, "email": memory}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit come last: on SQLite they leave an empty database, which only the next of their kind fills.

    The browser's plugin would have some of them come earlier. On several cores each worker takes tests in this order;
    the proofs, of which one takes minutes, begin before the others so that no worker waits for them at the end.
    """
    items.sort(key=lambda item: (_commits(item), not item.nodeid.startswith("tests/proof/")))


def pytest_collection_finish() -> None:
    """What is there now stays to the end: thousands of tests, and all that they import. It is not looked at again."""
    gc.collect()
    gc.freeze()


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _same_numbers() -> None:
    factories.begin()


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A request leaves its language behind in the thread of the test that made it."""
    translation.activate(settings.LANGUAGE_CODE)


_answering = threading.Condition()
_asked: set[int] = set()  # threads of the live server that are answering a browser


def _begins(**_: Any) -> None:
    if "process_request_thread" in threading.current_thread().name:
        with _answering:
            _asked.add(threading.get_ident())


def _ends(**_: Any) -> None:
    with _answering:
        _asked.discard(threading.get_ident())
        _answering.notify_all()


request_started.connect(_begins)
request_finished.connect(_ends)


@pytest.fixture(autouse=True)
def _nothing_is_being_answered_at_the_end() -> Iterator[None]:
    """A page that saves by itself may have asked something last: the answer would stand in the way of emptying."""
    yield
    with _answering:
        _answering.wait_for(lambda: not _asked, timeout=20)
        _asked.clear()


@pytest.fixture(autouse=True)
def _no_banner_of_another_test() -> None:
    """What runs is kept from one page to the next."""
    banner.forget()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": str(chromium()), "args": list(LAUNCH_ARGS)}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:  # noqa: ARG001 - pytest-django's own
    """Keep what migrations wrote, for PostgreSQL to put back; else for Django, where every connection finds it.

    Once the browser's event loop runs, Django makes connections of their own for it, and those would know nothing of
    what `serialized_rollback` has to put back: the pages of Wagtail would be gone after the first such test.
    """
    with django_db_blocker.unblock():
        if restoring.keep():
            return
    ours = connections["default"]
    if contents := getattr(ours, "_test_serialized_contents", None):
        setattr(type(ours), "_test_serialized_contents", contents)  # noqa: B010 - Django's own name, which no type knows
