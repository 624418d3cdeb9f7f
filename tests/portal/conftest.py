"""The clock of requests to a parent's own page."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.portal import own_page


@pytest.fixture
def clock(settings: Settings) -> Iterator[None]:
    """Requests come at own_page.NOW, until the test moves it."""
    settings.CLOCK = own_page.CLOCK
    own_page.set_clock(own_page.NOW)
    yield
    own_page.set_clock(own_page.NOW)
