"""An area's own page: what it runs, where people join, and how many parents it has; never who."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cms.area import reading
from cms.area.people import is_lead, welcome, works_with_areas
from cms.staff_views import StaffPage
from subscribers.hours import local_day, now_of
from subscribers.privacy import FEW

ADDRESS = "my_area"


class AreaPage(StaffPage, TemplateView):
    """One of the areas that somebody works for, or any of them for who works for the whole region."""

    header_icon = "home"
    address = ADDRESS
    template_name = "cms/admin/area/area.html"

    def is_allowed(self) -> bool:
        return works_with_areas(self.request.user)

    @cached_property
    def page_title(self) -> Any:
        return gettext_lazy("My area") if is_lead(self.request.user) else gettext_lazy("Areas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, now_of(self.request)
        choices = reading.choices(user)
        chosen = self._chosen(choices)
        context = super().get_context_data(**kwargs) | welcome(user)
        context |= {"choices": choices, "chosen": chosen, "few": FEW, "day": local_day(now)}
        return context | {"told": reading.told(chosen.area, user, now)} if chosen else context

    def _chosen(self, choices: list[reading.Choice]) -> reading.Choice | None:
        """The area that the address names, else the first; None for who works for none. Raises Http404 for others'."""
        code = self.request.GET.get("area")
        if code is None:
            return choices[0] if choices else None
        for choice in choices:
            if choice.code == code:
                return choice
        raise Http404
