"""Somebody who signs up."""

import pytest
from pytest_django import Settings

from tests.portal.sign_up.parent import SATURDAY, Clock, Parent


@pytest.fixture
def parent(settings: Settings) -> Parent:
    """A parent at their browser, on a Saturday morning."""
    Clock.now = SATURDAY
    settings.CLOCK = "tests.portal.sign_up.parent.clock"
    return Parent()
