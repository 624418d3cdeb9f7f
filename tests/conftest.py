"""What tests share: a channel that remembers, and a browser."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from cms import banner
from delivery.channels.memory import MemoryChannel
from tests.browser import LAUNCH_ARGS, chromium


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
    """Tests that commit come last: they leave an empty database, which only the next of their kind fills again.

    The browser's plugin would have some of them come earlier. On several cores each worker takes tests in this order;
    the proofs, of which one takes minutes, begin before the others so that no worker waits for them at the end.
    """
    items.sort(key=lambda item: (_commits(item), not item.nodeid.startswith("tests/proof/")))


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A request leaves its language behind in the thread of the test that made it."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _no_banner_of_another_test() -> None:
    """What runs is kept from one page to the next."""
    banner.forget()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": str(chromium()), "args": list(LAUNCH_ARGS)}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:  # noqa: ARG001 - pytest-django's own, which comes first
    """Keep what migrations wrote where every connection finds it.

    Once the browser's event loop runs, Django makes connections of their own for it, and those would know nothing of
    what `serialized_rollback` has to put back: the pages of Wagtail would be gone after the first such test.
    """
    ours = connections["default"]
    if contents := getattr(ours, "_test_serialized_contents", None):
        setattr(type(ours), "_test_serialized_contents", contents)  # noqa: B010 - Django's own name, which no type knows
