"""The pages on which the library goes out into a spreadsheet, and comes in again."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.models import SheetUpload
from cms.sheets.forms import ExportForm, UploadForm
from cms.sheets.showing import cards
from messages.sheets.applying import MovedOnError, apply
from messages.sheets.comparing import Plan, compare
from messages.sheets.faults import SheetError
from messages.sheets.writing import TYPES, export
from subscribers.hours import local_day, now_of

A_PAGE = 25  # rows that are shown at once
FAULTS_SHOWN = 200


def may_export(user: Any) -> bool:
    """Whoever may see the library, in whichever part."""
    verbs, models = ("view", "add", "change", "delete", "publish"), ("message", "translation")
    return any(user.has_perm(f"library.{verb}_{model}") for verb in verbs for model in models)


def may_import(user: Any) -> bool:
    """Who is trusted with many words at once, and may change some. Each row asks again."""
    changes = any(user.has_perm(f"library.change_{model}") for model in ("message", "translation"))
    return bool(changes and user.has_perm("library.import_message"))


def person(request: HttpRequest) -> User:
    """Who is signed in, as nobody else comes so far."""
    return cast("User", request.user)


class SheetsPage(WagtailAdminTemplateMixin, View):
    """The furniture of these pages."""

    page_title = _("Spreadsheets")
    header_icon = "table"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user):
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        return may_import(user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("sheets"), "label": SheetsPage.page_title}]


class Sheets(SheetsPage, FormView[UploadForm]):
    """Out and in, side by side."""

    form_class = UploadForm
    template_name = "cms/admin/sheets/index.html"
    success_url = reverse_lazy("sheets_difference")

    def allowed(self, user: Any) -> bool:
        return may_import(user) if self.request.method == "POST" else may_export(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        allowed = may_import(self.request.user)
        waiting = _waiting(self.request) if allowed else None
        return context | {"export_form": ExportForm(), "may_import": allowed, "waiting": waiting}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file until its sender says yes; those of people who never did go."""
        now, (name, content) = now_of(self.request), form.cleaned_data["file"]
        SheetUpload.objects.filter(at__lt=now - settings.SHEET_KEPT).delete()
        SheetUpload.objects.update_or_create(
            user=person(self.request), defaults={"name": name, "content": content, "at": now}
        )
        return super().form_valid(form)


class Export(SheetsPage):
    """The file itself."""

    def allowed(self, user: Any) -> bool:
        return may_export(user)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ExportForm(request.GET)
        if not form.is_valid():
            return HttpResponseRedirect(reverse("sheets"))
        kind = form.cleaned_data["form"]
        try:
            content = export(kind, form.languages)
        except SheetError as error:
            flash.error(request, str(error))
            return HttpResponseRedirect(reverse("sheets"))
        language = form.cleaned_data["language"]
        name = "-".join(filter(None, ("library", language, f"{local_day(now_of(request)):%Y-%m-%d}")))
        headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
        return HttpResponse(content, content_type=TYPES[kind], headers=headers)


class Difference(SheetsPage):
    """What the file would change; a yes imports just that."""

    template_name = "cms/admin/sheets/difference.html"
    page_title = _("The difference")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        upload = _waiting(request)
        if upload is None:
            return self._gone()
        return self._show(upload, compare(bytes(upload.content), upload.name, person(self.request), self._today))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        upload = _waiting(request)
        if upload is None:
            return self._gone()
        try:
            plan = apply(
                bytes(upload.content), upload.name, person(self.request), self._today, request.POST.get("digest", "")
            )
        except MovedOnError as error:
            return self._show(upload, error.plan, moved=True)
        if plan.faults:
            return self._show(upload, plan)
        upload.delete()
        count = len(plan.rows)
        done = ngettext(
            "One row of %(name)s was saved as a draft. Parents get what they got before, until it is approved and "
            "published.",
            "%(count)d rows of %(name)s were saved as drafts. Parents get what they got before, until each is approved "
            "and published.",
            count,
        )
        flash.success(request, done % {"count": count, "name": upload.name})
        return HttpResponseRedirect(reverse("sheets"))

    @property
    def _today(self) -> Any:
        return local_day(now_of(self.request))

    def _gone(self) -> HttpResponse:
        flash.warning(self.request, _("There is no file of yours waiting. Please send it again."))
        return HttpResponseRedirect(reverse("sheets"))

    def _show(self, upload: SheetUpload, plan: Plan, *, moved: bool = False) -> HttpResponseBase:
        page = Paginator(plan.rows, A_PAGE).get_page(self.request.GET.get("p"))
        context = self.get_context_data(
            upload=upload,
            plan=plan,
            moved=moved,
            page=page,
            cards=list(cards(list(page.object_list), person(self.request))),
            faults=plan.faults[:FAULTS_SHOWN],
            more_faults=max(len(plan.faults) - FAULTS_SHOWN, 0),
            upload_form=UploadForm(),
        )
        answer: HttpResponse = self.render_to_response(context, status=409 if moved else 200)
        return answer


class Discard(SheetsPage):
    """No: the file goes, and the library stays as it is."""

    def post(self, request: HttpRequest) -> HttpResponse:
        SheetUpload.objects.filter(user=person(request)).delete()
        flash.success(request, _("The file is gone. Nothing was changed."))
        return HttpResponseRedirect(reverse("sheets"))


def _waiting(request: HttpRequest) -> SheetUpload | None:
    """The file that this person has sent, unless that is too long ago."""
    since = now_of(request) - settings.SHEET_KEPT
    return SheetUpload.objects.filter(user=person(request), at__gte=since).first()
