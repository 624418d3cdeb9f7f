"""The public pages."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The front page: what this is, in one breath."""

    lead = models.CharField(max_length=200)
    body = RichTextField(blank=True, features=["bold", "link", "ul"])

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
