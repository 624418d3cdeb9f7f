"""Where the board of languages is found: in the menu of the library."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from cms.languages_board.views import ADDRESS, NEXT, Languages, LanguagesTable, Next
from cms.map.hooks import MapMenuItem


class LanguagesViewSet(ViewSet):
    """Only the menu item, as the map's."""

    name = "library-languages"
    menu_label = _("Languages")
    menu_name = "library-languages"
    menu_icon = "globe"
    menu_url = reverse_lazy(ADDRESS)
    menu_item_class = MapMenuItem


def _urls() -> list[URLPattern]:
    return [
        path("library/languages/", Languages.as_view(), name=ADDRESS),
        path("library/languages.csv", LanguagesTable.as_view(), name=f"{ADDRESS}_csv"),
        path("library/languages/next/", Next.as_view(), name=NEXT),
    ]


hooks.register("register_admin_urls", _urls)
