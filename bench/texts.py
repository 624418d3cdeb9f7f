"""Goal 3: texts the whole way: claim, checks, words, the call, settling; beside a Celery task for each."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import aiohttp
from django.conf import settings
from redis import Redis

from bench import children, tasks
from bench.measuring import Row, Side, at_least, compared, measure
from bench.population import all_due
from bench.sending import at_ten, replan, settled
from delivery.channels.twilio import TwilioChannel
from delivery.dispatcher import dispatch
from delivery.models import DeliveryEvent, Nudge, Status
from tests.servers import free_port

MOST, MOST_DELAYED = 1000, 3000  # texts
DELAY = 100  # milliseconds
PROVIDER = "bench.provider"


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    return [*_beside_tasks(min(size, MOST), rounds), *_beside_the_client(min(size, MOST_DELAYED), rounds)]


def _beside_tasks(number: int, rounds: int) -> list[Row]:
    """Processor time for each text, with a provider that answers at once."""
    all_due(number)
    port = children.port_of(settings.TWILIO_API_URL)
    with children.listening(children.python(PROVIDER, str(port), "0"), port), worker() as pid:
        _warm(settings.TWILIO_API_URL)
        samples = measure(
            {
                "ours": Side(work=lambda: _ours(settings.TWILIO_API_URL), before=replan, done=settled),
                "peer": Side(work=_tasks, before=replan, done=settled, processes=lambda: [pid]),
            },
            rounds,
        )
    name = "a text the whole way (peer: a Celery task each)"
    pair = samples["ours"], samples["peer"]
    return [
        compared(name, number, *pair, at_least(20), by="processor"),
        compared(name, number, *pair, None),
    ]


def _beside_the_client(number: int, rounds: int) -> list[Row]:
    """How many a second, with a provider that takes a tenth of a second for each."""
    all_due(number)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with children.listening(children.python(PROVIDER, str(port), str(DELAY)), port):
        _warm(url)
        samples = measure(
            {
                "ours": Side(work=lambda: _ours(url), before=replan),
                "floor": Side(work=lambda: asyncio.run(_bare(url, number))),
            },
            rounds,
        )
    name = f"a text at {DELAY} ms latency (floor: the same HTTP client, no database)"
    return [compared(name, number, samples["ours"], samples["floor"], at_least(0.85), is_floor=True)]


def channel(url: str) -> TwilioChannel:
    """The service's own channel, to a provider on this machine."""
    return TwilioChannel(
        account_sid=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
        service_sid=settings.TWILIO_MESSAGING_SERVICE_SID,
        api_url=url,
    )


def _ours(url: str) -> int:
    return dispatch("nudges", {"sms": channel(url)}, at_ten)


def _warm(url: str) -> None:
    """What a process does once: not of the measurement, for either side."""
    replan()
    Nudge.objects.filter(pk__gt=Nudge.objects.order_by("pk")[10].pk).delete()
    _ours(url)


async def _bare(url: str, number: int) -> int:
    """As many calls in flight, by one client, of the same size."""
    line = asyncio.Semaphore(settings.IN_FLIGHT)
    form = {
        "To": "+447700900000",
        "Body": "x" * 150,
        "MessagingServiceSid": settings.TWILIO_MESSAGING_SERVICE_SID,
        "StatusCallback": "http://localhost:8000/webhooks/twilio/status/1:token/",
    }
    body, headers = urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    auth = aiohttp.BasicAuth(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN)
    address = f"{url}/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/Messages.json"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), auth=auth) as session:

        async def one() -> None:
            async with line, session.post(address, data=body, headers=headers) as answer:
                await answer.json()

        await asyncio.gather(*(one() for _ in range(number)))
    return number


@contextmanager
def worker() -> Iterator[int]:
    """Celery's worker with two processes, as people run it. Gives its process id."""
    words = ["celery", "-A", "bench.tasks", "worker", "--pool", "prefork", "-c", "2", "--loglevel", "ERROR"]
    words += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with children.running(children.python(*words), PYTHONWARNINGS="ignore") as process:
        children.until(_is_ready, process)
        yield process.pid


def _is_ready() -> bool:
    return bool(tasks.app.control.ping(timeout=0.5))


def _tasks() -> int:
    """A task for each that is due; done when none is left."""
    ids = list(Nudge.objects.filter(status=Status.QUEUED).values_list("pk", flat=True))
    for nudge_id in ids:
        tasks.send.delay(nudge_id)
    while DeliveryEvent.objects.filter(status=Status.SENT).count() < len(ids):
        time.sleep(0.05)
    return len(ids)


def broker() -> Redis:
    """The Redis of this run."""
    return Redis.from_url(os.environ["REDIS_URL"])
