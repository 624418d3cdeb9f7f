"""What staff say to each other beside the words: asked, answered and settled without leaving the message."""

from typing import Any, cast

from django import forms
from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from messages.models import AnyWords, Remark
from subscribers.hours import now_of

MAY_READ, MAY_WRITE = "library.view_remark", "library.add_remark"
OPEN_FIRST = (F("settled_at").asc(nulls_first=True), "-pk")


class RemarkForm(forms.ModelForm[Remark]):
    class Meta:
        model = Remark
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012 - Django's own form of it


def remarks_on(words: AnyWords) -> QuerySet[Remark]:
    """Open ones first, the newest first among each."""
    found = Remark.objects.filter(message=words.message_id, language=words.language)
    return found.select_related("author", "settled_by").order_by(*OPEN_FIRST)


def context_of(words: AnyWords, request: HttpRequest, form: RemarkForm | None = None) -> dict[str, Any]:
    """What the list of remarks is drawn from."""
    found = list(remarks_on(words))
    return {
        "words": words,
        "may_write": request.user.has_perm(MAY_WRITE),
        "remarks": found,
        "open_remarks": sum(remark.settled_at is None for remark in found),
        "remark_form": form or RemarkForm(),
        "remarks_url": url_of(words),
    }


def url_of(words: AnyWords) -> str:
    """Where the remarks on these words are."""
    return reverse(type(words).snippet_viewset.get_url_name("remarks"), args=[words.pk])


class RemarksSidePanel(BaseSidePanel):
    """Beside the form, with a small form of its own, so that what is being typed stays as it is."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle comments")
        icon_name = "comment"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"count": self.panel.remarks["open_remarks"]}

    name = "remarks"
    title = _("Comments")
    template_name = "cms/admin/editor/remarks_panel.html"
    order = 300

    @cached_property
    def remarks(self) -> dict[str, Any]:
        return context_of(self.object, self.request)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | self.remarks | {"csrf_token": get_token(self.request)}


class Remarks(WagtailAdminTemplateMixin, TemplateView):
    """All remarks on one language of a message; a remark is added, or settled, by a POST.

    A script asks for the list alone, with `X-Requested-With`, and puts it in its place.
    """

    model: Any = None
    page_title = _("Comments")
    header_icon = "comment"
    template_name = "cms/admin/editor/remarks.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_WRITE if request.method == "POST" else MAY_READ):
            raise PermissionDenied
        self.words: AnyWords = get_object_or_404(self.model, pk=kwargs["pk"])
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = None
        if settled := request.POST.get("settle"):
            self._settle(settled)
        else:
            form = self._add()
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return render(request, "cms/admin/editor/remark_list.html", context_of(self.words, self.request, form))
        if form:
            return self.render_to_response(self.get_context_data(form=form))
        flash.success(request, _("Thank you, that is noted."))
        return redirect(url_of(self.words))

    def _add(self) -> RemarkForm | None:
        """Keep what was written. Returns the form when it is not yet right."""
        form = RemarkForm(self.request.POST)
        if not form.is_valid():
            return form
        remark = form.save(commit=False)
        remark.message_id, remark.language = self.words.message_id, self.words.language
        remark.author, remark.at = cast("User", self.request.user), now_of(self.request)
        remark.save()
        return None

    def _settle(self, pk: str) -> None:
        if pk.isdecimal():
            found = remarks_on(self.words).filter(pk=pk, settled_at=None)
            found.update(settled_at=now_of(self.request), settled_by=self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name = type(self.words).snippet_viewset.get_url_name("edit")
        above = {"url": reverse(name, args=[self.words.pk]), "label": str(self.words)}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get_context_data(self, form: RemarkForm | None = None, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | context_of(self.words, self.request, form)
