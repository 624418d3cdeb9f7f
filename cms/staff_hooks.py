"""The menu and the addresses of the pages on which staff act for a parent."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.staff_views import MAY_SIGN_UP, MAY_STOP, SignUp, SignUpDone, Stop, StopDone


class PermittedMenuItem(MenuItem):
    """Shown only to those who may open it."""

    permission = ""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


class SignUpMenuItem(PermittedMenuItem):
    permission = MAY_SIGN_UP


class StopMenuItem(PermittedMenuItem):
    permission = MAY_STOP


def _urls() -> list[URLPattern]:
    return [
        path("sign-up/", SignUp.as_view(), name="staff_sign_up"),
        path("sign-up/done/", SignUpDone.as_view(), name="staff_sign_up_done"),
        path("stop/", Stop.as_view(), name="staff_stop"),
        path("stop/done/", StopDone.as_view(), name="staff_stop_done"),
    ]


def _sign_up_item() -> MenuItem:
    return SignUpMenuItem(_("Sign a parent up"), reverse_lazy("staff_sign_up"), icon_name="user", order=20)


def _stop_item() -> MenuItem:
    return StopMenuItem(_("Loss, or stop"), reverse_lazy("staff_stop"), icon_name="no-view", order=21)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    mine = ("add_subscriber", "change_subscriber")
    return Permission.objects.filter(content_type__app_label="subscribers", codename__in=mine)


hooks.register("register_admin_urls", _urls)
hooks.register("register_admin_menu_item", _sign_up_item)
hooks.register("register_admin_menu_item", _stop_item)
hooks.register("register_permissions", _permissions)
