"""A roster: imported whole or not at all."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory.models import SureStart
from subscribers.models import Child, ConsentEvent, Contact, Journey, Subscriber
from subscribers.phone import SENTENCES
from subscribers.roster import COLUMNS, RosterError, import_roster
from tests.factories import utc
from tests.subscribers.roster_kit import (
    AGREED_AT,
    EMAIL,
    FULL,
    LATER,
    LEAST,
    NOW,
    PHONE,
    counts,
    errors,
    everything,
    places,
    roster,
    row,
)

pytestmark = pytest.mark.django_db


@pytest.mark.heart
def test_full_row_is_kept_in_every_detail() -> None:
    assert import_roster(roster(FULL), NOW) == 1
    journey = Journey.objects.get()
    person = journey.subscriber
    assert (person.state, person.created_at) == ("active", NOW)
    assert {contact.kind: contact.address for contact in person.contacts.all()} == {"sms": PHONE, "email": EMAIL}
    dates = ("state", "due_date", "birth_date", "gestation_weeks", "corrected_birth_date")
    assert Child.objects.values(*dates).get() == {
        "state": "born",
        "due_date": date(2026, 5, 1),
        "birth_date": date(2026, 4, 6),
        "gestation_weeks": 36,
        "corrected_birth_date": date(2026, 5, 4),
    }
    assert Journey.objects.values().get() == {
        "id": journey.pk,
        "subscriber_id": person.pk,
        "child_id": journey.child_id,
        "state": "active",
        "role": "father",
        "track": "father_partner",
        "language": "pl",
        "fallback": "en",
        "channel": "both",
        "frequency": 3,
        "slot": "morning",
        "paused_for": "",
        "paused_until": None,
        "plan_from": AGREED_AT,
        "care_from": None,
        "ended_at": None,
        "trust_id": None,
        "keyword": "",
        "sure_start_id": SureStart.objects.get(name="East Belfast").pk,
        "roster_row": 2,
    }
    consents = ("subscriber_id", "kind", "door", "wording", "agreed_with", "at")
    assert ConsentEvent.objects.values(*consents).get() == {
        "subscriber_id": person.pk,
        "kind": "agreed",
        "door": "roster",
        "wording": "paper 3",
        "agreed_with": "a family worker",
        "at": AGREED_AT,
    }


def test_least_row_gets_the_defaults() -> None:
    assert import_roster(roster(LEAST), NOW) == 1
    names = ("role", "track", "language", "fallback", "channel", "frequency", "slot", "sure_start", "state")
    assert Journey.objects.values_list(*names).get() == (
        "mother",
        "carer",
        "en",
        "en",
        "sms",
        1,
        "evening",
        None,
        "active",
    )
    assert Child.objects.values_list("state", "due_date", "birth_date").get() == (
        "expected",
        date(2026, 9, 1),
        None,
    )
    assert [event.agreed_with for event in ConsentEvent.objects.all()] == [""]


def test_several_rows_keep_the_lines_they_came_from() -> None:
    rows = [row(phone=f"07700 90000{n}") for n in range(3)]
    assert import_roster(roster(*rows), NOW) == 3
    assert list(Journey.objects.order_by("pk").values_list("roster_row", flat=True)) == [2, 3, 4]
    assert counts() == (3, 3, 3)


@pytest.mark.parametrize(
    ("agreed_at", "expected"),
    [
        ("2026-05-30T09:30:00+01:00", "2026-05-30 08:30"),
        ("2026-05-30T08:30:00Z", "2026-05-30 08:30"),
        ("2026-05-30T09:30:00", "2026-05-30 08:30"),
        ("2026-05-30 09:30", "2026-05-30 08:30"),
        ("2026-05-30", "2026-05-29 23:00"),
        ("2026-01-30T09:30:00", "2026-01-30 09:30"),
        ("2026-01-30T09:30:00+05:00", "2026-01-30 04:30"),
    ],
)
def test_time_without_a_zone_is_local(agreed_at: str, expected: str) -> None:
    import_roster(roster(row(agreed_at=agreed_at)), NOW)
    assert ConsentEvent.objects.get().at == Journey.objects.get().plan_from == utc(expected)


@pytest.mark.parametrize("written", ["2026-09-01", "01/09/2026"])
def test_date_as_spreadsheets_write_it(written: str) -> None:
    import_roster(roster(row(due_date=written)), NOW)
    assert Child.objects.get().due_date == date(2026, 9, 1)


@pytest.mark.parametrize(
    "written", ["East Belfast", "east belfast", " EAST BELFAST SURE START ", "East Belfast Sure Start"]
)
def test_sure_start_however_written(written: str) -> None:
    import_roster(roster(row(sure_start=written)), NOW)
    assert Journey.objects.get().sure_start == SureStart.objects.get(name="East Belfast")


@pytest.mark.parametrize(
    ("channel", "kept"),
    [
        ("sms", {"sms": PHONE}),
        ("email", {"email": EMAIL}),
        ("both", {"sms": PHONE, "email": EMAIL}),
    ],
)
def test_address_that_the_channel_does_not_need_is_not_kept(channel: str, kept: dict[str, str]) -> None:
    import_roster(roster(row(email=EMAIL, channel=channel)), NOW)
    assert {contact.kind: contact.address for contact in Contact.objects.all()} == kept


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_address_that_the_channel_does_not_need_may_be_wrong(channel: str) -> None:
    unneeded = {"email": "not an address"} if channel == "sms" else {"phone": "not a number"}
    import_roster(roster(row(email=EMAIL, channel=channel) | unneeded), NOW)
    assert [contact.kind for contact in Contact.objects.all()] == [channel]


def test_byte_order_mark_of_excel() -> None:
    assert import_roster(b"\xef\xbb\xbf" + roster(LEAST), NOW) == 1


def test_columns_in_another_order() -> None:
    assert import_roster(roster(FULL, columns=COLUMNS[::-1]), NOW) == 1
    assert Journey.objects.get().language == "pl"


def test_header_alone() -> None:
    assert import_roster(roster(), NOW) == 0
    assert counts() == (0, 0, 0)


@pytest.mark.heart
def test_twins_in_one_roster() -> None:
    assert import_roster(roster(LEAST, LEAST), NOW) == 2
    assert counts() == (1, 2, 2)


def test_two_parents_of_one_mailbox_each_with_their_own_number_are_refused() -> None:
    both = [row(phone=f"07700 90000{n}", email=EMAIL, channel="both") for n in (1, 2)]
    assert places(roster(*both)) == [(3, "phone")]


def test_next_child_of_somebody_known() -> None:
    import_roster(roster(row(due_date="", birth_date="2025-01-01")), NOW)
    import_roster(roster(row(agreed_at=LATER)), NOW)
    assert counts() == (1, 2, 2)
    assert Subscriber.objects.get().state == "active"


def test_somebody_who_texted_before_and_had_agreed_to_nothing() -> None:
    stranger = Subscriber.objects.create(created_at=NOW)
    Contact.objects.create(subscriber=stranger, kind="sms", address=PHONE)
    import_roster(roster(LEAST), NOW)
    assert Journey.objects.get().subscriber == stranger
    assert Subscriber.objects.get().state == "active"


@pytest.mark.heart
def test_dry_run_changes_nothing() -> None:
    before = everything()
    assert import_roster(roster(LEAST, row(phone="07700 900001")), NOW, dry_run=True) == 2
    assert everything() == before
    assert import_roster(roster(LEAST), NOW) == 1


def test_dry_run_finds_what_an_import_finds() -> None:
    import_roster(roster(LEAST), NOW)
    for content in (roster(LEAST), roster(row(phone="020"))):
        with pytest.raises(RosterError) as caught:
            import_roster(content, NOW, dry_run=True)
        assert caught.value.errors == errors(content)


def test_progress_sees_every_row() -> None:
    seen: list[int] = []

    def watch(rows: Any) -> Iterator[Any]:
        for each in rows:
            seen.append(each.line)
            yield each

    import_roster(roster(*[row(phone=f"07700 90000{n}") for n in range(3)]), NOW, progress=watch)
    assert seen == [2, 3, 4]


def run(path: Path, *options: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("import_roster", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def test_command_imports(path: Path) -> None:
    path.write_bytes(roster(LEAST, row(phone="07700 900001")))
    assert run(path) == "2 rows imported.\n"
    assert counts() == (2, 2, 2)


def test_command_with_a_dry_run(path: Path) -> None:
    path.write_bytes(roster(LEAST, row(phone="07700 900001")))
    assert run(path, "--dry-run") == "2 rows would be imported; nothing was changed.\n"
    assert counts() == (0, 0, 0)


def test_command_with_bad_rows(path: Path) -> None:
    path.write_bytes(roster(row(phone="020"), row(phone="")))
    with pytest.raises(CommandError) as caught:
        run(path)
    assert str(caught.value).splitlines() == [
        f"row 2, phone: {SENTENCES['short']}",
        "row 3, phone: This channel needs it. Fill it in, or choose another channel.",
        "Nothing was imported. Mend these and run the command again.",
    ]
    assert counts() == (0, 0, 0)


def test_command_without_the_file(path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        run(path)
    assert str(caught.value) == f"{path} cannot be read: No such file or directory. Check the path."


def test_command_with_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        run(tmp_path)
    assert str(caught.value) == f"{tmp_path} cannot be read: Is a directory. Check the path."
