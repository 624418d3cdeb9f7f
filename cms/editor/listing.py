"""The lists of messages and of translations: what is where, how far, and in how many languages."""

from typing import Any

import django_filters
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.forms import Media
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView

from cms.editor.panels import STYLES
from cms.editor.states import OF_ENGLISH, State, label_of, with_state
from languages.table import LANGUAGES
from messages.models import Message, Theme, Translation
from messages.stages import StageKind
from subscribers.hours import local_day, now_of
from subscribers.models import Track


class StateColumn(Column):
    """A chip with a state, in words and a colour."""

    cell_template_name = "cms/admin/editor/state_cell.html"

    def get_value(self, instance: Any) -> dict[str, Any]:
        return {"state": instance.state, "label": label_of(instance.state)}


class LanguagesColumn(Column):
    """How many of the languages can be sent."""

    cell_template_name = "cms/admin/editor/languages_cell.html"

    def get_value(self, instance: Any) -> dict[str, int]:
        return {"done": instance.languages_done, "all": len(LANGUAGES)}


class WordsFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)


class MessageFilters(WordsFilters):
    state = django_filters.ChoiceFilter(label=_("State"), choices=OF_ENGLISH)
    kind = django_filters.ChoiceFilter(label=_("Stage"), choices=StageKind.choices)
    track = django_filters.ChoiceFilter(label=_("Track"), choices=Track.choices)
    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=Theme.choices)
    due = django_filters.BooleanFilter(label=_("Due for review"), method="is_due")

    class Meta:
        model = Message
        fields = ("kind", "track", "theme", "state", "due")

    def is_due(self, found: QuerySet[Message], _name: str, value: bool) -> QuerySet[Message]:  # noqa: FBT001 - its way
        due = Q(review_on__lte=local_day(now_of(self.request)))
        return found.filter(due if value else ~due)


class TranslationFilters(WordsFilters):
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=[(one.code, one.name) for one in LANGUAGES.values()][1:]
    )

    class Meta:
        model = Translation
        fields = ("language", "state")


class WordsIndex(IndexView):
    """Constant queries, whatever the number of rows. Nothing is deleted from here in bulk."""

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()
        return with_state(rows, local_day(now_of(self.request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"media": context["media"] + Media(css=STYLES)}

    @cached_property
    def list_display(self) -> list[Any]:
        return self.ours()

    def ours(self) -> list[Any]:
        raise NotImplementedError

    @cached_property
    def columns(self) -> list[Any]:
        """Without the boxes: a whole library is not to be deleted by two clicks."""
        return list(super().columns[1:])


class MessageIndex(WordsIndex):
    default_ordering = "place"

    def get_base_queryset(self) -> QuerySet[Any]:
        goes = Q(translations__made_from=F("digest")) | Q(translations__goes_on_with=F("digest"))
        done = goes & Q(translations__live=True) & ~Q(translations__approved_by="")
        english = Case(
            When(live=True, approved_by__gt="", then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(StageKind)]
        rows: QuerySet[Any] = super().get_base_queryset()
        counted: QuerySet[Any] = rows.annotate(
            languages_done=Count("translations", filter=done) + english,
            place=Case(*places, default=Value(len(places)), output_field=IntegerField()),
        )
        return counted

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.ordering in ("place", "-place"):
            ways = {"place": F("place").asc(), "-place": F("place").desc()}
            down = "-" if self.ordering == "-place" else ""
            return queryset.order_by(ways[self.ordering], f"{down}number", "track")
        ordered: QuerySet[Any] = super().order_queryset(queryset)
        return ordered

    def ours(self) -> list[Any]:
        return [
            self._get_title_column("topic"),
            Column("stage", label=_("Stage"), accessor=_stage, sort_key="place"),
            Column("track", label=_("Track"), accessor=_track, sort_key="track"),
            Column("theme", label=_("Theme"), accessor=_theme, sort_key="theme"),
            StateColumn("state", label=_("State"), sort_key="state"),
            LanguagesColumn("languages_done", label=_("Languages"), sort_key="languages_done"),
            Column("review_on", label=_("Review on"), accessor=_review_day, sort_key="review_on"),
        ]


class TranslationIndex(WordsIndex):
    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset().select_related("message")
        return rows

    def ours(self) -> list[Any]:
        return [
            self._get_title_column("topic"),
            Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
            Column("message", label=_("Message"), accessor="message"),
            StateColumn("state", label=_("State"), sort_key="state"),
            Column("approved_by", label=_("Approved by"), sort_key="approved_by"),
        ]


def _stage(message: Message) -> str:
    """As "Week of age 7"."""
    return capfirst(f"{message.get_kind_display()} {message.number}")


def _track(message: Message) -> str:
    return capfirst(message.get_track_display())


def _theme(message: Message) -> str:
    return capfirst(message.get_theme_display())


def _review_day(message: Message) -> str:
    return date_format(message.review_on, "SHORT_DATE_FORMAT")
