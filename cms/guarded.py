"""Screens of the admin that refuse kindly, are open to those who only read, and know translators' languages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages as flash
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from cms.approving import RefusedError, languages_of, may_work_in
from messages.words import TRIO, Words

View = Callable[..., HttpResponseBase]
READERS = ("add", "change", "delete", "view")
# What somebody reads of a message, from the top.
READ = (
    *("message", "language", "kind", "number", "track", "theme", "topic", "action"),
    *("sms", *TRIO, "subject", "preheader", "email_text", "web_text"),
    *("why", "source", "source_url", "source_checked_on", "review_on"),
    *("status_string", "approved_by", "approved_at"),
)
# Wagtail opens these only to those who may change; looking changes nothing.
FOR_READING = (
    snippets.HistoryView,
    snippets.PreviewRevisionView,
    snippets.RevisionsCompareView,
    snippets.UsageView,
    snippets.WorkflowHistoryDetailView,
    snippets.WorkflowHistoryView,
)


DONE = {
    "approve": gettext_lazy("The words are approved, and published at once or on their day."),
    "reject": gettext_lazy("The words are back with their writer, and your comment with them."),
}


def _sent_back(task_state: Any) -> str:
    """Who asked for what."""
    user = task_state.finished_by
    told = {"name": (user.get_full_name() or user.get_username()) if user else "", "comment": task_state.comment}
    return _("%(name)s would like these words changed: %(comment)s") % told


class KindEdit:
    """An editor that tells why words were sent back, and why they were not approved; what was typed stays a draft."""

    request: HttpRequest
    object: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state = getattr(self.object, "current_workflow_state", None)
        if state and state.status == state.STATUS_NEEDS_CHANGES:
            flash.info(request, _sent_back(state.current_task_state))
        answer: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[misc] # Wagtail's view follows
        return answer

    def save_instance(self) -> Any:
        """The editor saves by itself: what was published while it did so stays published."""
        with transaction.atomic():
            if self.draftstate_enabled:  # type: ignore[attr-defined]
                row = type(self.object).objects.select_for_update().only("live").get(pk=self.object.pk)
                self.object.live = row.live
            return super().save_instance()  # type: ignore[misc] # Wagtail's view follows

    def get_success_message(self, *args: Any) -> str:
        done = str(self.request.POST.get("workflow-action-name")) if self.action == "workflow-action" else ""  # type: ignore[attr-defined]
        return str(DONE.get(done) or super().get_success_message(*args))  # type: ignore[misc] # Wagtail's view follows

    def workflow_action_action(self) -> HttpResponse | None:
        try:
            answer: HttpResponse | None = super().workflow_action_action()  # type: ignore[misc] # Wagtail's view follows
        except RefusedError as error:
            flash.error(self.request, str(error))
            return redirect(self.request.path)
        return answer


class KindAction:
    """The same without the editor: from the admin's front page."""

    request: HttpRequest
    redirect_url: str
    action_name: str
    form_class: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc] # Wagtail's view follows
            if self.form_class(request.POST).is_valid():
                flash.success(request, str(DONE[self.action_name]))
        except RefusedError as error:
            flash.error(request, str(error))
            if request.headers.get("x-requested-with") != "XMLHttpRequest":
                return redirect(self.redirect_url)
            answer = self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})  # type: ignore[attr-defined]
        return answer


