"""Before changed words are published: whom it touches, what becomes of what waits, and of its translations."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms.approving import APPROVE, may_work_in
from cms.impact.changes import Change, change_of, language_touched
from cms.impact.impact_views import CHANGE, KEEP, ChoiceForm, ImpactPage
from cms.impact.pages import run_hooks
from cms.impact.translations import Old, in_hand, old_ones
from messages.models import AnyWords, Approval, Message, Translation
from messages.staleness import let_go_on
from subscribers.hours import now_of


class PublishPage(ImpactPage):
    """The changed words are a draft already: nothing is lost by leaving this page.

    When the English changes, whoever approves may let the translations of before go on; else they wait.
    """

    act = "publish"
    page_title = _("Before you publish")
    header_icon = "upload"
    question = _("Your changes are saved as a draft. Parents are waiting for this message:")
    button = _("Publish")
    revision: Revision
    go_on: Collection[str] = ()  # the languages whose old words are let go on

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.revision = get_object_or_404(self.words.revisions, pk=kwargs["revision"])

    def may(self, request: HttpRequest) -> bool:
        """Whoever may publish; and whoever approves words in this language, once these are, if parents get it now."""
        if super().may(request):
            return True
        approves = request.user.has_perm(APPROVE) and may_work_in(request.user, self.words.language)
        return approves and self.words.live and Approval.objects.of(self.new) is not None

    @cached_property
    def new(self) -> AnyWords:
        found: AnyWords = self.revision.as_object()
        return found

    @cached_property
    def change(self) -> Change | None:
        return change_of(self.words, self.new, now_of(self.request))

    @property
    def language(self) -> str:
        return language_touched(self.words)

    def choices(self) -> list[tuple[str, Any]]:
        moved = bool(self.change and self.change.stage)
        change = (
            _("Move them too: nothing goes now, and each parent gets it when they reach the new stage.")
            if moved
            else _("Change them: they get the new words when they are sent.")
        )
        return [(CHANGE, change), (KEEP, _("Let them go as they are.")), *self.recall_choice()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"change": self.change, "old": self.old, "may_let_go_on": self.request.user.has_perm(APPROVE)}
        return super().get_context_data(**kwargs) | told

    @cached_property
    def old(self) -> list[Old]:
        """The translations that publishing the new English makes old; those too that have gone on until now."""
        if not (isinstance(self.words, Message) and self.change is not None and self.change.words):
            return []
        found = old_ones(self.message, Translation.objects.sendable(), now_of(self.request))
        return [replace(one, goes_on=False) for one in found]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"old": in_hand(self.request.user, self.old)}

    def form_valid(self, form: ChoiceForm) -> HttpResponse:
        self.go_on = form.cleaned_data.get("go_on", ())
        return super().form_valid(form)

    def act_now(self, *, keep: bool) -> HttpResponse | None:
        latest = self.words.latest_revision_id
        if latest != self.revision.pk:
            flash.error(self.request, _("Somebody has saved a newer draft meanwhile. Nothing was published."))
            return None
        if refused := run_hooks("before_publish", self.request, self.new):
            return refused
        if keep:
            self.keep()
        with transaction.atomic():  # so that no claim comes between
            self.revision.publish(user=self.request.user, skip_permission_checks=True)
            if self.go_on:
                let_go_on(self.message, cast("User", self.request.user), self.go_on)
        flash.success(self.request, gettext("“%(words)s” is published.") % {"words": self.new})
        return run_hooks("after_publish", self.request, type(self.words).objects.get(pk=self.words.pk))
