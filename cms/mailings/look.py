"""What is seen in a mailing's words while they are typed: the library's gauges, for the parents of a campaign."""

from datetime import datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from campaigns.audiences import journeys
from campaigns.models import Mailing
from cms.editor.audience import BY_TEXT, Audience
from cms.editor.reading import Look
from languages.table import LANGUAGES
from messages.models import AnyWords


class MailingLook(Look):
    """One text and one letter; a campaign has no trio and no page of its own on the web."""

    read = ("sms", "email")
    required = ("topic",)

    def __init__(self, words: AnyWords, mailing: Mailing, now: datetime) -> None:
        super().__init__(words, now)
        self.mailing = mailing

    @cached_property
    def audience(self) -> Audience:
        """Whom this mailing is for and who reads this language; a look asks once."""
        mine = journeys(self.mailing).filter(language=self.words.language, channel__in=BY_TEXT)
        return Audience(mine.order_by().values("subscriber").distinct().count())

    @property
    def hearing(self) -> str:
        told = {"language": LANGUAGES[self.words.language].name, "parents": self.audience.in_words}
        return _("Of those whom it is for, these get texts in %(language)s: %(parents)s.") % told
