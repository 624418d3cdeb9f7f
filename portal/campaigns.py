"""Campaigns, told by text: none of them, or again. Neither stops anything else, nor brings anybody back."""

from django.utils.translation import gettext as _

from campaigns import choices
from portal.proofs import preferences_link
from portal.turn import Turn
from subscribers.models import Subscriber


def only(turn: Turn) -> str | None:
    """ONLY: messages about their child's stage, and no campaigns."""
    if turn.subscriber.state != Subscriber.State.ACTIVE:
        return None
    choices.choose(turn.subscriber.pk, choices.ALL, wanted=False, now=turn.now)
    if choices.has_a_loss(turn.subscriber.pk):
        return _only_if_they_ask(turn)
    return _(
        "Only messages about your child's stage from now on, none for special weeks and days. To undo this, text ALL."
    )


def all_again(turn: Turn) -> str | None:
    """ALL: campaigns too. While a question is open it is no answer to that."""
    if turn.subscriber.state != Subscriber.State.ACTIVE or turn.question:
        return None
    choices.choose(turn.subscriber.pk, choices.ALL, wanted=True, now=turn.now)
    if choices.has_a_loss(turn.subscriber.pk):
        return _only_if_they_ask(turn)
    return _("You get messages for special weeks and days too. To undo this, text ONLY.")


def _only_if_they_ask(turn: Turn) -> str:
    """After a loss there is nothing to say no to, and no stage to name."""
    page = preferences_link(turn.contact, turn.now)
    return _("You get messages for special weeks and days only if you ask for them on your page: %(link)s") % {
        "link": page
    }
