"""A piece of the editor's screen: how far the other formats of these words are."""

from typing import Any

from wagtail.admin.panels import Panel

from cms.formats.pages import table_url
from cms.formats.standing import standings_of
from cms.formats.views import cells_of


class FormatsPanel(Panel):
    """Of what is published, whatever is being typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/formats/panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            row = type(self.instance).objects.get(pk=self.instance.pk)
            context: dict[str, Any] = super().get_context_data(parent_context)
            cells = cells_of(row, standings_of(row), self.request.user)
            return context | {"cells": cells, "table_url": table_url(row)}
