"""Where these pages stand in the way: Wagtail asks before it publishes, unpublishes or deletes, and is led here."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import WorkflowState
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem

from cms.approving import APPROVE
from cms.impact.changes import change_of, change_waiting
from cms.impact.halt_views import HaltPage
from cms.impact.impact_views import DeletePage, UnpublishPage
from cms.impact.pages import impact_url, list_url, recall_url, was_seen
from cms.impact.publish_view import PublishPage
from cms.impact.recall_views import Decide, RecallPage, RecallsPage, open_recalls
from cms.impact.translations_view import TranslationsPage
from cms.staff_hooks import PermittedMenuItem
from delivery.holding import MAY_HALT, MAY_RECALL
from messages.models import AnyWords, Message, Translation
from subscribers.hours import now_of

LAST = 100  # whatever else refuses comes first


def _urls() -> list[URLPattern]:
    about = "impact/<str:kind>/<int:pk>"
    return [
        path(f"{about}/publish/<int:revision>/", PublishPage.as_view(), name="impact_publish"),
        path(f"{about}/unpublish/", UnpublishPage.as_view(), name="impact_unpublish"),
        path(f"{about}/delete/", DeletePage.as_view(), name="impact_delete"),
        path(f"{about}/translations/", TranslationsPage.as_view(), name="impact_translations"),
        path("recalls/", RecallsPage.as_view(), name="recalls"),
        path("recalls/ask/<str:kind>/<int:pk>/", RecallPage.as_view(), name="recall_ask"),
        path("recalls/<int:pk>/decide/", Decide.as_view(), name="recall_decide"),
        path("pause-everything/", HaltPage.as_view(), name="halt"),
    ]


def before_publish(request: HttpRequest, new: Any) -> HttpResponse | None:
    """The revision is saved by now, so that nothing is lost on the way."""
    if not isinstance(new, Message | Translation) or was_seen(request):
        return None
    live = type(new).objects.get(pk=new.pk)
    if change_of(live, new, now_of(request)) is None:
        return None
    return HttpResponseRedirect(impact_url("publish", new, new.latest_revision_id))


def before_unpublish(request: HttpRequest, words: Any) -> HttpResponse | None:
    """Wagtail's own page has asked whether; ours asks what becomes of what waits."""
    if not isinstance(words, Message | Translation) or was_seen(request):
        return None
    return HttpResponseRedirect(impact_url("unpublish", words))


def before_delete(request: HttpRequest, chosen: Iterable[Any]) -> HttpResponse | None:
    """One by one: each has its own answer to whom it touches."""
    ours: list[AnyWords] = [x for x in chosen if isinstance(x, Message | Translation)]
    if not ours or was_seen(request):
        return None
    if len(ours) == 1:
        return HttpResponseRedirect(impact_url("delete", ours[0]))
    flash.error(request, _("Please delete messages one by one: each page says whom it touches."))
    return HttpResponseRedirect(list_url(ours[0]))


def after_edit(request: HttpRequest, edited: Any) -> HttpResponse | None:
    """Somebody's approval was the last one, and publishing it waits for an answer."""
    if not isinstance(edited, Message | Translation) or "action-workflow-action" not in request.POST:
        return None
    live = type(edited).objects.get(pk=edited.pk)
    state = live.workflow_states.order_by("-created_at").first()
    if state is None or state.status != WorkflowState.STATUS_APPROVED or change_waiting(live, now_of(request)) is None:
        return None
    return HttpResponseRedirect(impact_url("publish", live, live.latest_revision_id))


class ToldUnpublishMenuItem(UnpublishMenuItem):
    """Wagtail's own, that leads to our page."""

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return impact_url("unpublish", parent_context["instance"])


class RecallMenuItem(ActionMenuItem):
    label = _("Recall…")
    name = "action-recall"
    icon_name = "warning"
    order = 25

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return recall_url(parent_context["instance"])


def action_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Unpublishing leads to our page at once, and a recall has its place beside it."""
    if not isinstance(context.get("instance"), Message | Translation):
        return
    items[:] = [ToldUnpublishMenuItem(x.order) if isinstance(x, UnpublishMenuItem) else x for x in items]
    if context["instance"].live and request.user.has_perm(MAY_RECALL):
        items.append(RecallMenuItem())


def listing_buttons(words: Any, user: User, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001 - Wagtail's call
    """A recall is offered in the list, too, and what becomes of the translations of a changed message."""
    if isinstance(words, Message) and words.live and user.has_perm(APPROVE):
        yield Button(_("Its translations…"), impact_url("translations", words), icon_name="globe", priority=55)
    if isinstance(words, Message | Translation) and words.live and user.has_perm(MAY_RECALL):
        yield Button(_("Recall…"), recall_url(words), icon_name="warning", priority=60)


class OpenRecallsPanel(Component):
    """On the front page, for those who may decide: messages that are held back until somebody does."""

    name = "open_recalls"
    order = 10
    template_name = "cms/admin/impact/open_recalls.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"open_recalls": open_recalls(), "request": parent_context["request"]}


def home_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What is held back comes first on the front page of whoever may decide."""
    if request.user.has_perm(MAY_RECALL):
        panels.append(OpenRecallsPanel())


class RecallsMenuItem(PermittedMenuItem):
    permission = MAY_RECALL


class HaltMenuItem(PermittedMenuItem):
    permission = MAY_HALT


def _recalls_item() -> MenuItem:
    return RecallsMenuItem(_("Recalls"), reverse_lazy("recalls"), icon_name="warning", order=205)


def _halt_item() -> MenuItem:
    return HaltMenuItem(_("Pause everything"), reverse_lazy("halt"), icon_name="pause", order=9000)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    recall = Q(content_type__app_label="library", codename="recall_message")
    return Permission.objects.filter(recall | Q(content_type__app_label="delivery", codename="halt_everything"))


def _css() -> str:
    """The banner's; it may stand on any page."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/halt.css"))


def _icons(icons: list[str]) -> list[str]:
    return [*icons, "cms/admin/icons/pause.svg"]


hooks.register("register_admin_urls", _urls)
hooks.register("insert_global_admin_css", _css)
hooks.register("register_icons", _icons)
hooks.register("before_publish", before_publish, order=LAST)
hooks.register("before_unpublish", before_unpublish, order=LAST)
hooks.register("before_delete_snippet", before_delete, order=LAST)
hooks.register("after_edit_snippet", after_edit)
hooks.register("construct_snippet_action_menu", action_menu)
hooks.register("register_snippet_listing_buttons", listing_buttons)
hooks.register("construct_homepage_panels", home_panels)
hooks.register("register_admin_menu_item", _recalls_item)
hooks.register("register_admin_menu_item", _halt_item)
hooks.register("register_permissions", _permissions)
