"""The short address on a poster: it leads to the join, and says at which place's poster somebody stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path, get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.views.sign_up.pages import KEYWORD


@never_cache
@require_safe
def at(request: HttpRequest, keyword: str) -> HttpResponse:
    """On to the join, in the language of the address, or, when it names none, of the reader's phone.

    A keyword that nobody has, or whose place is closed, lets people join all the same. Nothing is kept here.
    """
    named = get_language_from_path(request.path_info)
    with override((named and get_language()) or get_language_from_request(request)):
        where = reverse("join")
    answer = redirect(f"{where}?at={keyword.upper()}" if KEYWORD.fullmatch(keyword) and keyword.isascii() else where)
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return answer
