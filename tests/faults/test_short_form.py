"""The short form of `make faults`: an hour in which everything goes wrong, for us and for copies with less protection.

Two of the copies send as people usually write it; from the others one protection each has been taken out. A harness
that did not see the harm of these would prove nothing by finding none with us.
"""

import os
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections

from faults.mutants import MUTANTS
from faults.running import begin_database, run
from faults.world import Plan

SUNDAY = date(2026, 10, 25)  # the clocks go back in its night
TRIES = 4


@pytest.mark.parametrize("mutant", ["", *MUTANTS])
@pytest.mark.django_db(transaction=True)  # so that there is a database to copy
def test_harm_is_seen_where_a_protection_is_missing_and_only_there(mutant: str, tmp_path: Path) -> None:
    assert connection.vendor == "postgresql"
    source = str(connection.settings_dict["NAME"])
    connections.close_all()  # they are sent away from what is copied
    server = urlsplit(os.environ["DATABASE_URL"])._replace(scheme="postgresql", query="").geturl()
    # What chaos has to meet in a copy, it may miss once; what must never break in ours is looked at once.
    for seed in range(1, TRIES + 1 if mutant else 2):
        url = begin_database(server, source, f"{source}_faults")
        plan = Plan(seed=seed, nudges=120, kills=6, days=[SUNDAY], legs=1, slots=["morning"], mutant=mutant, acts=8)
        folder = tmp_path / str(seed)
        folder.mkdir()
        report = run(plan, folder, url, None, print)
        if report.as_promised:
            return
    pytest.fail(report.table())
