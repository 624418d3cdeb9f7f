"""What the editor's menu offers. Wagtail reads this module only: the other hooks are registered with it."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms import staff_hooks
from cms.editor import hooks as editor_hooks
from cms.editor.viewsets import MessageViewSet, TranslationViewSet
from cms.places import PlaceViewSet
from cms.viewsets import ServiceViewSet, SureStartViewSet, TrustViewSet

__all__ = ["editor_hooks", "staff_hooks"]


class DirectoryGroup(SnippetViewSetGroup):
    items = (ServiceViewSet, SureStartViewSet, TrustViewSet)
    menu_label = _("Who can help")
    menu_icon = "group"
    menu_order = 210


class LibraryGroup(SnippetViewSetGroup):
    items = (MessageViewSet, TranslationViewSet)
    menu_label = _("Library")
    menu_icon = "mail"
    menu_order = 200


register_snippet(LibraryGroup)
register_snippet(DirectoryGroup)
register_snippet(PlaceViewSet)
