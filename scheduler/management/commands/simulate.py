import csv
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from scheduler.clock import clock
from scheduler.simulate import Sending, simulate


class Command(BaseCommand):
    help = "Write what would be sent to whom, and when, to a CSV file. Nothing is sent and nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="First day, like 2027-03-01.")
        parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="Last day, included.")
        parser.add_argument("--out", required=True, metavar="FILE.csv", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        first, last, out = _day(options["first"]), _day(options["last"]), options["out"]
        if last < first:
            raise CommandError("--to is before --from. Give the first day first.")
        if not out.absolute().parent.is_dir():
            raise CommandError(f"There is no folder {out.absolute().parent}. Make it first, or choose another --out.")
        with tqdm(unit="day", disable=None) as bar:
            sendings = simulate(first, last, clock()(), bar.update)
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [field.name for field in fields(Sending)])
            writer.writeheader()
            for sending in sendings:
                writer.writerow(asdict(sending) | {"send_at_utc": sending.send_at_utc.isoformat()})
        self.stdout.write(f"{len(sendings)} nudges from {first} to {last}, written to {out}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a date. Write it like 2027-03-14.") from error
