"""The editor's screens for when weeks and days of awareness are and were."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from campaigns.models import Observance
from cms.campaigns.menu import MENU
from cms.guarded import GuardedViewSet


class ObservanceViewSet(GuardedViewSet):
    """Dates by somebody's word: a campaign begins from one, and nothing works one out."""

    model = Observance
    icon = "calendar-alt"
    menu_label = _("Awareness weeks and days")
    menu_order = 218
    menu_hook = MENU
    list_display: ClassVar[list[str]] = ["name", "starts_on", "ends_on", "theme", "source"]
    list_filter: ClassVar[list[str]] = ["name", "occasion"]
    search_fields: ClassVar[list[str]] = ["name", "theme", "source"]
    inspect_view_fields: ClassVar[list[str]] = [
        "name",
        "occasion",
        "starts_on",
        "ends_on",
        "theme",
        "source",
        "checked_on",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("theme"),
            FieldPanel("occasion"),
            FieldPanel("source", help_text=_("Who announced it, and where. Write down if others give other dates.")),
            FieldPanel("checked_on"),
        ]
    )
