"""What we can say: messages of hope, each for one stage and track, and their wordings."""

from typing import Any, ClassVar, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from directory.languages import DEFAULT, LANGUAGES
from messages.stages import NUMBERS, Stage, StageKind
from subscribers.models import Contact, Track

# The date that a stage counts from: of a Child, or, for care after a loss, of the Journey that asked for it.
Anchor = Literal["due_date", "birth_date", "corrected_birth_date", "care_from"]


class Theme(models.TextChoices):
    BOND = "bond", _("bonding")
    TOUCH = "touch", _("touch")
    TALK = "talk", _("talking")
    SING = "sing", _("singing")
    READ = "read", _("reading")
    SERVE_RETURN = "serve-return", _("serve and return")
    SOOTHE = "soothe", _("soothing")
    PLAY = "play", _("play")
    SLEEP = "sleep", _("sleep")
    FEEDING = "feeding", _("feeding")
    SELF = "self", _("your own wellbeing")
    COPARENT = "coparent", _("family and helpers")
    HEALTH = "health", _("health")
    SAFETY = "safety", _("safety")
    SERVICE = "service", _("services")


# Play and development follow the corrected age of a child born early, up to two years; feeding, health, mood and
# safety follow the real one.
DEVELOPMENT = {Theme.TALK, Theme.SING, Theme.READ, Theme.SERVE_RETURN, Theme.PLAY}
CORRECTED_UNTIL_MONTH = 24


class Message(ClusterableModel):
    """One idea and one no-cost action, for one stage and track."""

    kind = models.CharField(_("stage"), max_length=16, choices=StageKind)
    number = models.PositiveSmallIntegerField(_("week or month"))
    track = models.CharField(max_length=16, choices=Track)
    topic = models.CharField(max_length=120)
    theme = models.CharField(max_length=16, choices=Theme)
    action = models.CharField(_("no-cost action"), max_length=300)
    why = models.TextField(_("why it works"))
    source = models.CharField(max_length=300)
    source_url = models.URLField(blank=True, max_length=300)
    source_checked_on = models.DateField()
    review_on = models.DateField(_("due for review on"))
    needs_clinical_sign_off = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number", "track"], name="one_message_a_stage_and_track"),
        ]
        ordering = ("-kind", "number", "track")  # pregnancy weeks, child months, baby weeks

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}, {self.get_track_display()}: {self.topic}"

    @property
    def stage(self) -> Stage:
        return Stage(StageKind(self.kind), self.number)

    @property
    def anchor(self) -> Anchor:
        """Which of a child's dates this message's stage counts from."""
        if self.kind == StageKind.PREGNANCY_WEEK:
            return "due_date"
        if self.kind == StageKind.CARE_WEEK:
            return "care_from"
        past_correction = self.kind == StageKind.CHILD_MONTH and self.number >= CORRECTED_UNTIL_MONTH
        return "corrected_birth_date" if self.theme in DEVELOPMENT and not past_correction else "birth_date"

    def clean(self) -> None:
        numbers = NUMBERS.get(self.kind)  # type: ignore[call-overload] # a StageKind is its text
        if numbers and self.number not in numbers:
            sentence = _("Choose a number from %(first)s to %(last)s for this stage.")
            raise ValidationError({"number": sentence % {"first": numbers[0], "last": numbers[-1]}})


class WordingQuerySet(models.QuerySet["Wording"]):
    def sendable(self) -> "WordingQuerySet":
        """What may reach a parent: not blank, and approved by a named person (a demo shows drafts too)."""
        written = self.exclude(body="")
        return written if settings.DEMO else written.exclude(approved_by="")


class Wording(models.Model):
    """One message in one language for one channel, with its own approval."""

    message = ParentalKey(Message, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=12, choices=[(x.code, x.name) for x in LANGUAGES.values()], default=DEFAULT)
    channel = models.CharField(max_length=5, choices=Contact.Kind)
    subject = models.CharField(max_length=60, blank=True, help_text=_("E-mail only."))
    preheader = models.CharField(max_length=100, blank=True, help_text=_("E-mail only: the line after the subject."))
    body = models.TextField(blank=True, help_text=_("Blank counts as missing: nobody is sent a blank text."))
    revision = models.PositiveIntegerField(default=1, editable=False)
    approved_by = models.CharField(max_length=120, blank=True, help_text=_("The name of who signed this wording off."))
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "language", "channel"], name="one_wording_a_language_and_channel"
            ),
        ]
        ordering = ("language", "-channel")

    def __str__(self) -> str:
        return f"{self.get_channel_display()} in {self.get_language_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Changed words are a new revision, and need a new approval. White space around them is no word."""
        self.body = self.body.strip()
        before = Wording.objects.filter(pk=self.pk).first() if self.pk else None
        if before is not None and before.words != self.words:
            self.revision = before.revision + 1
            if self.approved_by == before.approved_by:
                self.approved_by = ""
        if not self.approved_by:
            self.approved_at = None
        elif self.approved_at is None or (before and self._is_newly_approved(before)):
            self.approved_at = timezone.now()  # the moment of signing off, which the editor's form does not know
        super().save(*args, **kwargs)

    def _is_newly_approved(self, before: "Wording") -> bool:
        return self.approved_by != before.approved_by and self.approved_at == before.approved_at

    @property
    def words(self) -> tuple[str, str, str]:
        return self.subject, self.preheader, self.body

    def clean(self) -> None:
        if self.channel == Contact.Kind.EMAIL and self.body and not self.subject:
            raise ValidationError({"subject": _("An e-mail needs a subject.")})
