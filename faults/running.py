"""One run from its database to its report."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from faults import families, mutants
from faults.children import Nursery
from faults.invariants import judge
from faults.reporting import Report
from faults.story import Story
from faults.world import Crashable, Plan, world

BASE = "faults_template"


def template(url: str) -> str:
    """A database with empty tables, from which every run's is copied. Returns its name."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {BASE}")
    with tempfile.TemporaryDirectory() as folder:
        place = urlsplit(url)._replace(path=f"/{BASE}").geturl()
        environment = {
            "DATABASE_URL": place,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "x",
            "VAR_DIR": folder,
        }
        nursery = Nursery.open(
            mutants.PROJECT, Path(folder), environment | {"LOOPBACK_ONLY": "1", "REDIS_URL": "redis://127.0.0.1:1/0"}
        )
        try:
            nursery.errand("migrate")
        finally:
            nursery.close()
    return BASE


def begin_database(url: str, source: str, name: str) -> str:
    """A fresh copy of a database, from which whoever is connected is sent away. Returns its address."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def run(plan: Plan, folder: Path, url: str, postgres: Crashable | None, say: Callable[[str], None]) -> Report:
    """Live through a plan in a folder and on an empty database. Returns what came of it.

    `postgres` is a server that may be stopped at once; None leaves it alone.
    """
    project = mutants.PROJECT
    if plan.mutant:
        mutant = mutants.MUTANTS[plan.mutant]
        project = mutants.copy(mutant, folder / "project")
        if mutant.sql:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(mutant.sql)
    say(
        f"seed {plan.seed}: {plan.nudges} nudges, {plan.kills} kills"
        + (f", without {plan.mutant}" if plan.mutant else "")
    )
    with world(plan, project, folder, url, postgres) as made:
        all_families = families.families(plan.seed, plan.nudges // plan.legs, plan.days, plan.slots)
        story = Story(made, all_families, families.acts(plan.seed, all_families, plan.acts), say)
        seen = story.tell()
        counts = judge(made, story, seen)
        return Report(plan=plan, counts=counts, faults=story.chaos.done, seen=seen)
