"""The public pages, and what staff did for parents."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Page

from subscribers.models import Subscriber


class HomePage(Page):
    """The front page: what this is, in one breath."""

    lead = models.CharField(max_length=200)
    body = RichTextField(blank=True, features=["bold", "link", "ul"])

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1


class StaffAct(models.Model):
    """What a member of staff did for a parent, and when. The number or mailbox that they entered is not kept."""

    class Act(models.TextChoices):
        SIGN_UP = "sign_up", _("asked a parent to confirm a sign-up")
        LOSS = "loss", _("told us that a baby has died")
        STOP = "stop", _("stopped a parent's messages")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    act = models.CharField(max_length=8, choices=Act)
    # For whom; nobody when we did not know the address.
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_act_display()}"
