"""How far the words of one message in one language are, as pure functions of what is known of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messages.stages import Stage

SOON = timedelta(days=30)  # so long before its day a review is called due
WAITS = _("It waits until it is renewed: its readers get the fallback that they chose.")
GOES_ON = _("The old words go on being sent until they are renewed.")


class State(models.TextChoices):
    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    APPROVED = "approved", _("approved")
    STALE = "stale", _("English has changed")
    NEWER = "newer", _("approved, newer draft")
    DUE = "due", _("due for review")
    HELD = "held", _("held back")
    UNPUBLISHED = "unpublished", _("unpublished")


class Way(models.TextChoices):
    """By which way words reach a parent. No way chosen means: any of them."""

    SMS = "sms", _("text message")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("web page")
    TRIO = "trio", _("three texts a week")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of the words of one message in one language."""

    message: int  # its id
    words: int | None  # the id of its translation; None for the English words, which are the message's own
    stage: Stage
    track: str
    topic: str
    theme: str
    review_on: date
    said: frozenset[str]  # the ways that the published row has words for
    drafted: frozenset[str]  # the ways that a newer draft has words for
    live: bool  # published, and so is the message that it translates
    withdrawn: bool  # was published once and is not any more: these words, or the message that they translate
    approved: bool  # a named person approved exactly the row's words
    newer: bool  # there is a draft which is not published
    in_review: bool  # a workflow is in progress
    held: bool  # nothing of the message is sent while somebody decides on a recall
    stale: bool = False  # a translation whose English has changed since
    waits: bool = False  # stale, and nobody has said that it may go on being sent


def sends(facts: Facts | None, way: str = "") -> bool:
    """Whether a parent may be sent these words, by this way or by any."""
    return bool(facts and _has(facts.said, way) and _is_out(facts) and not facts.held and not facts.waits)


def state_of(facts: Facts | None, way: str, today: date) -> State:
    """How far these words are. The first of these that is true is told: what stops a sending comes first."""
    if facts is None or not (_has(facts.said, way) or _has(facts.drafted, way)):
        return State.MISSING
    if facts.held:
        return State.HELD
    if facts.in_review:
        return State.REVIEW
    if facts.stale and _is_out(facts) and _has(facts.said, way):
        return State.STALE
    if sends(facts, way):
        return _of_sent(facts, today)
    return State.UNPUBLISHED if facts.withdrawn else State.DRAFT


def note_of(facts: Facts | None, way: str, state: State) -> Promise | str:
    """What the state alone does not tell; empty when there is nothing to add."""
    if facts is None:
        return ""
    if state == State.STALE:
        return WAITS if facts.waits else GOES_ON
    return _note_of_others(facts, way, state)


def _note_of_others(facts: Facts, way: str, state: State) -> Promise | str:
    if state == State.REVIEW and sends(facts, way):
        return _("The words approved earlier are still sent.")
    if state == State.DUE and facts.newer:
        return _("A newer draft has been begun.")
    if state == State.DRAFT and facts.live and not facts.approved:
        return _("Published, but nobody has approved it, so it is not sent.")
    if state == State.DRAFT and facts.approved and _has(facts.said, way):
        return _("Approved, but not published yet, so it is not sent.")
    return ""


def _is_out(facts: Facts) -> bool:
    return facts.live and facts.approved


def _of_sent(facts: Facts, today: date) -> State:
    if facts.review_on <= today + SOON:
        return State.DUE
    return State.NEWER if facts.newer else State.APPROVED


def _has(ways: frozenset[str], way: str) -> bool:
    return way in ways if way else bool(ways)
