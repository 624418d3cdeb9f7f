"""What is seen in words while they are typed: a small answer of HTML. Nothing is ever stored."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.editor.panels import language_of
from cms.editor.reading import Look
from cms.editor.translation_views import translation_begun
from messages.models import AnyWords, Message
from subscribers.hours import now_of


class LookView(PermissionCheckedMixin, View):
    """POST the editor's form; the answer has a part for each field, one for the table and one for the summary."""

    model: Any = None
    form_class: Any = None
    any_permission_required = ("add", "change", "publish")
    http_method_names = ("post",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As the editor's own view: who reviews may be let in by the workflow's present task only."""
        pk = kwargs.get("pk")
        self.row: AnyWords | None = None if pk is None else get_object_or_404(self.model, pk=pk)
        task = self.row.current_workflow_task if self.row else None
        answer: HttpResponseBase
        if task and task.user_can_access_editor(self.row, request.user):
            answer = View.dispatch(self, request, *args, **kwargs)
        else:
            answer = super().dispatch(request, *args, **kwargs)
        return answer

    @method_decorator(never_cache)
    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, instance=self.row or self._begun(), for_user=request.user)
        form.defer_required_fields()
        form.is_valid()  # fills the words in; a field that is not right keeps what it had
        context = {"look": Look(form.words, now_of(request)), "language": language_of(form.words)}
        return render(request, "cms/admin/editor/live.html", context)

    def _begun(self) -> AnyWords:
        begun = Message() if self.model is Message else translation_begun(self.request.GET)
        if begun is None:
            raise PermissionDenied
        return begun
