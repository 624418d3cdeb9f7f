"""What people make of a message in one language, each tied to the words that it was made from."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from messages.formats.easy import EasyReadBlock, content_of
from messages.formats.sound import TYPES, Sound
from messages.formats.text import Whole, source_of

if TYPE_CHECKING:
    from messages.models import AnyWords


class FormatQuerySet(models.QuerySet[Any]):
    def of(self, words: "AnyWords") -> Self:
        return self.filter(message=words.message_id, language=words.language)

    def public(self, words: "AnyWords", text: Whole | None = None) -> Any:
        """What was approved, of exactly these words; None when there is none. Whether words may be read is theirs.

        `text` is theirs, for whoever has it already.
        """
        found = self.of(words).first()
        return found if found and found.is_approved and not found.is_stale(words, text) else None


class Format(models.Model):
    """One format of a message in one language. Changed content has no approval until somebody gives it one."""

    message = models.ForeignKey("library.Message", models.CASCADE, related_name="%(class)ss")
    language = models.CharField(max_length=12)
    made_from = models.CharField(max_length=64, editable=False)  # what source_of told of the words then
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)  # when it was given to be approved; None: a draft
    approved_by = models.CharField(max_length=120, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)  # of what exactly was approved

    objects = FormatQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()  # who may write the words may make their formats
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "language"], name="one_%(class)s_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.message_id}"

    @property
    def content(self) -> Any:
        """What a reader meets, as JSON can hold it."""
        raise NotImplementedError

    @property
    def digest(self) -> str:
        """Of the content and of the words that it was made from."""
        return hashlib.sha256(json.dumps([self.made_from, self.content]).encode()).hexdigest()

    @property
    def is_approved(self) -> bool:
        return bool(self.approved_digest) and self.approved_digest == self.digest

    def is_stale(self, words: "AnyWords", text: Whole | None = None) -> bool:
        """Whether the words have changed since, or a number that is filled in; `text` is theirs, if it is known."""
        return self.made_from != source_of(words, text)

    def approve(self, user: User, now: datetime) -> None:
        """Somebody looked at exactly this; kept with the row."""
        self.approved_by, self.approved_at = user.get_full_name() or user.get_username(), now
        self.approved_digest = self.digest
        self.save(update_fields=["approved_by", "approved_at", "approved_digest"])


class EasyRead(Format):
    lines = StreamField(EasyReadBlock(), verbose_name=_("lines"))

    @property
    def content(self) -> Any:
        return content_of(self.lines)


def place_of(audio: "Audio", _name: str) -> str:
    """Where a file is kept: by a name that nobody guesses, and that tells nothing of who sent it."""
    return f"formats/{secrets.token_urlsafe(18)}.{audio.sound}"


class Audio(Format):
    """The words, read out by a person. Their transcript is the words themselves."""

    file = models.FileField(_("recording"), upload_to=place_of)
    sound = models.CharField(max_length=3, choices=Sound, editable=False)
    checksum = models.CharField(max_length=64, editable=False)  # SHA-256 of the file
    reader = models.CharField(_("read by"), max_length=120, blank=True)  # for staff only

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """The file that it takes the place of is thrown away."""
        before = Audio.objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.file.name != self.file.name:
            _throw_away(before)

    @property
    def content(self) -> Any:
        return [self.sound, self.checksum]

    @property
    def media_type(self) -> str:
        return TYPES[Sound(self.sound)]


def _throw_away(audio: Audio) -> None:
    """Once it is sure that nothing points at the file any more."""
    storage, name = audio.file.storage, audio.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@receiver(post_delete, sender=Audio)
def _deleted(instance: Audio, **_options: Any) -> None:
    """With its message, too."""
    _throw_away(instance)


AnyFormat = EasyRead | Audio
