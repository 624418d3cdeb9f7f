"""The public pages, and what staff did for parents."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from campaigns.models import Campaign
from cms import approving
from cms.keeping import for_a_while
from languages.table import every_other_language, of_interface, of_page
from messages.library import wordings
from messages.models import AnyWords, Message
from messages.placeholders import UnknownPlaceholderError, fill, known_services
from messages.stages import StageKind
from subscribers.models import Contact, Subscriber, Track
from subscribers.sealing import SealedTextField

SAMPLE_WEEK = 6  # of a baby: first smiles, which suits everybody who looks in


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A text message shown as on a phone."""

    text: str
    language: str  # a code of languages.table


@method_decorator(for_a_while, name="serve")
class HomePage(Page):
    """The front page: what this is, in one breath. Its own words are translated with the rest of the interface."""

    body = RichTextField(
        blank=True,
        features=["bold", "link", "ul"],
        help_text=_("Shown below our own words, only to those who read in this page's language."),
    )

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a sample text in the reader's language, and the editors' words if they are in that language."""
        language = of_page().code
        own = of_interface(self.locale.language_code).code == language
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"sample": _sample(language), "body": self.body if own else ""}


def _sample(language: str) -> Sample | None:
    """A gentle text that may be sent, in this language; None when there is none."""
    weeks = Message.objects.filter(kind=StageKind.BABY_WEEK, number=SAMPLE_WEEK, track=Track.CARER)
    wording = next(
        (x for (_, code), x in wordings(weeks.values_list("pk", flat=True)).items() if code == language), None
    )
    if wording is None or not wording.sms:
        return None
    try:
        text = fill(wording.sms, known_services(), language)
    except UnknownPlaceholderError:
        return None  # the words name a service that the directory does not have: rather none than half
    return Sample(text=text, language=language)


class StaffAct(models.Model):
    """What a member of staff did for a parent, and when. The number or mailbox that they entered is not kept."""

    class Act(models.TextChoices):
        SIGN_UP = "sign_up", _("asked a parent to confirm a sign-up")
        LOSS = "loss", _("told us that a baby has died")
        STOP = "stop", _("stopped a parent's messages")
        LOOKED = "looked", _("looked at a parent's number or mailbox")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    act = models.CharField(max_length=8, choices=Act)
    # For whom; nobody when we did not know the address.
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_act_display()}"


class TestAddress(models.Model):
    """A phone or mailbox of a member of staff, to which they may send themselves a test once it is proved theirs."""

    __test__ = False  # nothing that pytest collects

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="test_addresses")
    kind = models.CharField(max_length=5, choices=Contact.Kind)
    address = SealedTextField()  # E.164, or an e-mail address in lower case
    digest = models.CharField(max_length=64)  # of the code that was sent there
    tries_left = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField()  # until when the code works
    proved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_test_address_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class SheetUpload(models.Model):
    """A file of words that somebody has sent, until they say yes or no to what it changes."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True)  # whose words they are; none for the library
    name = models.CharField(max_length=200)  # of the file
    content = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ClinicalApproval(AbstractGroupApprovalTask):
    """A step of a workflow: somebody else than the writer approves exactly these words, in this language."""

    class Meta:
        verbose_name = _("approval of words for parents")

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, comment: str = "", **_more: Any) -> None:
        """Approve, or send back with a comment.

        Raises approving.RefusedError, which says why in plain words.
        """
        now = import_string(settings.CLOCK)()  # Wagtail hands a task no request, which would carry the time
        if action_name == "approve":
            approving.approve_latest(task_state, user, now)
            task_state.approve(user=user, comment=comment)
        elif action_name == "reject":
            approving.send_back(task_state, user, now, comment)
            task_state.reject(user=user, comment=comment)

    def get_actions(self, obj: AnyWords, user: User) -> list[tuple[str, Any, bool]]:
        """What this user is offered. Whether they may approve these very words is told when they try."""
        return approving.ACTIONS if approving.may_review(user, obj) else []

    def user_can_access_editor(self, obj: AnyWords, user: User) -> bool:
        return approving.may_review(user, obj)

    def locked_for_user(self, obj: AnyWords, user: User) -> bool:
        return not approving.may_review(user, obj)

    def get_form_for_action(self, action: str) -> Any:
        return approving.SendBackForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Those that wait for this person: none of their own words, and only languages that they were given."""
        states: models.QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        return approving.reviewable(states, user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Somebody of the chosen groups who did not write the words approves them, and they are published.")


class TranslatorLanguage(models.Model):
    """A language that a translator or a language reviewer was given to work in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="translator_languages")
    language = models.CharField(_("language"), max_length=12, choices=every_other_language)

    class Meta:
        verbose_name = _("translator's language")
        verbose_name_plural = _("translators' languages")
        ordering = ("language", "user")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "language"], name="one_row_a_language")]
        permissions: ClassVar = [("every_language", "Can work in every language")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_language_display()}"
