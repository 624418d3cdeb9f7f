"""What providers report back."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from delivery.channels import twilio
from delivery.models import DeliveryEvent
from delivery.outbox import raise_status, stop_for
from delivery.tokens import read_nudge_token
from subscribers.hours import now_of


@csrf_exempt  # signed by the provider
@require_POST
def twilio_status(request: HttpRequest, token: str) -> HttpResponse:
    """How a text fared. Answered only once what it says is committed; what we do not know changes nothing."""
    if not twilio.is_signed(request):
        return HttpResponseForbidden()
    nudge_id = read_nudge_token(token)
    status = twilio.STATUSES.get(request.POST.get("MessageStatus", ""))
    if nudge_id is not None and status is not None:
        now = now_of(request)
        sid, code = request.POST.get("MessageSid", ""), request.POST.get("ErrorCode", "")[:20]
        raise_status(Q(pk=nudge_id), status, DeliveryEvent.Source.CALLBACK, now, provider_id=sid, code=code)
        if code == str(twilio.OPTED_OUT):
            stop_for([nudge_id], now)
    return HttpResponse(status=204)
