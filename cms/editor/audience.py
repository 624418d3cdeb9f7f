"""How many parents words go to; small numbers are never shown."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messages.models import AnyWords, Message
from subscribers.models import Child, Contact, Journey, Subscriber, Track
from subscribers.privacy import FEW

BY_TEXT = (Journey.Channel.SMS, Journey.Channel.BOTH)


@dataclass(frozen=True)
class Audience:
    """The journeys that get texts on a message's track, in the language of the words, now."""

    journeys: int

    @property
    def is_small(self) -> bool:
        return self.journeys < FEW

    @property
    def at_most(self) -> int:
        """What a sum for all of them may be reckoned with, so that it does not tell a small number."""
        return FEW if self.is_small else self.journeys

    @property
    def in_words(self) -> str:
        if self.is_small:
            return _("fewer than %(number)s parents") % {"number": FEW}
        sentence = ngettext("%(number)s parent", "%(number)s parents", self.journeys)
        return sentence % {"number": self.journeys}


def audience_of(words: AnyWords) -> Audience:
    """Who hears by text on this track in this language now; one query."""
    message = words if isinstance(words, Message) else words.message
    journeys = Journey.objects.filter(
        _on(message.track),
        language=words.language,
        channel__in=BY_TEXT,
        state=Journey.State.ACTIVE,
        subscriber__state=Subscriber.State.ACTIVE,
        subscriber__contacts__kind=Contact.Kind.SMS,
        subscriber__contacts__confirmed_at__isnull=False,
    )
    return Audience(journeys.distinct().count())


def _on(track: str) -> Q:
    """A journey's own track; care, and the special ones, are asked for besides it."""
    if track == Track.CARE:
        return Q(care_from__isnull=False)
    return ~Q(child__state=Child.State.LOST) & (Q(track=track) | Q(followings__track=track))
