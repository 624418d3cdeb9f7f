"""The menu and the addresses of the pages that ask "what if", and the way to them from a message."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem

from messages.models import Message
from scheduler.what_if_views import (
    AHEAD,
    CALENDAR,
    MESSAGE,
    DaysAhead,
    FamilyCalendar,
    MessageForecast,
    may_view_library,
)


class WhatIfMenuItem(MenuItem):
    """Shown only to those who may see the library."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_view_library(request.user)


def _urls() -> list[URLPattern]:
    return [
        path("what-if/", FamilyCalendar.as_view(), name=CALENDAR),
        path("what-if/message/", MessageForecast.as_view(), name=MESSAGE),
        path("what-if/ahead/", DaysAhead.as_view(), name=AHEAD),
    ]


def _menu_item() -> MenuItem:
    return WhatIfMenuItem(_("What if"), reverse_lazy(CALENDAR), icon_name="calendar-alt", order=205)


def _buttons(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001 - Wagtail's own call
    if isinstance(snippet, Message) and may_view_library(user):
        yield Button(_("Who would get this?"), _address(snippet), icon_name="calendar-alt", priority=40)


class WhatIfAction(ActionMenuItem):
    """The same way, from the editor of a message."""

    label = _("Who would get this?")
    name = "action-what-if"
    icon_name = "calendar-alt"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and may_view_library(context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return _address(parent_context["instance"])


def _address(message: Message) -> str:
    return f"{reverse(MESSAGE)}?{urlencode({'message': message.pk})}"


def _action(model: type[Any]) -> WhatIfAction | None:
    return WhatIfAction(order=200) if model is Message else None


hooks.register("register_admin_urls", _urls)
hooks.register("register_snippet_action_menu_item", _action)
hooks.register("register_admin_menu_item", _menu_item)
hooks.register("register_snippet_listing_buttons", _buttons)