def paragraphs(text: str) -> SafeString:
    """A letter's text, a line a paragraph."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line))


class ReadWords:
    """Letters are read in their paragraphs."""

    object: Any

    def get_email_text_display_value(self) -> str:
        return paragraphs(self.object.email_text)

    def get_web_text_display_value(self) -> str:
        return paragraphs(self.object.web_text)


class ReviewersPreview:
    """Whoever is asked to approve a draft may look at it."""

    def user_has_permission_for_instance(self, permission: str, instance: Any) -> bool:
        if super().user_has_permission_for_instance(permission, instance):  # type: ignore[misc] # Wagtail's view follows
            return True
        task = getattr(instance, "current_workflow_task", None)
        return bool(task and task.user_can_access_editor(instance, self.request.user))  # type: ignore[attr-defined]


KIND = (
    (snippets.EditView, KindEdit),
    (snippets.InspectView, ReadWords),
    (snippets.WorkflowActionView, KindAction),
    (snippets.PreviewOnEditView, ReviewersPreview),
)


class GuardedChooser(SnippetChooserViewSet):
    """Only those who may see the rows choose among them."""

    def construct_view(self, view_class: Any, **kwargs: Any) -> View:
        model = self.model

        def is_allowed(request: HttpRequest, **_args: Any) -> bool:
            policy = model.snippet_viewset.permission_policy
            return bool(policy.user_has_any_permission(request.user, READERS))

        return guard(ChooserViewSet.construct_view(self, view_class, **kwargs), is_allowed)


class GuardedViewSet(snippets.SnippetViewSet):
    """A snippet's screens: readers can read all of it, and refusals are explained."""

    inspect_view_enabled = True
    chooser_viewset_class = GuardedChooser

    @property
    def inspect_view_fields(self) -> list[str]:
        """What a reader is shown: of words, what they say and how we know, and not how Wagtail keeps them."""
        if not issubclass(self.model, Words):
            return []
        # That a message speaks English is a constant of its class, and nothing to tell.
        return [x for x in READ if hasattr(self.model, x) and not isinstance(getattr(self.model, x), str)]

    def construct_view(self, view_class: Any, **kwargs: Any) -> View:
        if issubclass(view_class, FOR_READING):
            reading = {"permission_required": None, "any_permission_required": list(READERS)}
            view_class = type(view_class.__name__, (view_class,), reading)
        for base, mixin in KIND:
            if issubclass(view_class, base):
                view_class = type(view_class.__name__, (mixin, view_class), {})
        return guard(super().construct_view(view_class, **kwargs), self._may_see)

    def _may_see(self, request: HttpRequest, **_args: Any) -> bool:
        """What Wagtail leaves open to everybody of the staff is for those who have anything to do with these rows."""
        return bool(self.permission_policy.user_has_any_permission(request.user, READERS))


class InOwnLanguages:
    """A form that writes only in the languages that somebody was given."""

    def is_valid(self, form: Any) -> bool:
        if not super().is_valid(form):  # type: ignore[misc] # Wagtail's view follows
            return False
        if may_work_in(self.request.user, form.instance.language):  # type: ignore[attr-defined]
            return True
        sentence = _("You were not given this language. Please ask an administrator if you should have it.")
        form.add_error("language" if "language" in form.fields else None, sentence)
        self.produced_error_code, self.produced_error_message = "validation_error", sentence
        return False


class LanguageViewSet(GuardedViewSet):
    """Rows that have a language: every screen and the list know only those that somebody was given."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any] | None:
        languages = languages_of(request.user)
        rows = super().get_queryset(request)
        if languages is None:
            return rows  # type: ignore[no-any-return] # a queryset, or None for Wagtail's own
        rows = self.model.objects.all() if rows is None else rows
        return rows.filter(language__in=languages)  # type: ignore[no-any-return]

    def construct_view(self, view_class: Any, **kwargs: Any) -> View:
        if issubclass(view_class, (snippets.CreateView, snippets.EditView)):
            view_class = type(view_class.__name__, (InOwnLanguages, view_class), {})
        return guard(super().construct_view(view_class, **kwargs), self._is_given)

    def register_chooser_viewset(self) -> None:
        """Nothing chooses one of these."""

    def _is_given(self, request: HttpRequest, pk: Any = None, **_args: Any) -> bool:
        """Whether the row that an address names is in one of the person's languages."""
        languages = languages_of(request.user)
        if pk is None or languages is None:
            return True
        rows = self.model.objects.filter(pk=unquote(str(pk)))
        return bool(rows.filter(language__in=languages).exists())


def guard(view: View, is_allowed: Callable[..., bool]) -> View:
    """A view that refuses whoever is not allowed, by the request and what its address names."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_allowed(request, **kwargs):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
