"""The furniture of these pages, and who may be on which: by the query, so that there is nothing of another area."""

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from campaigns import areas, writing
from campaigns.models import ALIVE, Campaign, Mailing, State
from campaigns.running import MAY_CHANGE, MAY_STOP
from cms.approving import APPROVE, may_work_in
from cms.staff_views import StaffPage
from languages.table import DEFAULT, LANGUAGES, Language
from messages.models import AnyWords, words_in

MAY_SEE = "campaigns.view_campaign"
HUB = "campaign_hub"  # the name of the address of a campaign's own page


class CampaignPage(StaffPage):
    """A page about one campaign. Nobody learns whether there is one that they may not look at."""

    header_icon = "calendar-alt"
    campaign: Campaign | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.campaign = self.find()

    def find(self) -> Campaign | None:
        rows = Campaign.objects.select_related("sure_start", "trust", "inherits")
        return areas.visible(rows, self.request.user).filter(pk=self.kwargs["pk"]).first()

    def is_allowed(self) -> bool:
        return self.campaign is not None and self.request.user.has_perm(MAY_SEE)

    @property
    def of(self) -> Campaign:
        """The campaign, on a page that somebody was let in to."""
        assert self.campaign is not None  # noqa: S101 - narrows the type: is_allowed has looked
        return self.campaign

    @cached_property
    def is_own(self) -> bool:
        """Whether they may change it, or act on it."""
        rows = areas.own(Campaign.objects.all(), self.request.user)
        return self.campaign is not None and rows.contains(self.campaign)

    @property
    def is_writer(self) -> bool:
        return self.is_own and self.request.user.has_perm(MAY_CHANGE)

    @property
    def may_write(self) -> bool:
        return self.is_writer

    @property
    def may_stop(self) -> bool:
        return self.is_own and self.request.user.has_perm(MAY_STOP)

    @property
    def may_change(self) -> bool:
        """Everything of it: it is a draft."""
        return self.is_writer and self.of.state == State.DRAFT

    def get_page_subtitle(self) -> str:
        return str(self.of)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.above(), {"url": "", "label": self.page_title}]

    def above(self) -> list[dict[str, Any]]:
        """What stands before this page."""
        return [{"url": hub_url(self.of), "label": str(self.of)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = {"campaign": self.of, "may_change": self.may_change, "is_own": self.is_own, "is_writer": self.is_writer}
        mine["hub_url"] = hub_url(self.of)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | mine


class MailingPage(CampaignPage):
    """A page about one mailing, and the campaign that it belongs to."""

    mailing: Mailing

    def find(self) -> Campaign | None:
        owners = ("campaign__inherits", "campaign__sure_start", "campaign__trust")
        rows = Mailing.objects.select_related("message", "instead_of", *owners)
        found = rows.filter(pk=self.kwargs["pk"]).filter(campaign__in=self.campaigns()).first()
        if found is None:
            return None
        self.mailing = found
        return found.campaign

    def campaigns(self) -> Any:
        """Those whose mailings they may look at."""
        return areas.visible(Campaign.objects.all(), self.request.user)

    def get_page_subtitle(self) -> str:
        return str(self.mailing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"mailing": self.mailing}

    def back(self) -> HttpResponse:
        return redirect("campaign_mailing", self.mailing.pk)


class WordsPage(MailingPage):
    """A page about the words of a mailing in one language.

    Who translates or reviews a language sees its words of every campaign, and nothing else of it; who works for some
    areas, those of theirs.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.has_language = kwargs["language"] in LANGUAGES

    @property
    def language(self) -> Language:
        return LANGUAGES[self.kwargs["language"]]

    def campaigns(self) -> Any:
        return with_words_for(self.request.user) if self.words_only else super().campaigns()

    @cached_property
    def words_only(self) -> bool:
        user = self.request.user
        if user.has_perm(MAY_SEE):
            return False
        has_to_do = user.has_perm(APPROVE) or user.has_perm(writing.MAY_TRANSLATE)
        return has_to_do and may_work_in(user, self.kwargs["language"])

    def is_allowed(self) -> bool:
        if not self.has_language or self.campaign is None:
            return False
        return self.words_only or super().is_allowed()

    @property
    def is_english(self) -> bool:
        return self.language.code == DEFAULT

    @property
    def may_write(self) -> bool:
        """In this language, now."""
        if self.is_english:
            return self.may_change
        return (self.is_writer or self.translates) and self.of.state in ALIVE

    @cached_property
    def translates(self) -> bool:
        """Whether this is one of their languages, into which they translate for this campaign."""
        user = user_of(self.request)
        return may_work_in(user, self.language.code) and writing.may_translate(self.of, user)

    @cached_property
    def words(self) -> AnyWords | None:
        """As they were saved."""
        return words_in(self.mailing.message, self.language.code)

    @cached_property
    def writer(self) -> int | None:
        """Who wrote them last."""
        revision = self.words.latest_revision if self.words else None
        return revision.user_id if revision else None

    @property
    def may_approve(self) -> bool:
        """Another language than English, which is approved with its campaign."""
        user = self.request.user
        is_open = not self.is_english and self.of.state in ALIVE
        return is_open and user.has_perm(APPROVE) and may_work_in(user, self.language.code)

    def above(self) -> list[dict[str, Any]]:
        if self.words_only:
            return [{"url": "", "label": str(self.mailing)}]
        mine = {"url": reverse("campaign_mailing", args=[self.mailing.pk]), "label": str(self.mailing)}
        return [*super().above(), mine]

    def back(self) -> HttpResponse:
        return redirect("campaign_mailing_words", self.mailing.pk, self.language.code)


def with_words_for(user: Any) -> QuerySet[Campaign]:
    """The campaigns for which somebody translates or reviews: all, or, if they work for some areas, those of theirs."""
    reach = areas.reach(user)
    rows = Campaign.objects.all()
    return rows if reach.is_nowhere else rows.filter(reach.own)


def hub_url(campaign: Campaign) -> str:
    """The campaign's own page."""
    return reverse(HUB, args=[campaign.pk])


def refuse(request: HttpRequest) -> None:
    """Say that it was not done, and what to do."""
    flash.error(
        request,
        _("That cannot be done as things are now: somebody may have moved the campaign on. Nothing was changed."),
    )


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - narrows the type: the page asks for a permission
    return request.user


def texts_of(words: AnyWords | None) -> dict[str, str]:
    """What words say, by the names of campaigns.writing.TEXTS and, in English, OF_ENGLISH."""
    if words is None:
        return {}
    names = ("topic", "action", "why", "sms", "subject", "preheader", "source", "source_url")
    return {name: getattr(words, name, "") for name in names} | {"email": words.email_text}
