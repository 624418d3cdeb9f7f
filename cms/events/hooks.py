"""The menu and the addresses of the admin's pages about events."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.campaigns.menu import MENU
from cms.events.views import MAY_SEE, AddEvent, CancelEvent, CopyEvent, EditEvent, Events, LookAtEvent
from cms.staff_hooks import PermittedMenuItem


class EventsMenuItem(PermittedMenuItem):
    permission = MAY_SEE


def _urls() -> list[URLPattern]:
    return [
        path("events/", Events.as_view(), name="events"),
        path("events/add/", AddEvent.as_view(), name="events_add"),
        path("events/<int:pk>/", LookAtEvent.as_view(), name="events_look"),
        path("events/<int:pk>/edit/", EditEvent.as_view(), name="events_edit"),
        path("events/<int:pk>/copy/", CopyEvent.as_view(), name="events_copy"),
        path("events/<int:pk>/cancel/", CancelEvent.as_view(), name="events_cancel"),
    ]


def _item() -> MenuItem:
    return EventsMenuItem(_("Events"), reverse_lazy("events"), icon_name="date", order=214)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    mine = ("view_event", "add_event", "change_event")
    return Permission.objects.filter(content_type__app_label="campaigns", codename__in=mine)


hooks.register("register_admin_urls", _urls)
hooks.register(MENU, _item)
hooks.register("register_permissions", _permissions)
