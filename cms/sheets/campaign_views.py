"""The page on which the words of one campaign go out, and come in again: a file of its own, never the library's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from campaigns.models import ALIVE, Campaign
from campaigns.sheets import words_of
from campaigns.writing import may_translate
from cms.approving import languages_of
from cms.mailings.scope import MAY_SEE, CampaignPage, user_of, with_words_for
from cms.sheets.forms import ExportForm, UploadForm
from cms.sheets.keeping import keep, waiting
from cms.sheets.views import sent


class WordsOfCampaign(CampaignPage):
    """Words of one campaign: for whoever sees it, and for translators, who see nothing else of it."""

    page_title = _("The words of this campaign")
    header_icon = "table"

    def find(self) -> Campaign | None:
        if self.request.user.has_perm(MAY_SEE):
            return super().find()
        return with_words_for(self.request.user).filter(pk=self.kwargs["pk"]).first()

    def is_allowed(self) -> bool:
        return super().is_allowed() or self.translates

    @property
    def translates(self) -> bool:
        return self.campaign is not None and may_translate(self.campaign, user_of(self.request))

    def above(self) -> list[dict[str, Any]]:
        return super().above() if super().is_allowed() else []


class CampaignSheets(WordsOfCampaign, FormView[UploadForm]):
    """Out, and in until the campaign is over; which words, each row says."""

    form_class = UploadForm
    template_name = "cms/admin/sheets/index.html"

    def is_allowed(self) -> bool:
        return super().is_allowed() and (self.request.method != "POST" or self.may_import)

    @property
    def may_import(self) -> bool:
        return (self.is_writer or self.translates) and self.of.state in ALIVE

    def form_valid(self, form: UploadForm) -> HttpResponse:
        name, content = form.cleaned_data["file"]
        keep(self.request, name, content, of=self.of)
        return redirect("sheets_difference")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upload = waiting(self.request) if self.may_import else None
        return super().get_context_data(**kwargs) | {
            "export_form": ExportForm(languages=languages_of(self.request.user)),
            "export_url": reverse("campaign_sheets_export", args=[self.of.pk]),
            "upload_url": reverse("campaign_sheets", args=[self.of.pk]),
            "may_import": self.may_import,
            "waiting": upload if upload and upload.campaign_id == self.of.pk else None,
        }


class CampaignExport(WordsOfCampaign):
    """The file itself."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = ExportForm(request.GET, languages=languages_of(request.user))
        found = sent(request, form, f"campaign-{self.of.pk}", words_of(self.of))
        return found or redirect("campaign_sheets", self.of.pk)
