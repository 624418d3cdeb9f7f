"""The pieces of the editor's screen: fields with what is seen in them, and what can only be read."""

from collections.abc import Sequence
from typing import Any, cast

from django.forms import Media
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, Panel

from cms.approving import APPROVE
from cms.editor.forms import WordsForm
from cms.editor.reading import Look
from cms.editor.remarks import MAY_READ, remarks_on
from cms.editor.remarks import url_of as remarks_url
from cms.editor.states import MISSING, State, label_of, with_state
from languages.table import DEFAULT, LANGUAGES, Language
from messages.letters import blocks_of, text_of
from messages.models import AnyWords, Approval, Message, Translation
from messages.placeholders import named_in
from messages.words import LETTERS, PLAIN
from subscribers.hours import local_day, now_of

STYLES: dict[str, Sequence[str]] = {"all": ["css/admin/editor.css"]}
MEDIA = Media(css=STYLES, js=["js/admin/editor.js"])


def look_of(form: WordsForm, request: Any) -> Look:
    """What is seen in the form's words; made once for all panels of a page."""
    if not hasattr(form, "look"):
        form.look = Look(form.words, now_of(request))
    return cast("Look", form.look)


def language_of(words: AnyWords) -> Language:
    """The language that words are in."""
    return LANGUAGES[words.language or DEFAULT]


class WordsPanel(FieldPanel):
    """One field of the words; below it what is seen in it, and before a translation's its English."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "cms/admin/editor/field.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            name = self.field_name
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "gauge": look_of(self.form, self.request).gauges.get(name),
                "english": blocks_of(self._english),
                "placeholders": named_in(self._english),
                "has_english": isinstance(self.instance, Translation) and name in (*PLAIN, *LETTERS),
                "own": language_of(self.instance),
            }

        @property
        def _english(self) -> str:
            """What is to be translated, as it is published."""
            if not isinstance(self.instance, Translation):
                return ""
            value = getattr(self.instance.message, self.field_name)
            return text_of(value) if self.field_name in LETTERS else str(value)


class LookPanel(Panel):
    """What is seen in the words, as a whole: the table, or one line of it that stays in view."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/editor/look.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            look = look_of(self.form, self.request)
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"look": look, "language": language_of(self.instance)}


class SummaryPanel(LookPanel):
    class BoundPanel(LookPanel.BoundPanel):
        template_name = "cms/admin/editor/summary.html"
        media = MEDIA

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            viewset, words = type(self.instance).snippet_viewset, self.instance
            name = viewset.get_url_name("look_on_edit" if words.pk else "look_on_add")
            url = reverse(name, args=[words.pk] if words.pk else [])
            if not words.pk and isinstance(words, Translation):
                url += f"?message={words.message_id}&language={words.language}"
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"look_url": url}


class StandingPanel(Panel):
    """How far the words are, who approved them and when, and who approved which earlier ones."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/editor/standing.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            words: AnyWords = self.instance
            today = local_day(now_of(self.request))
            row = with_state(type(words).objects.filter(pk=words.pk), today).get()
            ledger = Approval.objects.filter(message=words.message_id, language=words.language).order_by("-pk")
            mine, published = words.fingerprint, row.fingerprint
            lines = [
                {"line": line, "is_mine": line.fingerprint == mine, "is_published": line.fingerprint == published}
                for line in ledger
            ]
            stands = next((one["line"] for one in lines if one["is_mine"]), None)
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "row": row,
                "state": row.state,
                "state_label": label_of(row.state),
                "lines": lines,
                "approval": stands if stands and not stands.taken_back else None,
                "has_newer_words": mine != published,
                "may_see_ledger": self.request.user.has_perm("library.view_approval"),
                "may_see_remarks": self.request.user.has_perm(MAY_READ),
                "open_remarks": remarks_on(words).filter(settled_at=None).count(),
                "remarks_url": remarks_url(words),
            }


class LanguagesPanel(Panel):
    """The other languages of a message, how far each is, and a way to open or begin it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/editor/languages.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "languages": self._rows,
                "message": self._message,
                "english_url": self._english_url,
                "old_url": self._old_url,
            }

        @cached_property
        def _message(self) -> Message:
            return cast("Message", self.instance if isinstance(self.instance, Message) else self.instance.message)

        @property
        def _english_url(self) -> str:
            if isinstance(self.instance, Message):
                return ""
            return reverse(Message.snippet_viewset.get_url_name("edit"), args=[self._message.pk])

        @property
        def _old_url(self) -> str:
            """Where whoever approves lets old words go on; blank where there are none, or for others."""
            may = isinstance(self.instance, Message) and self.request.user.has_perm(APPROVE)
            is_old = may and any(row["state"] == State.STALE for row in self._rows)
            return reverse("impact_translations", args=["message", self._message.pk]) if is_old else ""

        @cached_property
        def _rows(self) -> list[dict[str, Any]]:
            if not self._message.pk:
                return []
            today = local_day(now_of(self.request))
            begun = {one.language: one for one in with_state(self._message.translations.all(), today)}
            user = self.request.user
            may_begin = user.has_perm("library.add_translation")
            return [
                self._row(language, begun.get(language.code), may_begin=may_begin)
                for language in LANGUAGES.values()
                if language.code != DEFAULT
            ]

        def _row(self, language: Language, found: Any, *, may_begin: bool) -> dict[str, Any]:
            names = Translation.snippet_viewset.get_url_name
            url = ""
            if found:
                url = reverse(names("edit"), args=[found.pk])
            elif may_begin:
                url = f"{reverse(names('add'))}?message={self._message.pk}&language={language.code}"
            state = found.state if found else MISSING
            is_this = isinstance(self.instance, Translation) and self.instance.language == language.code
            told = {"language": language, "url": url, "state": state, "label": label_of(state), "is_this": is_this}
            return told | {"goes_on": state == State.STALE and not found.waits}
