"""The furniture of these pages, and the ways to a message and back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from messages.models import AnyWords, Message, Translation

MODELS: dict[str, type[Message] | type[Translation]] = {"message": Message, "translation": Translation}
ENGLISH_CHANGED = gettext_lazy("The English has changed since you opened this page. Please look at it again first.")
SEEN = "impact_seen"  # set on a request once somebody has seen whom it touches and has chosen


class AdminPage(WagtailAdminTemplateMixin, View):
    """A page of the admin; it checks by itself whether somebody may be here."""

    def may(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may(request):
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class WordsPage(AdminPage):
    """A page about one message, or one translation of it: `words`, and the `message` that they belong to."""

    words: AnyWords
    message: Message

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.words = words_of(kwargs["kind"], kwargs["pk"])
        self.message = self.words.message if isinstance(self.words, Translation) else self.words

    def get_page_subtitle(self) -> str:
        return str(self.words)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name = capfirst(str(self.words._meta.verbose_name_plural))  # noqa: SLF001 - Django's public but underscored API
        return [
            *self.breadcrumbs_items,
            {"url": list_url(self.words), "label": name},
            {"url": edit_url(self.words), "label": str(self.words)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        about = {"words": self.words, "about": self.message, "edit_url": edit_url(self.words)}
        return context | about | {"one_language": self.words if isinstance(self.words, Translation) else None}


def words_of(kind: str, pk: int) -> AnyWords:
    """The message or translation that an address names. Raises Http404."""
    if kind not in MODELS:
        raise Http404
    found: AnyWords = get_object_or_404(MODELS[kind], pk=pk)
    return found


def kind_of(words: AnyWords) -> str:
    """As an address names it."""
    return "message" if isinstance(words, Message) else "translation"


def edit_url(words: AnyWords) -> str:
    """Where these words are written."""
    return reverse(words.snippet_viewset.get_url_name("edit"), args=[words.pk])


def list_url(words: AnyWords) -> str:
    """Where all of their kind are listed."""
    return reverse(words.snippet_viewset.get_url_name("list"))


def impact_url(act: str, words: AnyWords, *more: int | None) -> str:
    """The page that says whom an act ("publish", "unpublish", "delete") on these words touches."""
    return reverse(f"impact_{act}", args=[kind_of(words), words.pk, *more])


def recall_url(words: AnyWords) -> str:
    """Where a recall of these words is asked for."""
    return reverse("recall_ask", args=[kind_of(words), words.pk])


def run_hooks(name: str, request: HttpRequest, about: Any) -> HttpResponse | None:
    """What Wagtail's own views do around an act: a hook that answers keeps it from happening."""
    setattr(request, SEEN, True)
    for hook in hooks.get_hooks(name):
        answer = hook(request, about)
        if isinstance(answer, HttpResponse):
            return answer
    return None


def was_seen(request: HttpRequest) -> bool:
    """Whether somebody has seen whom it touches, and has chosen."""
    return bool(getattr(request, SEEN, False))


def locked_for(request: HttpRequest, words: AnyWords) -> bool:
    """Whether a lock keeps this person from changing these words."""
    lock = words.get_lock()
    return bool(lock and lock.for_user(request.user))


LOCKED = _("Somebody has locked these words, and nothing was changed.")
