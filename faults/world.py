"""The world of one run: its servers, its database, its children, its clock and its ledgers."""

import json
import os
import secrets
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from faults import ledgers, watching
from faults.children import Nursery
from tests.proof import clock
from tests.proof.whole import write_whole
from tests.servers import Server, free_port, redis_version, start_redis, wait

LEASE = 4  # seconds; the sender itself stops sending after half of it
TIMEOUT = 5.0
TOKEN = "the token of a run"  # noqa: S105 - of an emulator on this machine


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be run."""

    seed: int
    nudges: int
    kills: int
    days: Sequence[date]  # of the first leg
    legs: int  # 1, or 2: 22 weeks later the same days again, around the other night in which the clocks change
    slots: Sequence[str]
    list_mode: str = "normal"  # lagging or hidden: how much of what it took the provider shows
    rate: int = 200  # segments and e-mails a second
    mutant: str = ""
    acts: int = 40


@dataclass
class Crashable:
    """A server that ends at once, and is started again on what it has on disk."""

    server: Server
    ask: Callable[[str], str]

    def crash(self) -> None:
        self.server.crash()
        self.server = self.server.start_again()
        wait(lambda: self.ask(self.server.url), self.server.process)


@dataclass
class World:
    """Everything that a run can touch."""

    plan: Plan
    folder: Path
    url: str  # of the database
    redis: Crashable
    nursery: Nursery
    postgres: Crashable | None  # None: it serves others too, and is left alone
    ports: Mapping[str, int]
    ids: dict[str, int] = field(default_factory=dict)  # of the messages, by name

    @property
    def texts(self) -> list[ledgers.Accepted]:
        return ledgers.texts(self.folder / "texts.jsonl")

    @property
    def mails(self) -> list[ledgers.Accepted]:
        return ledgers.mails(self.folder / "mails.jsonl")

    @property
    def now(self) -> datetime:
        """The present instant of the run. Aware, UTC."""
        return clock.shown_by(self.folder / "clock")

    @property
    def connections(self) -> int:
        """How many are open to its database."""
        name = self.url.rpartition("/")[2]
        return int(self.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", name)[0][0])

    def set_clock(self, to: datetime) -> None:
        clock.set_clock(self.folder / "clock", to)

    @contextmanager
    def database(self) -> Iterator["psycopg.Connection[Any]"]:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            yield connection

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.database() as connection:
            return connection.execute(sql, values).fetchall()

    def ask_nothing(self, sql: str, *values: Any) -> None:
        with self.database() as connection:
            connection.execute(sql, values)

    def faulty(self, **settings: Any) -> None:
        """Let the provider of texts go wrong; nothing: let it be right again."""
        with suppress(OSError):
            self.post_json("texts", "/emulator/faults", settings)

    def faulty_mail(self, **rates: float) -> None:
        """The same for e-mails; the mailbox reads it for each mail."""
        write_whole(self.folder / "mails.faults", json.dumps({"seed": self.plan.seed, **rates}))

    def text_from(self, number: str, words: str, sid: str) -> bool:
        """A parent texts us; False when it was not taken, and the provider will have to try again."""
        with suppress(OSError):
            answer = self.post_json("texts", "/emulator/inbound", {"from": number, "body": words, "sid": sid})
            return bool(answer.get("status") == 200)
        return False

    def post_json(self, part: str, path: str, document: Any) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.ports[part]}{path}"
        request = urllib.request.Request(url, json.dumps(document).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - loopback
            return dict(json.load(answer))

    def crash_postgres(self) -> None:
        """All at once; where others use it too, only our connections."""
        if self.postgres is None:
            name = self.url.rpartition("/")[2]
            sql = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            self.ask(sql, name)
        else:
            self.postgres.crash()


@contextmanager
def world(plan: Plan, project: Path, folder: Path, url: str, postgres: Crashable | None) -> Iterator[World]:
    """Make the world of a plan on an empty, migrated database, and end it."""
    ports = {part: free_port() for part in ("web", "texts", "mails")}
    redis = Crashable(start_redis(), redis_version)
    clock.set_clock(folder / "clock", datetime.fromisoformat("2026-10-23T20:30:00+00:00"))
    nursery = Nursery.open(project, folder, _environment(plan, folder, url, redis.server.url, ports))
    made = World(plan, folder, url, redis, nursery, postgres, ports)
    try:
        _begin(made)
        yield made
    finally:
        nursery.close()
        redis.server.stop()


def _begin(made: World) -> None:
    plan, fork = made.plan, made.nursery.fork
    made.faulty_mail()
    days = [day.isoformat() for day in plan.days]
    made.ids = made.nursery.errand(
        "fill", seed=plan.seed, nudges=plan.nudges // plan.legs, days=days, slots=list(plan.slots)
    )
    with made.database() as connection:
        watching.watch(connection)
    inbound = f"http://127.0.0.1:{made.ports['web']}/webhooks/twilio/inbound/"
    fork("texts", "texts", port=made.ports["texts"], ledger=str(made.folder / "texts.jsonl"), inbound_url=inbound)
    fork("mails", "mails", port=made.ports["mails"], ledger=str(made.folder / "mails.jsonl"))
    fork("web", "web", port=made.ports["web"])
    for name in ("one", "two"):
        fork("worker", f"worker-{name}", hostname=name)
        fork("beat", f"beat-{name}", schedule=str(made.folder / f"beat-{name}"))


def _environment(plan: Plan, folder: Path, url: str, redis: str, ports: Mapping[str, int]) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOOPBACK_ONLY": "1",
        "VAR_DIR": str(folder / "var"),
        "SECRET_KEY": secrets.token_hex(),
        "CONTACT_KEYS": "contacts of a run",
        "CONTACT_INDEX_KEY": "index of a run",
        "DATABASE_URL": url,
        "REDIS_URL": redis,
        "PUBLIC_URL": f"http://127.0.0.1:{ports['web']}",
        "SMS_CHANNEL": "twilio",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32,
        "TWILIO_API_URL": f"http://127.0.0.1:{ports['texts']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{ports['mails']}",
        "EMAIL_TIMEOUT": "3",
        "TICK_SECONDS": "1",
        "LEASE_SECONDS": str(LEASE),
        "SMS_RATE": str(plan.rate),
        "EMAIL_RATE": str(plan.rate),
        "CLOCK": "tests.proof.clock.now",
        "CLOCK_FILE": str(folder / "clock"),
        "CELERY_SKIP_CHECKS": "true",  # the settings do not change from one start of a worker to the next
        "PATH": os.environ["PATH"],
    }
