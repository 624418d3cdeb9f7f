"""The editor's screen for where posters hang."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from campaigns.models import Place
from cms.guarded import GuardedViewSet
from cms.place_form import PlaceForm


class PlaceViewSet(GuardedViewSet):
    """Where posters hang; each has a keyword that parents text."""

    model = Place
    icon = "tag"
    menu_label = _("Places")
    menu_order = 215
    add_to_admin_menu = True
    list_display: ClassVar[list[str]] = ["name", "keyword", "sure_start", "is_open"]
    list_filter: ClassVar[list[str]] = ["sure_start", "is_open"]
    search_fields: ClassVar[list[str]] = ["name", "keyword"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("keyword"), FieldPanel("sure_start"), FieldPanel("is_open")],
        base_form_class=PlaceForm,
    )
