"""What the pages have in common on which a draft is written in one language."""

from functools import cached_property
from typing import Any

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from campaigns import writing
from campaigns.models import Campaign, State
from campaigns.running import RefusedError
from cms.campaigns.editing import CLOSED
from cms.campaigns.pages import OwnPage
from cms.campaigns.together import SharedForm
from languages.table import DEFAULT, LANGUAGES, Language

STAY = "stay"  # the button after which the next language is one step away


class LanguagePage(OwnPage, FormView[Any]):
    """A page on which a draft is written in one language; ?language= says which."""

    address = ""

    @cached_property
    def language(self) -> Language:
        return LANGUAGES.get(self.request.GET.get("language", ""), LANGUAGES[DEFAULT])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.may(request) and self.campaign.state != State.DRAFT:
            flash.warning(request, CLOSED)
            return redirect(self.home)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.campaign} · {self.language.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [(x, x.code == self.language.code) for x in LANGUAGES.values()]
        return super().get_context_data(**kwargs) | {
            "language": self.language,
            "languages": others,
            "written": self.written,
            "here": self._address(),
            "changed_by": self.campaign.changed_by,
        }

    @property
    def written(self) -> frozenset[str]:
        """The languages in which there is something of it already."""
        raise NotImplementedError

    def keep(self, form: Any) -> None:
        """Save what is in a checked form."""
        raise NotImplementedError

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nobody else saves between our looking at what is saved and our saving."""
        Campaign.objects.select_for_update(no_key=True).get(pk=self.campaign.pk)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SharedForm) -> HttpResponse:
        if form.is_stale:
            form.take_over()
            return self.form_invalid(form)
        try:
            writing.touch(self.campaign, self.user)
        except RefusedError:
            flash.warning(self.request, CLOSED)
            return redirect(self.home)
        self.keep(form)
        flash.success(self.request, _("Saved."))
        return redirect(self._address() if STAY in self.request.POST else self.home)

    def _address(self) -> str:
        return f"{reverse(self.address, args=[self.campaign.pk])}?language={self.language.code}"
