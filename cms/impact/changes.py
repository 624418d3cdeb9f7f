"""What publishing a revision changes for parents, and for which of them."""

from dataclasses import dataclass
from datetime import datetime

from delivery.touched import Touched, touched
from messages.models import AnyWords, Message


@dataclass(frozen=True, kw_only=True)
class Change:
    """Words that parents read, or the stage, track or anchor date by which a message finds them."""

    words: bool
    stage: bool
    touched: Touched


def change_of(live: AnyWords, new: AnyWords, now: datetime) -> Change | None:
    """What publishing `new` changes for parents who are waiting for `live`; None when no parent is touched.

    A publication that is planned for later is not asked about: what waits now will have gone by then.
    """
    if not live.live or (new.go_live_at and new.go_live_at > now):
        return None
    words = live.fingerprint != new.fingerprint
    stage = isinstance(live, Message) and isinstance(new, Message) and _falls(live) != _falls(new)
    if not (words or stage):
        return None
    message = live if isinstance(live, Message) else live.message
    whom = touched(message, now, language_touched(live))
    return Change(words=words, stage=stage, touched=whom) if whom else None


def change_waiting(live: AnyWords, now: datetime) -> Change | None:
    """What publishing the newest draft would change; None when no parent is touched."""
    revision = live.get_latest_revision()
    return change_of(live, revision.as_object(), now) if revision else None


def language_touched(words: AnyWords) -> str:
    """Whose messages change: of those who read one language, or ("") of everybody.

    When the English changes, its translations wait: that touches their readers too.
    """
    return "" if isinstance(words, Message) else str(words.language)


def _falls(message: Message) -> tuple[object, ...]:
    return message.stage, message.track, message.anchor
