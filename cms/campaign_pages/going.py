"""Where a short address leads. It sets no cookie, writes no log, and keeps a count and nothing else."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language, get_language_from_path, override
from django.views.decorators.http import require_safe

from campaigns import links
from campaigns.models import Link
from subscribers.hours import local_day, now_of

# Programs that look at an address before anybody taps it: link previews of messengers and networks, and search engines.
# Each names itself: see developers.facebook.com/docs/sharing/webmasters/web-crawlers and its like. Apple's Messages
# calls itself facebookexternalhit and Twitterbot.
ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|externalhit|facebot|whatsapp|viber|telegram|skypeuri|slack|discord|embedly"
    r"|pinterest|google-read|mediapartners|headless|curl/|wget/|python-|okhttp|safebrowsing|scanner|monitor",
    re.IGNORECASE,
)
AHEAD = ("prefetch", "prerender", "preview")  # a browser fetches what might be tapped


@require_safe
def go(request: HttpRequest, code: str) -> HttpResponse:
    """Count the click, and lead on. The page in whose language the address was given comes in that language."""
    link = Link.objects.filter(code=code.lower()).first()
    if link is None or not links.is_safe(link.url):
        return _private(render(request, "cms/campaign_pages/no_link.html", status=404))
    if is_somebody(request):
        links.count(link, local_day(now_of(request)))
    return _private(HttpResponseRedirect(_in_language(link.url)))


def _in_language(url: str) -> str:
    """A page of ours in the present language, unless its address names one."""
    wanted = get_language()
    if not url.startswith("/") or not wanted or get_language_from_path(url):
        return url
    with override(settings.LANGUAGE_CODE):  # in which addresses have no language before them
        return translate_url(url, wanted)


def is_somebody(request: HttpRequest) -> bool:
    """Whether a person follows the link, as far as one can tell without looking at who it is."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")).lower()
    looks_ahead = any(word in purpose for word in AHEAD)
    return request.method == "GET" and not looks_ahead and not ROBOTS.search(request.headers.get("User-Agent", ""))


def _private(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody, and the next site is not told where somebody came from."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
