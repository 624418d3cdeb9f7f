"""The pack of a campaign in the admin: everything in one place. Each view asks whose campaign it is."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages as flash
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from campaigns import areas, inheriting, links
from campaigns.inheriting import EffectivePost, Piece
from campaigns.models import Campaign, Link, State
from cms.owned import reach_of
from cms.pack import files, letters
from cms.pack.forms import AskForm, LinkForm, PostsForm, language_of
from cms.pack.material import LANGUAGES, Material
from cms.pack.networks import Length, length
from cms.staff_views import StaffPage
from languages.table import LANGUAGES as KNOWN
from subscribers.hours import now_of

MAY_SEE, MAY_CHANGE = "campaigns.view_campaign", "campaigns.change_campaign"
LABELS = {
    "title": gettext_lazy("title"),
    "theme": gettext_lazy("theme"),
    "intro": gettext_lazy("about it"),
    "banner": gettext_lazy("banner"),
    "poster": gettext_lazy("sentence on the poster"),
    "press": gettext_lazy("press note"),
    "letter": gettext_lazy("e-mail to practitioners"),
}
OVER = (State.CANCELLED, State.FINISHED)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One field of a campaign's texts, and whose words it has."""

    label: str
    piece: Piece


@dataclass(frozen=True, kw_only=True)
class ShownPost:
    post: EffectivePost
    network: str
    length: Length


class OfOneCampaign(StaffPage):
    """A page about a campaign that the user may look at; another area's is refused like one that is not there."""

    permission = MAY_SEE
    header_icon = "folder-open-inverse"
    address = "pack"

    @cached_property
    def found(self) -> Campaign | None:
        rows = Campaign.objects.select_related("trust", "sure_start", "inherits")
        return areas.visible(rows, self.request.user).filter(pk=self.kwargs["pk"]).first()

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.found is not None

    @property
    def campaign(self) -> Campaign:
        assert self.found is not None  # noqa: S101 - narrows the type: nobody is let in without
        return self.found

    @property
    def may_change(self) -> bool:
        user = self.request.user
        return user.has_perm(MAY_CHANGE) and reach_of(user).owns(self.campaign) and self.campaign.state not in OVER

    def material(self, language: str, asked: AskForm) -> Material:
        return Material(campaign=self.campaign, language=language, place=asked.chosen()[0], now=now_of(self.request))

    def asked(self) -> AskForm:
        """The form as it was sent, or with every language ticked."""
        told = self.request.GET.copy()
        if not told.getlist("language"):
            told.setlist("language", list(LANGUAGES))
        return AskForm(told, user=self.request.user, campaign=self.campaign)

    def get_page_title(self) -> Any:
        return self.page_title

    def get_page_subtitle(self) -> str:
        return str(self.campaign)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = reverse("pack", args=[self.kwargs["pk"]])
        items = [*self.breadcrumbs_items, {"url": here, "label": _("Pack")}]
        return items if self.address == "pack" else [*items, {"url": "", "label": self.get_page_title()}]


class Pack(OfOneCampaign, TemplateView):
    """All of it at a glance, in one language at a time; the ZIP is in all that are chosen."""

    page_title = gettext_lazy("Pack")
    template_name = "cms/admin/pack/pack.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked()
        place, chosen = asked.chosen()
        material = self.material(chosen[0], asked)
        query = self.request.GET.copy()
        query.setlist("language", chosen)
        return super().get_context_data(**kwargs) | {
            "campaign": self.campaign,
            "ask": asked,
            "place": place,
            "material": material,
            "language": KNOWN[material.language],
            "chosen": [KNOWN[code] for code in chosen],
            "query": query.urlencode(),
            "posters": files.posters(material),
            "papers": files.papers(material),
            "images": files.images(material),
            "parts": self._parts(material),
            "posts": [_shown(x) for x in material.posts],
            "letter": {"subject": letters.subject(material), "plain": letters.plain(material)},
            "links": Link.objects.filter(campaign=self.campaign),
            "may_change": self.may_change,
            "is_copy": self.campaign.inherits_id is not None,
        }

    def _parts(self, material: Material) -> list[Part]:
        return [Part(label=str(label), piece=getattr(material.text, name)) for name, label in LABELS.items()]


def _shown(post: EffectivePost) -> ShownPost:
    return ShownPost(post=post, network=post.network.label, length=length(post.network, post.text))


class _Download(OfOneCampaign, View):
    """A file instead of a page."""

    def answer(self, content: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
        answer = HttpResponse(content, content_type=media_type)
        kind = "inline" if inline else "attachment"
        answer["Content-Disposition"] = f'{kind}; filename="{name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    def refused(self, error: files.UnmadeError) -> HttpResponse:
        """Words that fit no sheet are said on the pack's page."""
        flash.error(self.request, _("This could not be made: %(why)s") % {"why": error})
        return HttpResponseRedirect(f"{reverse('pack', args=[self.campaign.pk])}?{self.request.GET.urlencode()}")


class File(_Download):
    """One file of the pack, in one language."""

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["language"] not in LANGUAGES:
            raise Http404
        material = self.material(kwargs["language"], self.asked())
        file = next((x for x in files.files(material) if x.name == kwargs["name"]), None)
        if file is None:
            raise Http404
        try:
            content = files.made(file)
        except files.UnmadeError as error:
            return self.refused(error)
        name = f"{self.campaign.slug}-{material.language}-{file.name}"
        return self.answer(content, name, file.media_type, inline="look" in request.GET)


class Archive(_Download):
    """All of it, in the chosen languages."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        asked = self.asked()
        packs = [self.material(code, asked) for code in asked.chosen()[1]]
        content = files.archive(packs, now_of(request))
        return self.answer(content, f"{self.campaign.slug}-pack.zip", "application/zip")


class _Change(OfOneCampaign):
    """For whoever may change the campaign."""

    permission = MAY_CHANGE

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.may_change


class Posts(_Change, FormView[PostsForm]):
    """The posts of one language, day by day."""

    page_title = gettext_lazy("Social posts")
    address = ""
    form_class = PostsForm
    template_name = "cms/admin/pack/posts.html"

    @property
    def language(self) -> str:
        return language_of(self.kwargs["language"])

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = {(x.after_days, x.network): x for x in inheriting.posts(self.campaign, self.language)}
        return super().get_form_kwargs() | {"campaign": self.campaign, "language": self.language, "shown": shown}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        days = [(day, []) for day in self.campaign.days]  # type: ignore[var-annotated] # of a form's fields
        for name, (number, network) in form.slots.items():
            field = form[name]
            days[number][1].append({"field": field, "length": length(network, field.value() or "")})
        context |= {"days": days, "campaign": self.campaign, "language": KNOWN[self.language]}
        return context | {"languages": [x for x in KNOWN.values() if x.code in LANGUAGES]}

    @transaction.atomic
    def form_valid(self, form: PostsForm) -> HttpResponse:
        form.save()
        flash.success(self.request, _("The posts are saved."))
        return HttpResponseRedirect(self.request.path)


class AddLink(_Change, FormView[LinkForm]):
    """A short link of our own, which counts how often it is followed and nothing else."""

    page_title = gettext_lazy("New short link")
    address = ""
    form_class = LinkForm
    template_name = "cms/admin/pack/link.html"

    def form_valid(self, form: LinkForm) -> HttpResponse:
        link = links.make(self.campaign, form.cleaned_data["label"], form.cleaned_data["url"])
        flash.success(self.request, _("The link is %(link)s") % {"link": links.address_of(link.code)})
        return HttpResponseRedirect(f"{reverse('pack', args=[self.campaign.pk])}#links")
