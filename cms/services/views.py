"""Checking a helpline again, and taking the official list of Sure Starts."""

import base64
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.log_actions import log

from cms.staff_views import StaffPage
from directory import sure_starts
from directory.models import RECHECK_AFTER, Service
from directory.sure_starts import LONGEST, Change, ListError
from subscribers.hours import local_day, now_of

MAY_CHECK = "directory.change_service"
MAY_IMPORT = "directory.change_surestart"


class CheckForm(forms.ModelForm[Service]):
    """What somebody saw on the service's own page today."""

    class Meta:
        model = Service
        fields = ("phone", "url", "hours", "cost", "languages", "source")


class CheckService(StaffPage, FormView[CheckForm]):
    """Somebody has looked at the source and says that it is right, or puts it right."""

    permission = MAY_CHECK
    page_title = gettext_lazy("Check a helpline")
    header_icon = "help"
    form_class = CheckForm
    template_name = "cms/admin/services/check.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.service = get_object_or_404(Service, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(Service.snippet_viewset.get_url_name("list")), "label": _("Helplines")}  # type: ignore[attr-defined] # Wagtail puts it there
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.service.name}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.service}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_day(now_of(self.request))
        context = super().get_context_data(**kwargs)
        return context | {"service": self.service, "is_stale": self.service.is_stale(today)}

    def form_valid(self, form: CheckForm) -> HttpResponse:
        today = local_day(now_of(self.request))
        service = form.save(commit=False)
        service.checked_on, service.review_by = today, today + RECHECK_AFTER
        service.save()
        log(service, "wagtail.edit", user=self.request.user)
        flash.success(self.request, _("Thank you. %(name)s is checked as of today.") % {"name": service.name})
        return HttpResponseRedirect(reverse(Service.snippet_viewset.get_url_name("list")))  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """The file, or, on the second step, the file that was looked at."""

    file = forms.FileField(label=gettext_lazy("The list as a CSV file"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("seen"):
            try:
                self.cleaned_data["content"] = base64.b64decode(signing.loads(self.cleaned_data["seen"]))
            except signing.BadSignature:
                self.add_error(None, _("This page was changed on its way. Please choose the file once more."))
        elif file := self.cleaned_data.get("file"):
            self.cleaned_data["content"] = file.read(LONGEST + 1)
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return self.cleaned_data


class ImportSureStarts(StaffPage, FormView[ListForm]):
    """First what the file would change, row by row; then, on a second press, the change. One bad row stops it all."""

    permission = MAY_IMPORT
    page_title = gettext_lazy("Take the list of Sure Starts")
    header_icon = "upload"
    address = "import_sure_starts"
    form_class = ListForm
    template_name = "cms/admin/services/import.html"
    success_url = reverse_lazy("import_sure_starts")

    def form_valid(self, form: ListForm) -> HttpResponse:
        content = form.cleaned_data["content"]
        try:
            changes = sure_starts.read(content)
        except ListError as error:
            return self.render_to_response(self.get_context_data(form=ListForm(), errors=error.errors))
        if not form.cleaned_data["seen"]:
            seen = ListForm(initial={"seen": signing.dumps(base64.b64encode(content).decode())})
            return self.render_to_response(self.get_context_data(form=seen, **_sorted(changes)))
        count = sure_starts.apply(changes)
        sentence = ngettext("%(count)s Sure Start taken.", "%(count)s Sure Starts taken.", count) % {"count": count}
        flash.success(self.request, sentence)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = {"columns": sure_starts.COLUMNS, "needed": sure_starts.NEEDED}
        return super().get_context_data(**kwargs) | columns


def _sorted(changes: Sequence[Change]) -> dict[str, Any]:
    """What the page shows of a file without mistakes."""
    return {
        "looked_at": True,
        "changed": [change for change in changes if change.fields],
        "unchanged": sum(not change.fields for change in changes),
    }


def stale(request: HttpRequest) -> QuerySet[Service]:
    """The helplines that somebody has to check before messages may name them."""
    return Service.objects.filter(review_by__lt=local_day(now_of(request)))
