"""When a baby has died. Nobody asks why, nothing is red, and nothing is said that anybody has not said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from directory.models import Service
from portal import loss, visit
from portal.views.overview import about
from subscribers import pauses
from subscribers.children import is_twin
from subscribers.hours import now_of
from subscribers.models import Child, Journey, Subscriber

THOSE_WHO_LISTEN = ("sands", "lifeline", "samaritans")


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, parent: Subscriber, journey: int) -> HttpResponse:
    """One button. Pressing it twice is as good as once."""
    child = get_object_or_404(parent.journeys.select_related("child"), pk=journey).child
    if request.method == "POST":
        loss.report_child(parent, child, now_of(request))
    elif child.state != Child.State.LOST:
        return render(request, "portal/mine/loss.html", {"back": reverse("preferences")})
    return redirect("preferences-after-loss")


@visit.own_page
@require_safe
def after(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """Who listens; and, if there are other children, whether messages about them may go on."""
    context = {"services": those_who_listen(), "others": _others(parent)}
    return render(request, "portal/mine/after_loss.html", context)


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def others(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """The question about the other children by itself, whenever they are ready."""
    if request.method == "POST":
        waiting = {journey.pk: journey for journey in pauses.paused_after_loss(parent.pk)}
        chosen = next((journey for pk, journey in waiting.items() if str(pk) == request.POST.get("journey")), None)
        if chosen:
            alike = [pk for pk, journey in waiting.items() if is_twin(journey.child, chosen.child)]
            pauses.resume(Journey.objects.filter(pk__in=alike), now_of(request))
            visit.say(request, loss.goes_on())
        return redirect("preferences")
    return render(request, "portal/mine/others.html", {"others": _others(parent)})


def those_who_listen() -> list[Service]:
    """Of the directory, in this order; what staff have removed is not shown."""
    known = {service.code: service for service in Service.objects.filter(code__in=THOSE_WHO_LISTEN).exclude(phone="")}
    return [known[code] for code in THOSE_WHO_LISTEN if code in known]


def _others(parent: Subscriber) -> list[tuple[int, str]]:
    """Whom messages wait to go on about, twins once: the journey, and who it is about.

    With one child nothing needs saying, and no date is shown.
    """
    found: list[Journey] = []
    for journey in pauses.paused_after_loss(parent.pk):
        if not any(is_twin(journey.child, other.child) for other in found):
            found.append(journey)
    return [(journey.pk, about(journey.child) if len(found) > 1 else "") for journey in found]
