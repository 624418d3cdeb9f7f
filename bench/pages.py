"""Goal 8: public pages beside plain text from the same server, and how many queries a page asks."""

from contextlib import ExitStack

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import web
from bench.measuring import Row, Side, at_least, compared, counted, measure
from bench.population import DAY
from cms.reading.views import KINDS, TRACKS
from languages.table import LANGUAGES
from messages.letters import blocks_of
from messages.models import Message, Translation
from messages.stages import NUMBERS, StageKind
from subscribers.models import Track

MOST = 3000  # requests
LIBRARY, IN = 500, 20  # messages, and languages with English
SPECIAL = [track for track in Track if track not in (Track.CARER, Track.FATHER_PARTNER, Track.CARE)]


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    message = Message.objects.sendable().filter(kind=KINDS[0], track=TRACKS[0])[0]
    page = reverse("read-message", args=[message.pk])
    return [*_queries(page), *_rates(page, min(size, MOST), rounds)]


@transaction.atomic
def _queries(page: str) -> list[Row]:
    _library()
    client = Client(SERVER_NAME="localhost")
    stage = _asked(client, page)
    client.force_login(User.objects.create_superuser("bench"))
    mapped = _asked(client, reverse("library_map") + "?language=pl")
    number = Message.objects.of_stages().count()
    transaction.set_rollback(True)  # the other areas have the library of before
    return [
        counted("queries of a stage's page that is not in the cache", number, stage, 14, "queries"),
        counted(f"queries of the map of {number:,} messages in {IN} languages", number, mapped, 19, "queries"),
    ]


def _asked(client: Client, path: str) -> int:
    """How many queries, when what Django looks up once is known and nothing is in the cache."""
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        if client.get(path).status_code != 200:  # noqa: PLR2004
            raise LookupError(path)
    return len(caught)


def _library() -> None:
    """As many messages, in as many languages, as the goal speaks of; those that are there count."""
    words = {"topic": "A topic", "action": "Do.", "why": "It helps.", "sms": "Hello", "approved_by": "Bench"}
    letter = blocks_of("A letter.")
    there = set(Message.objects.values_list("kind", "number", "track"))
    kind = StageKind.TRACK_WEEK
    free = [(kind, n, track) for track in SPECIAL for n in NUMBERS[kind] if (kind, n, track) not in there]
    missing = max(LIBRARY - Message.objects.of_stages().count(), 0)
    Message.objects.bulk_create(
        Message(kind=k, number=n, track=track, theme="bond", review_on=DAY, email=letter, **words)
        for k, n, track in free[:missing]
    )
    codes = [*(code for code in LANGUAGES if code != "en"), *(f"x{n}" for n in range(IN - len(LANGUAGES)))]
    Translation.objects.bulk_create(
        (
            Translation(message=message, language=code, email=letter, made_from=message.digest, **words)
            for message in Message.objects.of_stages()
            for code in codes[: IN - 1]
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )


def _rates(page: str, number: int, rounds: int) -> list[Row]:
    with ExitStack() as stack:
        ports = {name: stack.enter_context(web.serving(name)) for name in (web.SERVICE, web.PLAIN, web.BARE)}
        asked = {web.SERVICE: page, web.PLAIN: "/text/", web.BARE: "/"}

        def side(name: str) -> Side:
            requests = [web.get(asked[name])] * number
            return Side(work=lambda: web.ask(ports[name], requests, 200))

        for name in ports:
            side(name).work()  # fills the cache, and opens what is opened once
        samples = measure({name: side(name) for name in ports}, rounds)
    ours = samples[web.SERVICE]
    return [
        compared("a cached public page (floor: a Django view of plain text, no middleware)", number, ours,
                 samples[web.PLAIN], at_least(0.8), is_floor=True),
        compared("a cached public page (floor: plain text without Django)", number, ours, samples[web.BARE], None,
                 is_floor=True),
    ]  # fmt: skip
