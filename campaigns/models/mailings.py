"""What a campaign sends, and what parents said about being sent it."""

from datetime import date, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messages.models import Message
from subscribers.models import Slot, Subscriber, Track

MOST_DAYS = 7


class Occasion(models.TextChoices):
    """What a campaign may touch in somebody. A parent can say no to each; to the death of a baby only yes."""

    GENERAL = "general", _("nothing painful that we know of")
    MOTHERS_DAY = "mothers_day", _("Mother's Day")
    FATHERS_DAY = "fathers_day", _("Father's Day")
    PREMATURITY = "prematurity", _("babies born too soon")
    BABY_LOSS = "baby_loss", _("the death of a baby")

    @property
    def track(self) -> Track:
        """Whom its words are for: approved for some, they are not approved for others."""
        return Track.CARE if self == Occasion.BABY_LOSS else Track.CARER


class Mailing(models.Model):
    """One message of a campaign, sent to its parents on one day, or moved within its window.

    In a local copy it takes the place of the regional mailing that it names, for the parents of its area.
    """

    class Only(models.TextChoices):
        EVERYBODY = "", _("everybody whom the campaign is for")
        EXPECTING = "expecting", _("those who expect a baby")
        BORN = "born", _("those whose baby is here")

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="mailings")
    message = models.OneToOneField(Message, models.PROTECT, related_name="mailing")
    instead_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="variants")
    # One of the two: so many days after the campaign's first day (before it: negative), or a date of its own.
    after_days = models.SmallIntegerField(_("days after the first"), null=True, blank=True)
    on_day = models.DateField(_("on"), null=True, blank=True)
    slot = models.CharField(
        _("time of day"),
        max_length=9,
        choices=Slot,
        blank=True,
        help_text=_("Left open, each parent gets it at the time of day that they chose."),
    )
    window = models.PositiveSmallIntegerField(
        _("may wait, in days"),
        default=1,
        validators=[MaxValueValidator(MOST_DAYS)],
        help_text=_("For parents who have had enough messages on that day; after that they do not get it."),
    )
    only = models.CharField(_("only for"), max_length=9, choices=Only, blank=True)
    track = models.CharField(
        _("only for"),
        max_length=14,
        choices=[
            (Track.CARER, _("carers who are no fathers or partners")),
            (Track.FATHER_PARTNER, _("fathers and partners")),
        ],
        blank=True,
    )
    queued_at = models.DateTimeField(null=True, editable=False)  # when its parents were last looked up

    class Meta:
        ordering = ("after_days", "on_day", "pk")
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(after_days=None, on_day__isnull=False) | Q(after_days__isnull=False, on_day=None),
                name="mailing_on_one_day",
            ),
            models.UniqueConstraint(
                fields=["campaign", "instead_of"], condition=Q(instead_of__isnull=False), name="one_variant_a_copy"
            ),
        ]

    def __str__(self) -> str:
        return self.message.topic

    @property
    def day(self) -> date:
        """The local day on which it is sent first."""
        return self.on_day or self.campaign.starts_on + timedelta(days=self.after_days or 0)

    @property
    def last_day(self) -> date:
        """The last local day on which it may still be sent."""
        return self.day + timedelta(days=self.window)

    @property
    def root_id(self) -> int:
        """What nobody gets twice: the regional mailing, whichever words of it somebody gets."""
        return self.instead_of_id or self.pk


class Choice(models.Model):
    """A parent's word about campaigns: none at all, none of an occasion, or, of one that needs it, yes please.

    No occasion stands for all of them: messages about their child's stage only.
    """

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="campaign_choices")
    occasion = models.CharField(max_length=12, choices=Occasion, blank=True)
    wanted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "occasion"], name="one_choice_an_occasion"),
            models.CheckConstraint(condition=~Q(occasion="", wanted=True), name="no_choice_of_everything"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion or 'campaigns'}: {'yes' if self.wanted else 'no'}"
