"""The editor's screens for who can help."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.models import Service, SureStart, Trust


class ServiceViewSet(SnippetViewSet):
    """Helplines and web services that messages may name."""

    model = Service
    icon = "help"
    menu_label = _("Helplines")
    list_display: ClassVar[list[str]] = ["name", "code", "phone", "url", "checked_on", "review_by"]


class SureStartViewSet(SnippetViewSet):
    model = SureStart
    icon = "group"
    list_display: ClassVar[list[str]] = ["name", "trust", "area", "checked_on"]
    list_filter: ClassVar[list[str]] = ["trust"]


class TrustViewSet(SnippetViewSet):
    model = Trust
    icon = "site"
