"""What the editor's menu offers. Wagtail reads this module only: the other hooks are registered with it."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms import furniture, staff_hooks
from cms.area import hooks as area_hooks
from cms.campaign_report import hooks as campaign_report_hooks
from cms.campaigns import hooks as campaigns_hooks
from cms.editor.viewsets import MessageViewSet, TranslationViewSet
from cms.events import hooks as events_hooks
from cms.formats import hooks as formats_hooks
from cms.impact import hooks as impact_hooks
from cms.languages_board.hooks import LanguagesViewSet
from cms.mailings import hooks as mailings_hooks
from cms.map.hooks import MapViewSet
from cms.observances import ObservanceViewSet
from cms.pack import hooks as pack_hooks
from cms.places import hooks as place_hooks
from cms.review import hooks as review_hooks
from cms.services.hooks import DirectoryGroup
from cms.sheets import hooks as sheets_hooks
from cms.suggestions import hooks as suggestions_hooks
from cms.translating import hooks as translating_hooks
from cms.trial import hooks as trial_hooks
from cms.unknown import hooks as unknown_hooks

__all__ = [
    "area_hooks",
    "campaign_report_hooks",
    "campaigns_hooks",
    "events_hooks",
    "formats_hooks",
    "furniture",
    "impact_hooks",
    "mailings_hooks",
    "pack_hooks",
    "place_hooks",
    "review_hooks",
    "sheets_hooks",
    "staff_hooks",
    "suggestions_hooks",
    "translating_hooks",
    "trial_hooks",
    "unknown_hooks",
]


class LibraryGroup(SnippetViewSetGroup):
    items = (MapViewSet, MessageViewSet, TranslationViewSet, LanguagesViewSet)
    menu_label = _("Library")
    menu_icon = "mail"
    menu_order = 200


register_snippet(LibraryGroup)
register_snippet(DirectoryGroup)
register_snippet(ObservanceViewSet)
