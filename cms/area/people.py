"""Who works where: what somebody of a Sure Start is told of it, and the administrators' screen to say it."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList

from campaigns.areas import owners
from campaigns.models import Membership
from cms.guarded import GuardedViewSet
from cms.owned import reach_of
from cms.roles import ADMINISTRATOR

MAY_SEE = ("campaigns.view_campaign", "campaigns.view_event", "campaigns.view_place")
TO_ASK = 3  # names of administrators that are told


def works_with_areas(user: Any) -> bool:
    """Whether somebody has to do with what areas run."""
    return any(user.has_perm(permission) for permission in MAY_SEE)


def is_lead(user: Any) -> bool:
    """Whether somebody works for areas of theirs, or would as soon as an administrator says which."""
    return works_with_areas(user) and not reach_of(user).everywhere


def names(user: Any) -> list[str]:
    """The Trusts and Sure Starts that somebody of an area works for; two queries."""
    trusts, sure_starts = owners(user)
    mine = reach_of(user)
    return [*map(str, trusts), *(str(one) for one in sure_starts if one.trust_id not in mine.trusts)]


def welcome(user: Any) -> dict[str, Any]:
    """What a page tells somebody of an area: where they work, or whom to ask when nobody has said it."""
    if reach_of(user).everywhere:
        return {"is_nowhere": False, "works_for": []}
    if reach_of(user).is_nowhere:
        return {"is_nowhere": True, "works_for": [], "administrators": _administrators()}
    return {"is_nowhere": False, "works_for": names(user)}


def _administrators() -> list[str]:
    found = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).order_by("last_name", "first_name", "pk")
    return [user.get_full_name() or user.get_username() for user in found[:TO_ASK]]


class UserField(ModelChoiceField[User]):
    def label_from_instance(self, user: User) -> str:
        name = user.get_full_name()
        return f"{name} ({user.get_username()})" if name else user.get_username()


class MembershipForm(WagtailAdminModelForm):
    user = UserField(
        User.objects.filter(is_active=True).order_by("first_name", "last_name", "username"), label=_("Who")
    )


class MembershipViewSet(GuardedViewSet):
    """Who works for which Sure Start or Trust."""

    model = Membership
    icon = "group"
    menu_label = _("Who works where")
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = ["user", "sure_start", "trust"]
    list_filter: ClassVar[list[str]] = ["sure_start", "trust"]
    search_fields: ClassVar[list[str]] = ["user__username", "user__first_name", "user__last_name", "sure_start__name"]
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            MultiFieldPanel(
                [
                    HelpPanel(
                        _(
                            "Choose one: a Sure Start, or a Health Trust, which stands for all its Sure Starts. "
                            "For a second Sure Start add another row. What they may do there is said by their role."
                        )
                    ),
                    FieldRowPanel([FieldPanel("sure_start"), FieldPanel("trust")]),
                ],
                heading=_("Where they work"),
            ),
        ],
        base_form_class=MembershipForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:  # noqa: ARG002 - Wagtail's call
        return Membership.objects.select_related("user", "sure_start", "trust")

    def register_chooser_viewset(self) -> None:
        """Nothing chooses one of these."""
