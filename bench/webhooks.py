"""Goal 6: signed status callbacks, each answered after its commit, beside the plain view on the same server."""

from contextlib import ExitStack
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from twilio.request_validator import RequestValidator

from bench import web
from bench.measuring import Row, Side, Took, at_least, compared, measure
from bench.population import all_due, fetched, run
from bench.sending import Nowhere, at_ten, replan
from delivery.dispatcher import dispatch
from delivery.models import Nudge
from delivery.tokens import nudge_token

MOST = 3000  # callbacks
WARM = 100
DELIVERED = "SELECT count(*) FILTER (WHERE status = 60 AND provider_id LIKE 'SM%') FROM delivery_nudge"


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    number = min(size, MOST)
    all_due(number)
    replan()
    nowhere = Nowhere()
    dispatch("nudges", {"sms": nowhere}, at_ten)
    signed = _signed()
    empty = [web.get(f"/empty/{n}/") for n in range(number)]
    with ExitStack() as stack:
        ports = {name: stack.enter_context(web.serving(name)) for name in (web.SERVICE, web.PLAIN)}

        def asking(name: str) -> Took:
            return web.ask(ports[name], signed, 204)

        _sent()
        for port in ports.values():
            web.ask(port, signed[:WARM], 204)  # what a server does once
        samples = measure(
            {
                "ours": Side(work=lambda: asking(web.SERVICE), before=_sent, done=_delivered),
                "peer": Side(work=lambda: asking(web.PLAIN), before=_sent, done=_delivered),
                "floor": Side(work=lambda: web.ask(ports[web.PLAIN], empty, 204)),
            },
            rounds,
        )
    name = "a signed status callback"
    ours = samples["ours"]
    return [
        compared(f"{name} (peer: SDK's validator, get and save)", number, ours, samples["peer"], at_least(4)),
        compared(f"{name} (floor: an empty view)", number, ours, samples["floor"], None, is_floor=True),
    ]


def _signed() -> list[str]:
    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    found = []
    for pk in Nudge.objects.order_by("pk").values_list("pk", flat=True):
        path = reverse("twilio-status", args=[nudge_token(pk)])
        form = {"AccountSid": settings.TWILIO_ACCOUNT_SID, "MessageSid": f"SM{pk:032}", "MessageStatus": "delivered"}
        signature = validator.compute_signature(settings.PUBLIC_URL + path, form)
        found.append(web.post(path, urlencode(form), signature))
    return found


def _sent() -> None:
    run("DELETE FROM delivery_deliveryevent WHERE status = 60")
    run("UPDATE delivery_nudge SET status = 30, submitted_at = due_at, provider_id = 'nowhere'")
    run("VACUUM delivery_nudge")


def _delivered() -> object:
    return fetched(DELIVERED)
