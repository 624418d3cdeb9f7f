"""What reaches our number: texts, pictures and calls, as the provider hands them over."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from delivery.channels import twilio
from portal import budgets, conversation
from subscribers.hours import now_of
from subscribers.phone import PhoneError, normalise

NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # the answer goes out through the outbox
HANG_UP = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject/></Response>'


@csrf_exempt  # signed by the provider
@require_POST
def twilio_inbound(request: HttpRequest) -> HttpResponse:
    """A text from a parent. A picture without words comes as an empty one."""
    return _take_in(request, "MessageSid", request.POST.get("Body", ""), NO_ANSWER)


@csrf_exempt  # signed by the provider
@require_POST
def twilio_call(request: HttpRequest) -> HttpResponse:
    """Somebody rings the number: the call ends at no cost to them, and a text says where to turn."""
    return _take_in(request, "CallSid", "", HANG_UP)


def _take_in(request: HttpRequest, sid: str, text: str, twiml: str) -> HttpResponse:
    if not twilio.is_signed(request):
        return HttpResponseForbidden()
    answer = HttpResponse(twiml, content_type="text/xml")
    try:
        phone = normalise(request.POST.get("From", ""))
    except PhoneError:
        return answer  # not a number that we may text back
    now = now_of(request)
    try:
        if not text.strip():
            budgets.take_call(phone, now)
    except budgets.OverBudgetError:
        return answer  # nothing is kept: a sender can be made up
    conversation.receive(request.POST.get(sid, ""), phone, text, now)
    return answer
