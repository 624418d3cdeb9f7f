"""`make bench` runs: every area that needs no web server and no worker, small and once. What it measures is not read.

The bench itself ends with an error when ours and a peer have not left the same rows behind.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AREAS = "planning,broadcast,outbox,letters,growth"
# How many lines begin so; those of growth end with "beside an empty ledger", or are the night's.
LINES = {
    "plan the morning, per due row": 4,
    "a tick that finds nothing new (": 1,
    "queue a campaign, per parent": 2,
    "first row that can be sent": 1,
    "first nudge out after launch": 1,
    "a reply put meanwhile": 1,
    "claim, check and settle, batches": 2,
    "rows too many or too few": 1,
    "an e-mail the whole way": 4,
    "plan the morning, beside": 1,
    "a tick that finds nothing new, beside": 1,
    "queue a campaign, beside": 1,
    "claim, check and settle, beside": 1,
    "status callbacks, thirty to a commit": 1,
    "forgetting and counting at night": 2,
}


def test_every_line_is_measured_and_both_sides_do_the_same_work(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    asked = {"SIZES": "200", "ROUNDS": "1", "ONLY": AREAS, "OUT": str(out)}
    done = subprocess.run(
        [sys.executable, "-m", "bench"], cwd=ROOT, env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = json.loads(out.read_text(encoding="utf-8"))
    told = Counter(next((name for name in LINES if row["name"].startswith(name)), row["name"]) for row in rows)
    assert told == LINES
    two_at_once = next(row for row in rows if row["name"].startswith("rows too many"))
    assert (two_at_once["ours"], two_at_once["met"]) == (0, True)
