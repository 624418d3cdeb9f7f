"""A campaign: an awareness week, a day, or a Sure Start's own, with what it says and who has a hand in it."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.mailings import Occasion
from campaigns.models.people import Owned
from campaigns.models.places import Place
from directory.models import SureStart, Trust
from languages.table import DEFAULT, every_language
from messages.stages import NUMBERS, StageKind

WEEKS = NUMBERS[StageKind.PREGNANCY_WEEK]
LAST_MONTH = NUMBERS[StageKind.CHILD_MONTH][-1]


class Kind(models.TextChoices):
    AWARENESS_WEEK = "week", _("awareness week")
    AWARENESS_DAY = "day", _("awareness day")
    LOCAL = "local", _("local campaign")
    SERVICE_NOTICE = "notice", _("service notice")


class State(models.TextChoices):
    """Where a campaign is (campaigns.running holds the ways from one to another)."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for approval")
    APPROVED = "approved", _("approved")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    CANCELLED = "cancelled", _("cancelled")
    FINISHED = "finished", _("finished")


SENDING = (State.APPROVED, State.RUNNING)  # what is due of it goes out
ALIVE = (State.DRAFT, State.SUBMITTED, *SENDING, State.PAUSED)  # neither over nor called off


class Campaign(Owned):
    """What is run on some days, for some parents. A local copy says only what differs from the regional one.

    Days are local. Its texts are CampaignText, its days' topics Topic, and what is sent Mailing.
    """

    class By(models.TextChoices):
        CHOSEN = "chosen", _("as each parent has chosen")
        SMS = "sms", _("text message only")
        EMAIL = "email", _("e-mail only")

    title = models.CharField(_("title"), max_length=100, help_text=_("For staff; what parents read is under Texts."))
    slug = models.SlugField(_("web address"), unique=True, help_text=_("The end of its page's address."))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.LOCAL)
    occasion = models.CharField(
        _("may touch"),
        max_length=12,
        choices=Occasion,
        default=Occasion.GENERAL,
        help_text=_("Parents can say no to each of these. What is about the death of a baby goes only to who asked."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)

    inherits = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", editable=False
    )  # the regional one that this is a local copy of
    begun_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )  # last year's, say

    # For whom. Empty lists mean everybody; a local campaign is for its own area whatever they say.
    expecting = models.BooleanField(_("pregnancy"), default=True)
    week_from = models.PositiveSmallIntegerField(
        _("from week"), default=WEEKS[0], validators=[MaxValueValidator(WEEKS[-1])]
    )
    week_to = models.PositiveSmallIntegerField(
        _("to week"), default=WEEKS[-1], validators=[MaxValueValidator(WEEKS[-1])]
    )
    born = models.BooleanField(_("after birth"), default=True)
    month_from = models.PositiveSmallIntegerField(
        _("from month"), default=0, validators=[MaxValueValidator(LAST_MONTH)]
    )
    month_to = models.PositiveSmallIntegerField(
        _("to month"), default=LAST_MONTH, validators=[MaxValueValidator(LAST_MONTH)], help_text=_("And not after it.")
    )
    roles = models.JSONField(_("roles"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    trusts = models.ManyToManyField(Trust, blank=True, related_name="+", verbose_name=_("Health Trusts"))
    sure_starts = models.ManyToManyField(SureStart, blank=True, related_name="+", verbose_name=_("Sure Starts"))
    places = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name=_("joined at"))
    by = models.CharField(_("sent by"), max_length=6, choices=By, default=By.CHOSEN)

    has_banner = models.BooleanField(_("banner on the public pages"), default=False)
    budget_pence = models.PositiveIntegerField(_("budget in pence"), null=True, blank=True)

    # Whoever changed it last or submitted it does not approve it.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    finished_at = models.DateTimeField(null=True, editable=False)
    kept_report = models.JSONField(null=True, editable=False)  # the last count (campaigns.reporting), kept for good

    class Meta:
        ordering = ("-starts_on", "pk")
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")), name="campaign_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(trust=None) | Q(sure_start=None),
                name="campaign_of_one_owner",
                violation_error_message=_("Choose one: a Health Trust, or a Sure Start."),
            ),
            models.UniqueConstraint(
                fields=["inherits", "trust", "sure_start"],
                nulls_distinct=False,
                condition=Q(inherits__isnull=False),
                name="one_local_copy_an_area",
            ),
        ]
        permissions: ClassVar = [
            ("approve_campaign", "Can approve campaigns"),
            ("stop_campaign", "Can pause and cancel campaigns"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.owner})" if not self.is_regional else self.title

    def clean(self) -> None:
        if self.expecting and self.week_from > self.week_to:
            raise ValidationError({"week_to": _("Choose a week that does not come before the first.")})
        if self.born and self.month_from > self.month_to:
            raise ValidationError({"month_to": _("Choose a month that does not come before the first.")})

    @property
    def days(self) -> list[date]:
        """Every day of it, local."""
        return [self.starts_on + timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]


class CampaignText(models.Model):
    """What a campaign says to everybody in one language. Blank in a local copy means: as the regional one says."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=every_language, default=DEFAULT)
    title = models.CharField(_("title"), max_length=100, blank=True)
    theme = models.CharField(_("theme"), max_length=160, blank=True)
    intro = models.TextField(_("about it"), max_length=2000, blank=True)
    banner = models.CharField(_("banner"), max_length=160, blank=True)
    poster = models.CharField(_("sentence on the poster"), max_length=120, blank=True)
    press = models.TextField(_("press note"), max_length=4000, blank=True)
    letter = models.TextField(_("e-mail to practitioners"), max_length=4000, blank=True)

    class Meta:
        ordering = ("language",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "language"], name="one_campaign_text_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()} of {self.campaign}"


class Topic(models.Model):
    """The topic of one day of a campaign, in one language. A local copy has only those that it says otherwise."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="topics")
    after_days = models.PositiveSmallIntegerField(_("day"))  # 0 on the first day
    language = models.CharField(_("language"), max_length=12, choices=every_language, default=DEFAULT)
    title = models.CharField(_("topic"), max_length=100)
    about = models.TextField(_("in a few words"), max_length=600, blank=True)

    class Meta:
        ordering = ("after_days", "language")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "after_days", "language"], name="one_topic_a_day_and_language"),
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One line of a campaign's history: who brought it into which state, when, and what they said."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=9, choices=State)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.at:%Y-%m-%d %H:%M}"


class Observance(models.Model):
    """When a week or day of awareness is, or was, in a year, by whose word. Dates are entered, never worked out."""

    name = models.CharField(_("name"), max_length=100)
    occasion = models.CharField(_("may touch"), max_length=12, choices=Occasion, default=Occasion.GENERAL)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    theme = models.CharField(_("theme"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=300)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        ordering = ("-starts_on", "name")
        verbose_name = _("awareness week or day")
        verbose_name_plural = _("awareness weeks and days")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "starts_on"], name="one_observance_a_date"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="observance_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on:%Y}"
