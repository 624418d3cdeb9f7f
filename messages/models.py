"""What we can say: messages of hope, each for one stage and track, their translations, and who approved them."""

from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from languages.table import DEFAULT, every_other_language
from messages.formats.models import Audio as Audio  # noqa: PLC0414 - Django finds a room's models in this module
from messages.formats.models import EasyRead as EasyRead  # noqa: PLC0414
from messages.stages import NUMBERS, Stage, StageKind
from messages.words import Words, WordsQuerySet
from subscribers.models import Track

# The date that a stage counts from: of a Child; for care after a loss, of the Journey that asked for it; for a
# special track, of the Following.
Anchor = Literal["due_date", "birth_date", "corrected_birth_date", "care_from", "followed_from"]


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
# What a health claim is about: such a message needs a source before it is published.
OF_HEALTH = {Theme.HEALTH, Theme.SAFETY, Theme.SLEEP, Theme.FEEDING}
FIXED_ANCHORS: dict[str, Anchor] = {
    StageKind.PREGNANCY_WEEK: "due_date",
    StageKind.CARE_WEEK: "care_from",
    StageKind.TRACK_WEEK: "followed_from",
}


def anchor_of(kind: str, number: int, theme: str) -> Anchor:
    """Which date the stage of a message with this theme counts from."""
    if kind in FIXED_ANCHORS:
        return FIXED_ANCHORS[kind]
    past_correction = kind == StageKind.CHILD_MONTH and number >= CORRECTED_UNTIL_MONTH
    return "corrected_birth_date" if theme in DEVELOPMENT and not past_correction else "birth_date"


class Message(Words):
    """One idea and one no-cost action, for one stage and track, in English; translations hang on it."""

    language = DEFAULT  # a message speaks English; its translations have a column
    of_the_row: ClassVar[tuple[str, ...]] = ("held_at", "digest")

    kind = models.CharField(_("stage"), max_length=16, choices=StageKind)
    number = models.PositiveSmallIntegerField(_("week or month"))
    track = models.CharField(_("track"), max_length=24, choices=Track)
    theme = models.CharField(_("theme"), max_length=16, choices=Theme)
    no_cost = models.BooleanField(_("costs nothing"), default=True)
    needs_nothing = models.BooleanField(_("needs nothing that is not at hand"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("source's address"), blank=True, max_length=300)
    source_checked_on = models.DateField(_("source checked on"), null=True, blank=True)
    review_on = models.DateField(_("due for review on"))
    # While it is being decided whether to withdraw it (delivery.Recall), nothing of it is sent.
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)  # the fingerprint of what is published

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="message")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="message",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "number", "track"],
                condition=~models.Q(kind=StageKind.CAMPAIGN),
                name="one_message_a_stage_and_track",
            ),
        ]
        ordering = ("-kind", "number", "track")
        permissions: ClassVar = [
            ("approve_message", "Can approve words for parents"),
            ("recall_message", "Can withdraw a message from every queue"),
            ("import_message", "Can import the library from a spreadsheet"),
        ]

    def __str__(self) -> str:
        if self.kind == StageKind.CAMPAIGN:
            return self.topic
        return f"{self.get_kind_display()} {self.number}, {self.get_track_display()}: {self.topic}"

    @property
    def message_id(self) -> int:
        """Its own: what a translation calls its message's."""
        return self.pk

    @property
    def audience(self) -> list[str]:
        """The kind of stage and the track; among the weeks of one kind a message may move."""
        return [str(self.kind), str(self.track)]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """When it comes to another audience, so do its translations, and have the approvals that they have there."""
        is_whole = kwargs.get("update_fields") is None and self.pk is not None
        mine = Message.objects.select_for_update(no_key=True).filter(pk=self.pk)
        was = mine.values_list("kind", "track").first() if is_whole else None
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None and self.digest != self.fingerprint:
            self.digest = self.fingerprint  # of the tidied words
            super().save(update_fields=["digest"])
        if was is not None and list(was) != self.audience:
            # Each under its lock, as in taking an approval back.
            for translation in self.translations.select_for_update(no_key=True).order_by("pk"):
                translation.message = self
                translation.find_approval()
                translation.save(update_fields=["approved_by", "approved_at"])

    @property
    def stage(self) -> Stage:
        return Stage(StageKind(self.kind), self.number)

    @property
    def anchor(self) -> Anchor:
        """Which date this message's stage counts from."""
        return anchor_of(self.kind, self.number, self.theme)

    def with_content_json(self, content: dict[str, Any]) -> "Message":
        """A revision as an object: it is held back if the message is, whatever was true when it was written."""
        revision: Message = super().with_content_json(content)
        revision.held_at = self.held_at
        return revision

    def clean(self) -> None:
        numbers = NUMBERS.get(self.kind)  # type: ignore[call-overload] # a StageKind is its text
        if numbers and self.number not in numbers:
            sentence = _("Choose a number from %(first)s to %(last)s for this stage.")
            raise ValidationError({"number": sentence % {"first": numbers[0], "last": numbers[-1]}})


