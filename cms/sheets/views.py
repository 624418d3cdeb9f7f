"""The pages on which the library goes out into a spreadsheet, and comes in again."""

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import QuerySet
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

from cms.approving import languages_of
from cms.models import SheetUpload
from cms.sheets.forms import ExportForm, UploadForm
from cms.sheets.keeping import home_of, keep, person, scope_of, waiting
from cms.sheets.showing import cards
from messages.models import Message
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
        return context | {
            "export_form": ExportForm(languages=languages_of(self.request.user)),
            "export_url": reverse("sheets_export"),
            "upload_url": reverse("sheets"),
            "may_import": allowed,
            "waiting": waiting(self.request) if allowed else None,
        }

    def form_valid(self, form: UploadForm) -> HttpResponse:
        keep(self.request, *form.cleaned_data["file"])
        return super().form_valid(form)


class Export(SheetsPage):
    """The file itself."""

    def allowed(self, user: Any) -> bool:
        return may_export(user)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ExportForm(request.GET, languages=languages_of(request.user))
        return sent(request, form, "library") or HttpResponseRedirect(reverse("sheets"))


def sent(
    request: HttpRequest, form: ExportForm, begins: str, of: QuerySet[Message] | None = None
) -> HttpResponse | None:
    """The file that was asked for; None, and a word why, when there can be none."""
    if not form.is_valid():
        for sentences in form.errors.values():
            flash.error(request, " ".join(map(str, sentences)))
        return None
    kind = form.cleaned_data["form"]
    try:
        content = export(kind, form.languages, only_needed=form.only_needed, of=of)
    except SheetError as error:
        flash.error(request, str(error))
        return None
    name = form.file_name(begins, local_day(now_of(request)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


class Difference(SheetsPage):
    """What the file would change; a yes imports just that."""

    template_name = "cms/admin/sheets/difference.html"
    page_title = _("The difference")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def allowed(self, user: Any) -> bool:
        """Whoever sent words of a campaign sees what they change; whether they may, each row asks."""
        upload = None if may_import(user) else waiting(self.request)
        return may_import(user) or bool(upload and upload.campaign_id)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        upload = waiting(request)
        if upload is None:
            return self._gone()
        user = person(request)
        return self._show(
            upload, compare(bytes(upload.content), upload.name, user, self._today, scope_of(upload, user))
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        upload = waiting(request)
        if upload is None:
            return self._gone()
        content, user, digest = bytes(upload.content), person(request), request.POST.get("digest", "")
        try:
            plan = apply(content, upload.name, user, self._today, digest, scope=scope_of(upload, user))
        except MovedOnError as error:
            return self._show(upload, error.plan, moved=True)
        if plan.faults:
            return self._show(upload, plan)
        upload.delete()
        flash.success(request, _done(upload, len(plan.rows)))
        return HttpResponseRedirect(home_of(upload))

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
            upload_url=home_of(upload),
        )
        answer: HttpResponse = self.render_to_response(context, status=409 if moved else 200)
        return answer


class Discard(Difference):
    """No: the file goes, and everything stays as it is."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        upload = SheetUpload.objects.filter(user=person(request)).first()
        home = home_of(upload)
        if upload is not None:
            upload.delete()
        flash.success(request, _("The file is gone. Nothing was changed."))
        return HttpResponseRedirect(home)


def _done(upload: SheetUpload, count: int) -> str:
    """What was imported, and what becomes of it."""
    if upload.campaign_id:
        done = ngettext(
            "One row of %(name)s was saved. Changed words wait for their approval.",
            "%(count)d rows of %(name)s were saved. Changed words wait for their approval.",
            count,
        )
    else:
        done = ngettext(
            "One row of %(name)s was saved as a draft. Parents get what they got before, until it is approved and "
            "published.",
            "%(count)d rows of %(name)s were saved as drafts. Parents get what they got before, until each is approved "
            "and published.",
            count,
        )
    return done % {"count": count, "name": upload.name}
