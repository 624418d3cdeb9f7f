"""The whole library on its way to the checks: what is published, and the latest drafts."""

import copy
from collections.abc import Iterator
from typing import Any

from languages.table import DEFAULT
from messages.models import AnyWords, Message, Translation
from messages.words import LETTERS, PLAIN

DRAFTED = {Message: (*PLAIN, *LETTERS, "kind", "number", "track", "theme", "source"), Translation: (*PLAIN, *LETTERS)}


def everything(language: str = "") -> Iterator[tuple[AnyWords, bool]]:
    """Every message and translation (of one language, if it is named), and whether it is a draft; two queries at most.

    Of a message that is live and being rewritten, the row and then its draft.
    """
    if language in ("", DEFAULT):
        for message in Message.objects.of_stages().select_related("latest_revision"):
            yield from _versions(message)
    if language != DEFAULT:
        found = (
            Translation.objects.of_stages().select_related("latest_revision", "message").order_by("message", "language")
        )
        for translation in found.filter(language=language) if language else found:
            yield from _versions(translation)


def _versions(words: AnyWords) -> Iterator[tuple[AnyWords, bool]]:
    drafted = words.latest_revision is not None and words.has_unpublished_changes
    if words.live or not drafted:
        yield words, not words.live
    if drafted:
        yield _drafted(words, words.latest_revision.content), True


def _drafted(words: AnyWords, content: dict[str, Any]) -> AnyWords:
    """The words of a revision. Wagtail's own way there asks the database for each of them."""
    found = copy.copy(words)
    for name in DRAFTED[type(words)]:
        if name in content:
            setattr(found, name, content[name])
    return found
