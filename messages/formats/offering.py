"""In which other ways a message can be taken in now: only what there is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from messages.formats import braille
from messages.formats.large_print import can_set
from messages.formats.models import Audio, EasyRead
from messages.formats.text import Whole

if TYPE_CHECKING:
    from messages.models import AnyWords


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What is offered beside words that may be read."""

    easy: EasyRead | None
    audio: Audio | None
    large_print: bool
    braille: bool

    def __bool__(self) -> bool:
        return bool(self.easy or self.audio or self.large_print or self.braille)


def ways_of(words: "AnyWords", text: Whole) -> Ways:
    """Those of these words, which the caller knows to be public; two queries. `text` is theirs."""
    return Ways(
        easy=EasyRead.objects.public(words, text),
        audio=Audio.objects.public(words, text),
        large_print=can_set(text.texts),
        braille=braille.can_write(text.texts, text.language),
    )
