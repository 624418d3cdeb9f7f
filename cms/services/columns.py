"""What the list of helplines shows of how fresh each is."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import StatusTagColumn

from directory.models import Service
from subscribers.hours import local_day, now_of


class FreshnessColumn(StatusTagColumn):
    """Whether a helpline may be named in messages, or has to be checked first."""

    def __init__(self) -> None:
        super().__init__("freshness", label=_("Checked"))

    def get_cell_context_data(self, instance: Service, parent_context: dict[str, Any]) -> dict[str, Any]:
        is_stale = instance.is_stale(local_day(now_of(parent_context["request"])))
        value = _("check it again") if is_stale else _("fresh")
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"value": value, "primary": is_stale}

    def get_value(self, instance: Service) -> str:
        return str(instance.checked_on)
