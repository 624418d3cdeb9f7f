"""What the editor's menu offers."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel, PublishingPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from campaigns.models import Place
from cms import furniture, staff_hooks
from cms.guarded import GuardedViewSet, LanguageViewSet
from cms.impact import hooks as impact_hooks
from cms.map.hooks import MapViewSet
from cms.place_form import PlaceForm
from cms.review import hooks as review_hooks
from cms.services.hooks import DirectoryGroup
from cms.sheets import hooks as sheets_hooks
from cms.trial import hooks as trial_hooks
from messages.models import Message, Translation

# Wagtail reads this module only.
__all__ = ["furniture", "impact_hooks", "review_hooks", "sheets_hooks", "staff_hooks", "trial_hooks"]


class MessageViewSet(GuardedViewSet):
    """The message library: a stage's idea, its source, and its wordings."""

    model = Message
    icon = "mail"
    menu_label = _("Messages")
    list_display: ClassVar[list[str]] = [
        "topic",
        "kind",
        "number",
        "track",
        "theme",
        "approved_by",
        "review_on",
    ]
    list_filter: ClassVar[list[str]] = ["kind", "track", "theme"]
    search_fields: ClassVar[list[str]] = ["topic", "action", "why"]
    list_per_page = 60
    ordering = ("-kind", "number", "track")
    panels: ClassVar[list[Panel]] = [
        FieldPanel("topic"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("track"), FieldPanel("theme")]),
        FieldPanel("action"),
        MultiFieldPanel([FieldPanel("sms"), FieldPanel("sms_why"), FieldPanel("sms_do"), FieldPanel("sms_done")]),
        MultiFieldPanel([FieldPanel("subject"), FieldPanel("preheader"), FieldPanel("email"), FieldPanel("web")]),
        MultiFieldPanel(
            [
                FieldPanel("why"),
                FieldPanel("source"),
                FieldPanel("source_url"),
                FieldRowPanel([FieldPanel("source_checked_on"), FieldPanel("review_on")]),
            ],
            heading=_("Why it works, and how we know"),
        ),
        PublishingPanel(),
    ]


class TranslationViewSet(LanguageViewSet):
    model = Translation
    list_display: ClassVar[list[str]] = ["message", "language", "approved_by"]


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


class LibraryGroup(SnippetViewSetGroup):
    items = (MapViewSet, MessageViewSet, TranslationViewSet)
    menu_label = _("Library")
    menu_icon = "mail"
    menu_order = 200


register_snippet(LibraryGroup)
register_snippet(DirectoryGroup)
register_snippet(PlaceViewSet)
