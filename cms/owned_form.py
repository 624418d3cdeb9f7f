"""The form of a row that belongs to an area: its owner is one of those that somebody works for."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.areas import owners, reach

OWNERS = ("trust", "sure_start")
NOBODY = _("Nobody has said yet which Sure Start you work for. Please ask an administrator.")
TWO = _("Choose one: a Health Trust, or a Sure Start.")
NONE = _("Choose whose it is.")


class OwnedForm(WagtailAdminModelForm):
    """Offers as owners what the user works for; a single one is chosen already. Both fields are on its panels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        self.everywhere = user is None or reach(user).everywhere
        for name in OWNERS:
            if name in self.fields:  # a plain list: Wagtail's chooser would offer what is nobody's to choose here
                self.fields[name].widget = Select()
                self.fields[name].widget.choices = self.fields[name].choices
        if self.everywhere:
            return
        rows: dict[str, QuerySet[Any]] = dict(zip(OWNERS, owners(user), strict=True))
        self.owners = {name: list(found) for name, found in rows.items()}
        for name, found in rows.items():
            if name not in self.fields:
                continue
            if self.owners[name]:
                self.fields[name].queryset = found
            else:
                del self.fields[name]
        self._preset()

    def _preset(self) -> None:
        every = [(name, row) for name, found in self.owners.items() for row in found]
        if len(every) == 1 and not self.instance.pk:
            name, row = every[0]
            self.initial[name] = row.pk
            self.fields[name].empty_label = None
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        chosen = [name for name in OWNERS if told.get(name)]
        if len(chosen) == len(OWNERS):
            self.add_error("sure_start", TWO)
        elif not (chosen or self.everywhere or any(name in self.errors for name in OWNERS)):
            has_owners = any(self.owners.values())
            field = next((name for name in reversed(OWNERS) if name in self.fields), None)
            self.add_error(field, NONE if has_owners else NOBODY)
        return told
