"""What a web server knows before it answers anybody."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import URLResolver, clear_url_caches, reverse
from django.utils import translation

from config.warming import warm_up


@pytest.fixture(scope="module", autouse=True)
def new_process() -> None:
    """One that has read no addresses yet, and then has warmed up."""
    clear_url_caches()
    warm_up()


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_nobody_waits_for_the_addresses_of_their_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def populate(*_: Any) -> None:
        raise AssertionError("the addresses are read again")

    monkeypatch.setattr(URLResolver, "_populate", populate)
    with translation.override(language):
        assert reverse("preferences-ask")
