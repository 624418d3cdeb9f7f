"""What a recording is, by what it holds."""

from io import BytesIO

import pytest
from pytest_django import Settings

from messages.formats.sound import faults, kind_of
from tests.messages.format_kit import MP3, NO_SOUNDS, SOUNDS


def test_kind_is_that_of_the_content() -> None:
    assert {name: kind_of(BytesIO(content)) for name, content in SOUNDS.items()} == {
        name: name.partition(" ")[0] for name in SOUNDS
    }
    assert {name: kind_of(BytesIO(content)) for name, content in NO_SOUNDS.items()} == dict.fromkeys(NO_SOUNDS)


@pytest.mark.parametrize(("size", "number"), [(3 * 1024 * 1024, 0), (3 * 1024 * 1024 + 1, 1)])
def test_size_has_a_limit(settings: Settings, size: int, number: int) -> None:
    settings.AUDIO_BYTES = 3 * 1024 * 1024
    assert len(list(faults(BytesIO(MP3), size))) == number
