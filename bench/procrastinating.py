"""The same number of jobs that do nothing in procrastinate, a queue in PostgreSQL; in a database of its own."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import procrastinate

from bench.measuring import DifferentWorkError
from bench.population import database, drop_database, run

NAME = "procrastinate"


@contextmanager
def jobs(url: str) -> Iterator[Callable[[int], int]]:
    """Gives a function that defers so many jobs, and runs them all with one worker."""
    with database("postgres"):
        run(f"CREATE DATABASE {NAME}")
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_beside(url)))
    done: list[int] = []

    @app.task(name="nothing")
    def nothing(nudge_id: int) -> None:
        done.append(nudge_id)

    async def schema() -> None:
        async with app.open_async():
            await app.schema_manager.apply_schema_async()

    async def whole(number: int) -> None:
        async with app.open_async():
            for nudge_id in range(number):
                await nothing.defer_async(nudge_id=nudge_id)
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    def work(number: int) -> int:
        done.clear()
        asyncio.run(whole(number))
        if len(done) != number:
            raise DifferentWorkError(f"{len(done)} of {number} jobs were done")
        return number

    try:
        asyncio.run(schema())
        yield work
    finally:
        drop_database(NAME)


def _beside(url: str) -> str:
    return f"{url.rpartition('/')[0]}/{NAME}"
