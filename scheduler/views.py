"""Health: progress, and not only a living process."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from delivery.holding import standing_halt
from scheduler.models import Heartbeat
from subscribers.hours import now_of

SILENT_TICKS = 5  # so many missed ticks are a fault


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers; `ticking` says whether planning goes on, `halted` whether staff paused all."""
    try:
        beat = Heartbeat.objects.filter(name="tick").first()
        halted = standing_halt() is not None
    except DatabaseError:
        return JsonResponse({"database": False, "ticking": False}, status=503)
    silent = (now_of(request) - beat.at).total_seconds() if beat else None
    ticking = silent is not None and silent < SILENT_TICKS * settings.TICK_SECONDS
    return JsonResponse({"database": True, "ticking": ticking, "halted": halted})
