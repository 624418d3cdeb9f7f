"""The screens of what belongs to an area: one's own is changed, the region's is read, others' is not there at all.

A viewset of such rows is an OwnedViewSet, and its form an OwnedForm (cms.owned_form): the list, the chooser, every
address that names a row, the choices of a form and what is done with several rows at once are scoped with it.
"""

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import classproperty
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views import chooser, snippets

from campaigns.areas import Reach, reach, visible
from campaigns.models import Campaign, Event
from campaigns.models.people import Owned
from cms.guarded import FOR_READING, GuardedChooser, GuardedViewSet, View, guard

READING = (*FOR_READING, snippets.InspectView)
AFTER_WAGTAILS = 1  # of two actions of one name the later one counts


def reach_of(user: Any) -> Reach:
    """What this user works for; asked once a request, as Django asks for permissions."""
    if not hasattr(user, "_area_reach"):
        user._area_reach = reach(user)  # noqa: SLF001 - kept beside Django's own cache of permissions
    found: Reach = user._area_reach  # noqa: SLF001
    return found


class AreaPolicy(ModelPermissionPolicy):
    """What the role allows, and only with rows of one's own area; the region's may be read."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Owned) -> bool:
        mine = reach_of(user)
        allowed = mine.sees(instance) if action == "view" else mine.owns(instance)
        return allowed and self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Owned) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        rows = super().instances_user_has_any_permission_for(user, actions)
        mine = reach_of(user)
        return rows.filter(mine.visible if set(actions) == {"view"} else mine.own)  # type: ignore[no-any-return] # a queryset


class _Choose:
    """Only visible rows are offered."""

    request: HttpRequest

    def get_object_list(self) -> QuerySet[Any]:
        return visible(super().get_object_list(), self.request.user)  # type: ignore[misc] # Wagtail's view follows


class _Chosen:
    """Only visible rows can have been chosen."""

    request: HttpRequest
    model_class: Any

    def get_object(self, pk: Any) -> Any:
        return get_object_or_404(visible(self.model_class.objects.all(), self.request.user), pk=unquote(str(pk)))

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return visible(self.model_class.objects.filter(pk__in=pks), self.request.user)


class OwnedChooser(GuardedChooser):
    """Chooses among what somebody may see."""

    choose_view_class = type("ChooseView", (_Choose, chooser.ChooseView), {})
    choose_results_view_class = type("ChooseResultsView", (_Choose, chooser.ChooseResultsView), {})
    chosen_view_class = type("ChosenView", (_Chosen, chooser.SnippetChosenView), {})
    chosen_multiple_view_class = type("ChosenMultipleView", (_Chosen, chooser.SnippetChosenMultipleView), {})


class OwnedIndex(snippets.IndexView):
    """The list: rows that somebody may only read lead to their reading."""

    def get_edit_url(self, instance: Owned) -> str | None:
        return super().get_edit_url(instance) if self._owns(instance) else None

    def get_copy_url(self, instance: Owned) -> str | None:
        return super().get_copy_url(instance) if self._owns(instance) else None

    def get_delete_url(self, instance: Owned) -> str | None:
        return super().get_delete_url(instance) if self._owns(instance) else None

    def _owns(self, instance: Owned) -> bool:
        return reach_of(self.request.user).owns(instance)


class OwnedViewSet(GuardedViewSet):
    """Rows of an area: every screen and the list know only one's own and the region's."""

    index_view_class = OwnedIndex
    chooser_viewset_class = OwnedChooser

    @property
    def permission_policy(self) -> AreaPolicy:
        return AreaPolicy(self.model)

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """How others find these rows: snippets' own way, in lists of what uses what, asks for no row."""
        own = {"permission_policy": self.permission_policy, "edit_url_name": self.get_url_name("edit")}
        return type("AreaURLFinder", (ModelAdminURLFinder,), own)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        rows = self.model.objects.all() if rows is None else rows
        return rows.filter(reach_of(request.user).visible).select_related("trust", "sure_start")  # type: ignore[no-any-return] # a queryset

    def construct_view(self, view_class: Any, **kwargs: Any) -> View:
        is_reading = issubclass(view_class, READING)

        def is_in_reach(request: HttpRequest, pk: Any = None, **_args: Any) -> bool:
            if pk is None or not self._may_see(request):
                return pk is None  # the role comes first: it says no, and nothing of the row
            return self._is_in_reach(request, unquote(str(pk)), is_reading=is_reading)

        return guard(super().construct_view(view_class, **kwargs), is_in_reach)

    def _is_in_reach(self, request: HttpRequest, pk: str, *, is_reading: bool) -> bool:
        """Whether the row that an address names may be read or changed. Raises Http404 for one that is not theirs."""
        row = self.get_queryset(request).filter(pk=pk).first() if pk.isdecimal() else None
        if row is None:
            raise Http404
        return is_reading or reach_of(request.user).owns(row)


class OwnedDelete(DeleteBulkAction):
    """Several rows at once: each has to be one's own, and others' are not even named."""

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805 - of the class, as Wagtail's
        return [model for model in get_snippet_models() if issubclass(model, Owned)]

    def check_perm(self, row: Owned) -> bool:
        return AreaPolicy(self.model).user_has_permission_for_instance(self.request.user, "delete", row)

    def get_actionable_objects(self) -> Any:
        mine = reach_of(self.request.user)
        rows, refused = super().get_actionable_objects()
        return rows, {name: [row for row in others if mine.sees(row)] for name, others in refused.items()}


# Those that have pages of their own instead of a viewset's screens, and who may open them.
PAGES = {Campaign: ("campaign_hub", "campaigns.view_campaign"), Event: ("events_look", "campaigns.view_event")}


def url_of(row: Owned, user: Any) -> str:
    """Where somebody changes or reads this row; empty when its kind has no screens or it is not for them."""
    if not reach_of(user).sees(row):
        return ""
    for model, (page, permission) in PAGES.items():
        if isinstance(row, model):
            return reverse(page, args=[row.pk]) if user.has_perm(permission) else ""
    screens = getattr(row, "snippet_viewset", None)
    if screens is None:
        return ""
    policy = screens.permission_policy
    for view, action in (("edit", "change"), ("inspect", "view")):
        if policy.user_has_permission_for_instance(user, action, row):
            return reverse(screens.get_url_name(view), args=[quote(row.pk)])
    return ""


hooks.register("register_bulk_action", OwnedDelete, order=AFTER_WAGTAILS)