class TranslationQuerySet(WordsQuerySet):
    above = "message__"

    def sendable(self) -> Self:
        """A translation of other words than the English of today waits, unless staff let it go on."""
        return super().sendable().filter(UP_TO_DATE | GOES_ON)

    def stale(self) -> Self:
        """What says what the English said before it was changed, whether it may go on or waits."""
        return self.exclude(UP_TO_DATE)


UNKNOWN = "-"  # in place of a digest: words that were written beside an English of before
UP_TO_DATE = Q(made_from=F("message__digest"))
GOES_ON = Q(goes_on_with=F("message__digest"))


class Translation(Words):
    """A message in another language, with its own drafts, review and approval."""

    of_the_row: ClassVar[tuple[str, ...]] = ("goes_on_with",)

    message = models.ForeignKey(Message, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12, choices=every_other_language)
    # Digests of the published English: of that which these words were made from, or looked at beside; and of that with
    # which staff let them go on although they are older.
    made_from = models.CharField(max_length=64, editable=False)
    goes_on_with = models.CharField(max_length=64, blank=True, editable=False)

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="translation")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="translation",
    )
    objects = TranslationQuerySet.as_manager()  # type: ignore[misc] # django-stubs takes the first for a class variable

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "language"], name="one_translation_a_language"),
        ]
        ordering = ("language",)

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.message}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """New words are made from the English of now; when they change, who changes them says so (`renew`)."""
        if not self.made_from:
            self.renew()
        super().save(*args, **kwargs)

    def forget(self) -> None:
        """Whoever let the old words go on has not seen the new ones."""
        self.goes_on_with = ""

    def renew(self) -> None:
        """They were written, or found to be right, beside the English as it is published now. Nothing is stored."""
        self.made_from = self.message.digest

    @property
    def is_stale(self) -> bool:
        """Whether the English has changed since."""
        return self.made_from != self.message.digest

    @property
    def waits(self) -> bool:
        """Stale, and nobody has said that it may go on: its readers get the fallback that they chose."""
        return self.is_stale and self.goes_on_with != self.message.digest

    @property
    def audience(self) -> list[str]:
        """Its message's, as it is published."""
        return self.message.audience


AnyWords = Message | Translation


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def of(self, words: "AnyWords") -> "Approval | None":
        """The approval that stands for exactly these words; None when there is none, or it was taken back."""
        last = self.filter(message=words.message_id, language=words.language, fingerprint=words.fingerprint).last()
        return last if last and not last.taken_back else None


class Approval(models.Model):
    """One line of the ledger: who approved (or took back the approval of) exactly which words, and when."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="approvals")
    language = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=64, editable=False)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField()
    taken_back = models.BooleanField(default=False)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d}"


@transaction.atomic
def approve(words: AnyWords, user: User, now: datetime, *, taken_back: bool = False) -> Approval:
    """Approve these words (a row, or a revision as an object), or take the approval back; kept in the ledger.

    The row follows at once if it holds these very words, and whenever they are published.
    """
    row = type(words).objects.select_for_update(no_key=True).get(pk=words.pk)
    line = Approval(message_id=words.message_id, language=words.language, fingerprint=words.fingerprint)
    return _signed(line, row, user, now, taken_back=taken_back)


@transaction.atomic
def take_back(approval: Approval, user: User, now: datetime, why: str) -> Approval:
    """Take back an approval that stands, whatever row or draft holds its words; the reason is kept as a remark.

    Nothing of these words is sent from this commit on.
    """
    rows: models.QuerySet[Message] | models.QuerySet[Translation] = Message.objects.filter(pk=approval.message_id)
    if approval.language != DEFAULT:
        rows = Translation.objects.filter(message=approval.message_id, language=approval.language)
    row = rows.select_for_update(no_key=True).first()
    Remark.objects.create(message_id=approval.message_id, language=approval.language, author=user, text=why, at=now)
    line = Approval(message_id=approval.message_id, language=approval.language, fingerprint=approval.fingerprint)
    return _signed(line, row, user, now, taken_back=True)


def _signed(line: Approval, row: AnyWords | None, user: User, now: datetime, *, taken_back: bool) -> Approval:
    """Write one more line of the ledger; the row has the approval that its words have then."""
    line.name, line.user, line.at, line.taken_back = user.get_full_name() or user.get_username(), user, now, taken_back
    line.save()
    if row is not None:
        row.find_approval()
        row.save(update_fields=["approved_by", "approved_at"])
    return line


class Remark(models.Model):
    """What staff say to each other beside a message, until it is settled."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="remarks")
    language = models.CharField(max_length=12, default=DEFAULT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"remark {self.pk}"


def words_in(message: Message, language: str) -> AnyWords | None:
    """The words of a message in a language: the message itself, a translation, or None."""
    return message if language == DEFAULT else message.translations.filter(language=language).first()
