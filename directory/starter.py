"""Load the starter directory. Called by the first migration, so it takes the historical models."""

import tomllib
from pathlib import Path

from django.apps.registry import Apps

STARTER = Path(__file__).with_name("starter.toml")


def load(apps: Apps) -> None:
    """Write the Trusts, Sure Starts and services of starter.toml."""
    data = tomllib.loads(STARTER.read_text(encoding="utf-8"))
    trust_model = apps.get_model("directory", "Trust")
    trusts = {row["name"]: trust_model.objects.create(**row) for row in data["trust"]}
    sure_starts = apps.get_model("directory", "SureStart").objects
    for row in data["sure_start"]:
        sure_starts.create(**row | {"trust": trusts[row["trust"]]})
    services = apps.get_model("directory", "Service").objects
    for row in data["service"]:
        services.create(**row)
