"""The editor's screens for where posters hang."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button, HeaderButton

from campaigns.models import Place
from campaigns.sign_ups import totals
from cms.area.people import welcome
from cms.campaigns.menu import MENU
from cms.owned import OwnedIndex, OwnedViewSet, reach_of
from cms.places.form import PlaceForm
from subscribers.small_numbers import Cell


class SignUpsColumn(Column):
    """How many joined there, if that may be shown; nothing for places of others."""

    cell_template_name = "cms/admin/places/sign_ups_cell.html"

    def get_value(self, instance: Place) -> Cell | None:
        return getattr(instance, "sign_ups", None)


class PlaceIndex(OwnedIndex):
    """The list, with how many joined at each place."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        return [*buttons, HeaderButton(_("Sign-ups by place"), url=reverse("place_sign_ups"), icon_name="list-ul")]

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        rows = list(object_list)
        mine = reach_of(self.request.user)
        own = [row for row in rows if mine.owns(row)]
        found = totals([row.keyword for row in own])
        for row in own:
            row.sign_ups = found[row.keyword]
        return super().get_table(rows, **kwargs)

    def get_context_data(self, *args: Any, **kwargs: Any) -> Mapping[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | welcome(self.request.user)


class PlaceViewSet(OwnedViewSet):
    """Where posters hang; each has a keyword that parents text."""

    model = Place
    icon = "tag"
    menu_label = _("Places")
    menu_order = 215
    menu_hook = MENU
    copy_view_enabled = False  # a keyword has one place
    index_view_class = PlaceIndex
    index_template_name = "cms/admin/places/index.html"
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("keyword", label=_("Keyword"), sort_key="keyword"),
        Column("get_kind_display", label=_("Kind of place"), sort_key="kind"),
        Column("owner", label=_("Whose")),
        BooleanColumn("is_open", label=_("Open"), sort_key="is_open"),
        SignUpsColumn("sign_ups", label=_("Sign-ups")),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "sure_start", "is_open"]
    list_export: ClassVar[list[str]] = ["name", "keyword", "get_kind_display", "owner", "is_open"]
    search_fields: ClassVar[list[str]] = ["name", "keyword"]
    inspect_view_fields: ClassVar[list[str]] = ["name", "kind", "keyword", "trust", "sure_start", "is_open"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldPanel("keyword"),
            MultiFieldPanel(
                [
                    HelpPanel(_("Its parents are offered this Sure Start when they join.")),
                    FieldRowPanel([FieldPanel("sure_start"), FieldPanel("trust")]),
                ],
                heading=_("Whose place it is"),
            ),
            FieldPanel("is_open"),
        ],
        base_form_class=PlaceForm,
    )
