"""The addresses of the test pages, and the way to them from a message."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.action_menu import ActionMenuItem

from cms.impact.pages import MODELS
from cms.trial.views import Addresses, Prove, SendTest


class SendTestItem(ActionMenuItem):
    """In the menu of a saved message or translation."""

    name = "action-send-test"
    label = _("Send me a test")
    icon_name = "mail"
    order = 60

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(context["view"] == "edit")

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("trial_send", args=[context["model"]._meta.model_name, context["instance"].pk])  # noqa: SLF001 - Django's public but underscored API


def _urls() -> list[URLPattern]:
    return [
        path("tests/", Addresses.as_view(), name="trial_addresses"),
        path("tests/code/", Prove.as_view(), name="trial_prove"),
        path("tests/<str:model>/<int:pk>/", SendTest.as_view(), name="trial_send"),
    ]


def _item(model: type) -> SendTestItem | None:
    return SendTestItem() if model in MODELS.values() else None


def _account_item(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 - the hook's signature
    return {
        "url": reverse("trial_addresses"),
        "label": str(_("Where your tests go")),
        "help_text": str(_("Your own phone and mailbox, for tests of messages.")),
    }


hooks.register("register_admin_urls", _urls)
hooks.register("register_snippet_action_menu_item", _item)
hooks.register("register_account_menu_item", _account_item)
