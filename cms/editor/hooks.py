"""What the editor adds to Wagtail's admin besides its screens."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from messages.models import Message, Translation


def one_at_a_time(request: HttpRequest, action: str, objects: list[Any], _view: Any) -> HttpResponse | None:
    """Words are deleted one by one, on the page that says what it means."""
    ours = next((one for one in objects if isinstance(one, (Message, Translation))), None)
    if action != "delete" or ours is None:
        return None
    flash.error(request, _("Please delete messages and translations one at a time."))
    return redirect(type(ours).snippet_viewset.get_url_name("list"))


hooks.register("before_bulk_action", one_at_a_time)
