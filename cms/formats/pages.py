"""The pages of a message's other formats: who may come, and what they are about."""

from functools import cached_property
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.approving import may_work_in
from cms.formats.standing import LABELS, MODELS, Standing, standings_of
from cms.impact.pages import WordsPage, kind_of
from languages.table import DEFAULT, LANGUAGES
from messages.formats.models import AnyFormat
from messages.models import AnyWords, Message


def may_see(user: Any, words: AnyWords) -> bool:
    """Whoever may see the words: translators English, and their own languages."""
    name = kind_of(words)
    may = any(user.has_perm(f"library.{deed}_{name}") for deed in ("view", "change", "publish"))
    return may and (words.language == DEFAULT or may_work_in(user, words.language))


def may_make(user: Any, words: AnyWords) -> bool:
    """Whoever may write the words."""
    return bool(user.has_perm(f"library.change_{kind_of(words)}") and may_work_in(user, words.language))


def url_of(act: str, words: AnyWords, name: str) -> str:
    """The address of a page about one format of these words."""
    return reverse(f"formats_{act}", args=[kind_of(words), words.pk, name])


def table_url(words: AnyWords) -> str:
    """Where all formats of a message are, in every language."""
    return reverse("formats", args=[words.message_id])


class FormatPage(WordsPage):
    """One format of the published words of a message in one language."""

    header_icon = "media"
    made_by_people = True  # whether the page is only about what people make

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.name: str = kwargs["format"]
        if self.name not in (MODELS if self.made_by_people else LABELS):
            raise Http404
        if not type(self.words).objects.of_stages().filter(pk=self.words.pk).exists():
            raise Http404  # what a campaign says belongs to an area, and has pages of its own

    def may(self, request: HttpRequest) -> bool:
        return may_make(request.user, self.words)

    @cached_property
    def row(self) -> AnyFormat | None:
        """What has been made so far."""
        found: AnyFormat | None = MODELS[self.name].objects.of(self.words).first()
        return found

    @property
    def standing(self) -> Standing:
        return next(one for one in standings_of(self.words) if one.name == self.name)

    def get_page_subtitle(self) -> str:
        return f"{LABELS[self.name]} · {self.words}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": table_url(self.words), "label": _("Other formats")}, here]

    def back(self) -> HttpResponse:
        """To the page on which it is looked at; when there is nothing left to see, to the table."""
        if MODELS[self.name].objects.of(self.words).exists():
            return redirect(url_of("look", self.words, self.name))
        return redirect(table_url(self.words))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "label": LABELS[self.name],
            "name": self.name,
            "tongue": LANGUAGES[self.words.language],
            "standing": self.standing,
            "may_make": may_make(self.request.user, self.words),
            "look_url": url_of("look", self.words, self.name),
            "table_url": table_url(self.words),
        }


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in."""
    return cast("User", request.user)


def message_of(words: AnyWords) -> Message:
    """The message that words belong to."""
    return words if isinstance(words, Message) else words.message
