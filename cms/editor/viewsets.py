"""The library in the editor's menu: messages, and their translations."""

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views import chooser

from cms.editor import translation_views, views
from cms.editor.layout import message_layout, translation_layout
from cms.editor.listing import MessageFilters, MessageIndex, TranslationFilters, TranslationIndex
from cms.editor.live import LookView
from cms.editor.remarks import Remarks
from cms.guarded import GuardedChooser, GuardedViewSet, LanguageViewSet, guard
from messages.models import Message, Translation


class _OfStages:
    """Words of the library are chosen, and not those of a campaign, which belongs to somebody."""

    model_class: Any

    def get_object_list(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model_class.objects.of_stages()
        return found

    def get_object(self, pk: Any) -> Any:
        return get_object_or_404(self.get_object_list(), pk=unquote(str(pk)))

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)


class WordsChooser(GuardedChooser):
    choose_view_class = type("ChooseView", (_OfStages, chooser.ChooseView), {})
    choose_results_view_class = type("ChooseResultsView", (_OfStages, chooser.ChooseResultsView), {})
    chosen_view_class = type("ChosenView", (_OfStages, chooser.SnippetChosenView), {})
    chosen_multiple_view_class = type("ChosenMultipleView", (_OfStages, chooser.SnippetChosenMultipleView), {})


class WordsScreens(GuardedViewSet):
    """What messages and translations share."""

    copy_view_enabled = False  # one message a stage and track, one translation a language
    list_per_page = 60
    edit_view_class = views.EditView
    chooser_viewset_class = WordsChooser

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The library: what a campaign says is written, and approved, with the campaign."""
        rows = super().get_queryset(request)
        found: QuerySet[Any] = (self.model.objects.all() if rows is None else rows).of_stages()
        return found

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return guard(super().construct_view(view_class, **kwargs), self._is_of_a_stage)

    def _is_of_a_stage(self, _request: HttpRequest, pk: Any = None, **_args: Any) -> bool:
        return pk is None or bool(self.model.objects.filter(pk=unquote(str(pk))).of_stages().exists())

    @property
    def look_view(self) -> Any:
        return self.construct_view(LookView, form_class=self.get_form_class())

    @property
    def remarks_view(self) -> Any:
        return self.construct_view(Remarks)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("look/", self.look_view, name="look_on_add"),
            path("look/<int:pk>/", self.look_view, name="look_on_edit"),
            path("remarks/<int:pk>/", self.remarks_view, name="remarks"),
        ]


class MessageViewSet(WordsScreens):
    """The message library: a stage's idea, its words in English, its source, and its other languages."""

    model = Message
    icon = "mail"
    menu_label = _("Messages")
    index_view_class = MessageIndex
    filterset_class = MessageFilters
    add_view_class = views.AddMessage
    search_fields: ClassVar[list[str]] = ["topic", "action", "why", "sms", "source"]
    edit_handler = message_layout()


class TranslationViewSet(WordsScreens, LanguageViewSet):
    """Each language of each message, with its own drafts and approval. They are begun from their message."""

    model = Translation
    icon = "globe"
    menu_label = _("Translations")
    index_view_class = TranslationIndex
    filterset_class = TranslationFilters
    add_view_class = translation_views.AddTranslation
    edit_view_class = translation_views.EditTranslation
    preview_on_add_view_class = translation_views.PreviewNewTranslation
    search_fields: ClassVar[list[str]] = ["topic", "action", "sms", "message__topic"]
    edit_handler = translation_layout()
