"""Words: what a message says in one language, by every channel, and whether it may be sent."""

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin

from messages import previews
from messages.letters import LetterBlock, text_of
from messages.stages import StageKind
from subscribers.models import Contact

if TYPE_CHECKING:
    from messages.models import AnyWords

BLANK = {Contact.Kind.SMS: Q(sms=""), Contact.Kind.EMAIL: Q(email_text="")}
TRIO = ("sms_why", "sms_do", "sms_done")
NO_TRIO = Q(sms_why="") | Q(sms_do="") | Q(sms_done="")
PLAIN = ("topic", "action", "why", "sms", *TRIO, "subject", "preheader")  # single texts
LETTERS = ("email", "web")


class WordsQuerySet(models.QuerySet[Any]):
    above = ""  # the way to the message, for words that belong to one

    def sendable(self) -> Self:
        """What may reach a parent: live, not held back, and approved by a named person (a demo shows drafts too)."""
        live = self.filter(live=True).filter(**{f"{self.above}live": True, f"{self.above}held_at": None})
        return live if settings.DEMO else live.exclude(approved_by="")

    def of_stages(self) -> Self:
        """What belongs to a stage of a child, of care or of a special track: all but what campaigns say."""
        return self.exclude(**{f"{self.above}kind": StageKind.CAMPAIGN})

    def by(self, channel: str) -> Self:
        """What is written for this channel. Blank counts as missing."""
        return self.exclude(BLANK[Contact.Kind(channel)])


class Words(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One language of a message. The row holds what is published; drafts are revisions of it."""

    topic = models.CharField(_("topic"), max_length=120)
    action = models.CharField(_("no-cost action"), max_length=300)
    why = models.TextField(_("why it works"))

    sms = models.TextField(
        _("text message"), blank=True, help_text=_("Blank counts as missing: nobody is sent a blank text.")
    )
    sms_why = models.TextField(_("why"), blank=True, help_text=_("First of three: a small reason."))
    sms_do = models.TextField(_("do"), blank=True, help_text=_("Second, two days later: the action."))
    sms_done = models.TextField(_("well done"), blank=True, help_text=_("Third, two days later: it counts."))

    subject = models.CharField(_("subject"), max_length=60, blank=True)
    preheader = models.CharField(
        _("preheader"), max_length=100, blank=True, help_text=_("What an inbox shows after the subject.")
    )
    email = StreamField(LetterBlock(), blank=True, verbose_name=_("e-mail"))
    web = StreamField(
        LetterBlock(), blank=True, verbose_name=_("web page"), help_text=_("Left empty, the e-mail's words are shown.")
    )
    email_text = models.TextField(blank=True, editable=False)  # the letter as it is sent; made from `email` on saving

    version = models.PositiveIntegerField(default=1, editable=False)  # of the words; one more at each change
    # From the ledger of approvals, on saving: who approved exactly these words, and when.
    approved_by = models.CharField(_("approved by"), max_length=120, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WordsQuerySet.as_manager()

    # What is told of the row itself and of no revision: a draft from before must not bring it back on publishing.
    # Written with `update_fields` or by a query, never by saving the whole.
    of_the_row: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Changed words are a new version, and have the approval that these words were given, if any."""
        if kwargs.get("update_fields") is None:
            self.tidy()
            # Under the row's lock, as `approve` is: an approval that is being taken back is not written again.
            before = type(self).objects.select_for_update(no_key=True).filter(pk=self.pk).first() if self.pk else None
            if before is not None:
                for name in self.of_the_row:
                    setattr(self, name, getattr(before, name))
                self.version = before.version
                if before.fingerprint != self.fingerprint:
                    self.version += 1
                    self.forget()
            self.find_approval()
        super().save(*args, **kwargs)

    def tidy(self) -> None:
        """Texts without blanks around them, and the letter as it is sent. Nothing is stored."""
        for name in PLAIN:
            setattr(self, name, getattr(self, name).strip())
        self.email_text = text_of(self.email)

    def forget(self) -> None:
        """The words are others: what was said of those before is not said of these. Nothing is stored."""

    def with_content_json(self, content: Any) -> Self:
        """A revision as an object. Which revision is live is the row's to say, whatever it was at that time."""
        found: Self = super().with_content_json(content)
        found.live_revision_id = self.live_revision_id
        for name in self.of_the_row:
            setattr(found, name, getattr(self, name))
        return found

    def publish(self, revision: Revision, user: AbstractBaseUser | None = None, **options: Any) -> None:
        """Publish a revision, or schedule it.

        Words that came from a file have no revision of their own; scheduling others would take them off the air until
        then, unless they are given one.
        """
        if self.live and not self.live_revision_id:
            self._keep_what_is_live()
        super().publish(revision, user=user, **options)

    def _keep_what_is_live(self) -> None:
        """Keep the row as its first revision."""
        row = type(self).objects.get(pk=self.pk)
        first = row.revisions.order_by("created_at").first()
        kept = Revision(content_object=row, content=row.serializable_data(), object_str=str(row))
        if first is not None:
            kept.created_at = first.created_at - timedelta(seconds=1)
        kept.save()
        type(self).objects.filter(pk=self.pk).update(live_revision=kept)
        self.live_revision = kept

    def find_approval(self) -> None:
        """Take who approved these very words from the ledger."""
        # Imported here: the ledger points at messages, which are words.
        from messages.models import Approval  # noqa: PLC0415

        found = Approval.objects.of(cast("AnyWords", self))
        self.approved_by = found.name if found else ""
        self.approved_at = found.at if found else None

    @property
    def fingerprint(self) -> str:
        """Of everything that a parent may read, and for whom it is: whichever row holds it, the same has the same."""
        texts = [getattr(self, name).strip() for name in PLAIN] + [text_of(getattr(self, name)) for name in LETTERS]
        texts += self.audience
        return hashlib.sha256(json.dumps(texts).encode()).hexdigest()

    @property
    def audience(self) -> list[str]:
        """For whom the words are. Approved for some, they are not approved for others: after a loss least of all."""
        raise NotImplementedError

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return list(previews.MODES.items())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """As a parent meets it, on a phone, in an inbox or on the web."""
        return previews.serve(request, cast("AnyWords", self), mode_name)

    @property
    def web_text(self) -> str:
        """What the web page says."""
        return text_of(self.web) or text_of(self.email)

    @property
    def has_trio(self) -> bool:
        return all(getattr(self, name) for name in TRIO)
