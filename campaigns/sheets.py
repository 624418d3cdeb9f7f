"""The words of a campaign's mailings in a file: its own scope, by the rules of writing them (campaigns.writing)."""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns import areas
from campaigns.models import ALIVE, Campaign, Mailing, State
from campaigns.running import MAY_CHANGE, RefusedError
from campaigns.writing import OF_ENGLISH, TEXTS, may_translate, write
from languages.table import DEFAULT
from messages.models import Message
from messages.sheets.changing import RowChange
from messages.sheets.columns import Key
from messages.sheets.scope import Scope
from messages.stages import StageKind


class CampaignWords(Scope):
    """The messages of one campaign; they are kept as if somebody had written them on its pages."""

    may_be_blank = ("topic", "action", "why")

    def __init__(self, campaign: Campaign, languages: Collection[str] | None = None) -> None:
        super().__init__(languages)
        self.campaign = campaign
        self.messages = words_of(campaign)

    def strays(self, key: Key) -> str:
        if key[0] != StageKind.CAMPAIGN:
            return _("These are words of the library. Send them on the page of the spreadsheets.")
        return ""

    def refuses(self, made: RowChange, user: User | None) -> str:
        """By its state, its area, and what it has: in English a draft only, in other languages until it is over."""
        language = made.words.language
        if user is None or not self._may_write(user, language):
            return _("You may not change these words. Leave the row out.")
        if language != DEFAULT and not self.is_open(language):
            return _("You may not write or change words in this language. Leave the row out.")
        if self.campaign.state not in ALIVE:
            return _("The campaign is over. Nothing of the file can be taken.")
        if language == DEFAULT and self.campaign.state != State.DRAFT:
            return _("The campaign is no draft any more, and its English stays. Leave the row out.")
        known = (*TEXTS, *OF_ENGLISH) if language == DEFAULT else TEXTS
        if strange := [change.column for change in made.changes if change.column not in known]:
            return _("The words of a campaign have none of these: %(names)s.") % {"names": ", ".join(strange)}
        return ""

    def _may_write(self, user: User, language: str) -> bool:
        """Whoever may change the campaign, and translators in other languages than English."""
        if language != DEFAULT and may_translate(self.campaign, user):
            return True
        return user.has_perm(MAY_CHANGE) and areas.own(Campaign.objects.filter(pk=self.campaign.pk), user).exists()

    def lock(self, rows: Sequence[RowChange]) -> None:
        """The campaign comes before its words, as wherever else both are locked."""
        if rows:
            Campaign.objects.select_for_update(no_key=True).get(pk=self.campaign.pk)

    def save(self, row: RowChange, name: str, user: User | None) -> None:  # noqa: ARG002 - a campaign's words have no log of files
        """As written on its page: changed words have no approval. Raises ValidationError."""
        assert user is not None  # noqa: S101 - narrows the type: `refuses` has looked
        mailing = Mailing.objects.select_related("campaign", "message").get(message=row.words.message_id)
        texts = {change.column: str(change.new) for change in row.changes}
        try:
            write(mailing, row.words.language, texts, user, renews=row.renews)
        except RefusedError as error:
            raise ValidationError(_("Somebody has moved the campaign on. Nothing was imported.")) from error


def words_of(campaign: Campaign) -> QuerySet[Message]:
    """The messages of its own mailings; what a local copy takes from the region is the region's."""
    return Message.objects.filter(mailing__campaign=campaign)
