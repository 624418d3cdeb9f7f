"""Did this page help? Two buttons on a campaign's page. Answers are counted by day; nothing is kept of who gave one.

No cookie is set, so there is no token in the form: the browser's own word about where the request comes from takes its
place. It speaks for nobody, so all that another site could gain is a wrong count, and that has a budget.
"""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from campaigns.helping import count
from campaigns.models import Campaign
from cms.campaign_pages.going import ROBOTS
from cms.campaign_pages.views import PUBLIC
from portal import budgets
from portal.visitors import network_address
from subscribers.hours import local_day, now_of

ANSWERS = {"yes": True, "no": False}


@csrf_exempt  # is_from_here takes its place
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Count a yes or a no, once or a few times from one network address, and thank whoever gave it, counted or not."""
    campaign = Campaign.objects.filter(slug=slug, state__in=PUBLIC).first()
    said = ANSWERS.get(request.POST.get("helpful", ""))
    if campaign is None:
        raise Http404
    page = reverse("campaign", args=[slug])
    if said is None or not is_from_here(request):
        return HttpResponseRedirect(f"{page}#helpful")
    now = now_of(request)
    if not ROBOTS.search(request.headers.get("User-Agent", "")):
        try:
            budgets.take_answer(network_address(request), f"campaign:{campaign.pk}", now)
        except budgets.OverBudgetError:
            pass  # thanked all the same
        else:
            count(campaign, local_day(now), helpful=said)
    return HttpResponseRedirect(f"{page}?answered#helpful")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the form was on a page of ours, by the word of the browser. One that says nothing is believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
