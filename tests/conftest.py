"""What tests share: a channel that remembers, and a browser."""

from typing import Any

import pytest

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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": str(chromium()), "args": list(LAUNCH_ARGS)}
