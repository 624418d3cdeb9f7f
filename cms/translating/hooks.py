"""Where translators find their work: in the menu, on the front page, and beside the buttons of the editor."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from cms.translating.front import TranslatorsPanel
from cms.translating.queue import ADDRESS
from cms.translating.tasks import may_translate
from cms.translating.views import Queue
from messages.staleness import GOES_ON, RENEWED


class TranslateMenuItem(MenuItem):
    """Shown only to those who translate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_translate(request.user)


class GoesOn(LogFormatter):
    """One line of a translation's history."""

    label = _("Let go on although the English has changed")
    message = _("Let these words go on being sent, although the English has changed")


class Renewed(LogFormatter):
    """One line of a translation's history."""

    label = _("Still right beside the changed English")
    message = _("Found these words still right beside the English of that day")


LINES: Mapping[str, type[LogFormatter]] = {GOES_ON: GoesOn, RENEWED: Renewed}


def _urls() -> list[URLPattern]:
    return [path("translate/", Queue.as_view(), name=ADDRESS)]


def _item() -> MenuItem:
    return TranslateMenuItem(Queue.page_title, reverse_lazy(ADDRESS), icon_name="globe", order=201)


def _panels(request: HttpRequest, panels: list[Component]) -> None:
    if may_translate(request.user):
        panels.append(TranslatorsPanel())


def _log_actions(actions: Any) -> None:
    for action, line in LINES.items():
        actions.register_action(action)(line)


hooks.register("register_admin_urls", _urls)
hooks.register("register_admin_menu_item", _item)
hooks.register("construct_homepage_panels", _panels)
hooks.register("register_log_actions", _log_actions)
