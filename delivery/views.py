"""What providers report back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from delivery.callbacks import Callback, answer
from subscribers.hours import now_of


@csrf_exempt  # signed by the provider
@require_POST
def twilio_status(request: HttpRequest, token: str) -> HttpResponse:
    """How a text fared. Under gunicorn config.callbacks is asked in its place, and answers by the same function."""
    signature, form = request.headers.get("X-Twilio-Signature", ""), dict(request.POST.lists())
    return HttpResponse(status=answer(Callback(request.get_full_path(), token, form, signature, now_of(request))))
