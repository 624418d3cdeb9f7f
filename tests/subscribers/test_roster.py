"""A roster: imported whole or not at all, and every mistake is named with its place."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from directory.models import SureStart
from subscribers import children, consent
from subscribers.models import Child, ConsentEvent, Contact, Journey, Subscriber
from subscribers.phone import SENTENCES
from subscribers.roster import COLUMNS, RosterError, RowError, import_roster, read
from tests.factories import utc

NOW = utc("2026-06-01 12:00")
DUE = "2026-09-01"
LATER = "2026-05-31T09:30:00+01:00"  # than the agreement of LEAST
PHONE, EMAIL = "+447700900123", "parent@hope.example"
# A row that is right, and has no more than it needs.
LEAST = {
    "phone": "07700 900123",
    "channel": "sms",
    "role": "mother",
    "due_date": DUE,
    "agreed_at": "2026-05-30T09:30:00+01:00",
    "agreed_wording": "paper 3",
}
FULL = LEAST | {
    "email": "Parent@Hope.example",
    "channel": "Both",
    "language": "PL",
    "role": "Father",
    "due_date": "01/05/2026",
    "birth_date": "2026-04-06",
    "gestation_weeks": "36",
    "sure_start": "East Belfast Sure Start",
    "frequency": "3",
    "slot": "Morning",
    "agreed_with": "a family worker",
}
AGREED_AT = utc("2026-05-30 08:30")

pytestmark = pytest.mark.django_db


def row(**cells: str) -> dict[str, str]:
    """The least row with some cells of its own."""
    return LEAST | cells


def roster(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A file as a spreadsheet writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def lines(*rows: str) -> bytes:
    """A file from its lines as they are."""
    return "\n".join([",".join(COLUMNS), *rows]).encode()


def line(*, phone: str = "07700 900123", channel: str = "sms") -> str:
    """The least row as one line."""
    return roster(row(phone=phone, channel=channel)).decode().splitlines()[1]


def errors(content: bytes, now: datetime = NOW) -> list[RowError]:
    """What is wrong with a roster, of which nothing may have been imported."""
    before = everything()
    with pytest.raises(RosterError) as caught:
        import_roster(content, now)
    assert everything() == before
    assert str(caught.value) == "\n".join(str(error) for error in caught.value.errors)
    return caught.value.errors


def wrong(content: bytes) -> list[RowError]:
    """What is wrong with a roster by itself; nothing with a good one."""
    try:
        return read(content, NOW)[1]
    except RosterError as error:
        return error.errors


def places(content: bytes) -> list[tuple[int, str]]:
    """Where a roster is wrong; each place has a sentence."""
    found = errors(content)
    assert all(error.sentence.strip() for error in found)
    return [(error.row, error.column) for error in found]


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is kept about people."""
    models: list[type[Model]] = [Subscriber, Contact, Child, Journey, ConsentEvent]
    return {str(model): list(model._default_manager.order_by("pk").values()) for model in models}


def counts() -> tuple[int, int, int]:
    return Subscriber.objects.count(), Child.objects.count(), Journey.objects.count()


# --- what a good roster becomes ---------------------------------------------------------------------------


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
        "plan_from": AGREED_AT,
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


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "07700 90012"}, "phone"),
        ({"phone": "+7700900123"}, "phone"),
        ({"phone": "999"}, "phone"),
        ({"phone": "ask her"}, "phone"),
        ({"phone": "07700900123\0"}, "phone"),
        ({"phone": "", "channel": "both", "email": EMAIL}, "phone"),
        ({"channel": "email"}, "email"),
        ({"channel": "both"}, "email"),
        ({"channel": "email", "email": "parent@"}, "email"),
        ({"channel": "both", "email": "hope.example"}, "email"),
        ({"channel": ""}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"language": "klingon"}, "language"),
        ({"language": "English"}, "language"),
        ({"role": ""}, "role"),
        ({"role": "stepfather"}, "role"),
        ({"due_date": ""}, "due_date"),
        ({"due_date": "2026-02-30"}, "due_date"),
        ({"due_date": "09/14/2026"}, "due_date"),
        ({"due_date": "soon"}, "due_date"),
        ({"due_date": "46266"}, "due_date"),
        ({"due_date": "2027-09-01"}, "due_date"),
        ({"due_date": "2025-09-01"}, "due_date"),
        ({"birth_date": "2026-04-31"}, "birth_date"),
        ({"birth_date": "2026-06-02"}, "birth_date"),
        ({"birth_date": "2022-04-06"}, "birth_date"),
        ({"birth_date": "2026-04-06", "gestation_weeks": "19"}, "gestation_weeks"),
        ({"birth_date": "2026-04-06", "gestation_weeks": "45"}, "gestation_weeks"),
        ({"birth_date": "2026-04-06", "gestation_weeks": "36+2"}, "gestation_weeks"),
        ({"gestation_weeks": "36"}, "gestation_weeks"),
        ({"sure_start": "Atlantis"}, "sure_start"),
        ({"frequency": "2"}, "frequency"),
        ({"frequency": "daily"}, "frequency"),
        ({"slot": "night"}, "slot"),
        ({"agreed_at": ""}, "agreed_at"),
        ({"agreed_at": "30/05/2026"}, "agreed_at"),
        ({"agreed_at": "yes"}, "agreed_at"),
        ({"agreed_at": "2026-06-01T12:00:01+00:00"}, "agreed_at"),
        ({"agreed_at": "2027-05-30T09:30:00+01:00"}, "agreed_at"),
        ({"agreed_at": "0001-01-01T00:00:00"}, "agreed_at"),
        ({"agreed_wording": ""}, "agreed_wording"),
        ({"agreed_wording": "x" * 41}, "agreed_wording"),
        ({"agreed_with": "x" * 121}, "agreed_with"),
    ],
)
def test_bad_value_is_named_by_row_and_column(cells: dict[str, str], column: str) -> None:
    rows = [row(phone="07700 900001"), row(**cells), row(phone="07700 900002")]
    assert (3, column) in places(roster(*rows))
    assert [place for place in places(roster(*rows)) if place[0] != 3] == []


@pytest.mark.parametrize(
    ("due_date", "taken"),
    [
        ("2026-05-08", False),
        ("2026-05-09", True),
        ("2027-03-27", True),
        ("2027-03-28", False),
    ],
)
def test_due_date_at_the_borders_of_a_pregnancy(due_date: str, *, taken: bool) -> None:
    """From three weeks before they agreed to 43 weeks after."""
    content = roster(row(due_date=due_date))
    assert (import_roster(content, NOW) == 1) if taken else (places(content) == [(2, "due_date")])


@pytest.mark.parametrize("birth_date", ["2026-06-01", "2026-05-31", "2023-05-30"])
def test_birth_date_until_today_and_from_three_years_ago(birth_date: str) -> None:
    assert import_roster(roster(row(due_date="", birth_date=birth_date)), NOW) == 1


def test_agreed_this_very_moment() -> None:
    assert import_roster(roster(row(agreed_at=NOW.isoformat())), NOW) == 1


def test_sentence_of_an_error_with_its_place() -> None:
    found = errors(roster(row(phone="020")))
    assert found == [RowError(row=2, column="phone", sentence=str(SENTENCES["short"]))]
    assert str(found[0]) == f"row 2, phone: {SENTENCES['short']}"


@pytest.mark.heart
def test_one_bad_row_imports_nothing() -> None:
    good = [row(phone=f"07700 9000{n:02}") for n in range(20)]
    assert places(roster(*good, row(phone="020"))) == [(22, "phone")]
    assert counts() == (0, 0, 0)


def test_all_errors_are_listed_at_once() -> None:
    rows = [
        row(phone="020", language="klingon"),
        row(phone="07700 900001"),
        row(role="stepfather", agreed_at="yes"),
    ]
    assert sorted(places(roster(*rows))) == [(2, "language"), (2, "phone"), (4, "agreed_at"), (4, "role")]


def test_bad_value_and_a_clash_with_somebody_known_are_listed_at_once() -> None:
    import_roster(roster(LEAST), NOW)
    consent.stop(Subscriber.objects.get().pk, "sms", NOW)
    assert places(roster(row(phone="020"), LEAST)) == [(2, "phone"), (3, "phone")]


@pytest.mark.heart
@pytest.mark.parametrize("cells", [{}, {"due_date": "", "birth_date": "2026-04-06"}, {"birth_date": "2026-04-06"}])
def test_same_roster_again(cells: dict[str, str]) -> None:
    import_roster(roster(row(**cells)), NOW)
    assert places(roster(row(**cells))) == [(2, "")]


@pytest.mark.parametrize("since", ["born", "new due date", "lost"])
def test_same_roster_again_after_the_dates_changed(since: str) -> None:
    """The same person about the same child: a second journey would go on with dates that are no longer so."""
    import_roster(roster(LEAST), NOW)
    child = Child.objects.get()
    if since == "born":
        children.report_birth(child, date(2026, 5, 31), NOW)
    elif since == "new due date":
        children.change_due_date(child, date(2026, 9, 8), NOW)
    else:
        children.report_loss(child)
    assert places(roster(LEAST)) == [(2, "phone" if since == "lost" else "")]


def test_nobody_is_signed_up_by_others_after_a_loss() -> None:
    """A new agreement on paper does not restart anything either, and the roster's owner is not told why."""
    import_roster(roster(LEAST), NOW)
    children.report_loss(Child.objects.get())
    [error] = errors(roster(row(agreed_at=LATER)))
    assert str(error) == "row 2, phone: They want no messages now. Only they can start again: text START."


@pytest.mark.parametrize(
    ("channel", "column"),
    [("sms", "phone"), ("email", "email")],
)
def test_somebody_who_stopped_is_not_started_by_a_roster(channel: str, column: str) -> None:
    content = roster(row(email=EMAIL, channel=channel))
    import_roster(content, NOW)
    consent.stop(Subscriber.objects.get().pk, channel, NOW)
    assert places(content) == [(2, column)]
    assert Subscriber.objects.get().state == "stopped"


def test_phone_and_mailbox_of_two_people() -> None:
    import_roster(roster(row(), row(phone="", email=EMAIL, channel="email")), NOW)
    due_next_year = {"due_date": "2027-03-01"}
    assert places(roster(row(email=EMAIL, channel="both", **due_next_year))) == [(2, "email")]


@pytest.mark.parametrize(
    ("changed", "column"),
    [({"phone": "07700 900124"}, "phone"), ({"email": "other@hope.example"}, "email")],
)
def test_another_address_of_somebody_known(changed: dict[str, str], column: str) -> None:
    known = row(email=EMAIL, channel="both")
    import_roster(roster(known), NOW)
    assert places(roster(known | changed | {"due_date": "2027-03-01", "agreed_at": LATER})) == [(2, column)]


@pytest.mark.parametrize("typed", ["07700 900123", "+447700900123", "parent@hope.example"])
@pytest.mark.parametrize("column", COLUMNS)
def test_sentence_never_repeats_an_address_typed_into_another_column(column: str, typed: str) -> None:
    content = roster(row(channel="both") | {column: typed})
    assert [error for error in wrong(content) if typed in str(error)] == []


def test_file_without_a_header_is_refused_without_its_first_row() -> None:
    first = roster(FULL | {"phone": "07700 900123"}).decode().splitlines()[1]
    assert [error for error in errors(first.encode()) if "07700 900123" in str(error)] == []


def test_word_that_is_not_known_gets_those_that_are() -> None:
    [error] = errors(roster(row(channel="pigeon")))
    assert str(error) == "row 2, channel: This is not one of the words for this column: sms, email, both."


# --- files that are not rosters ---------------------------------------------------------------------------


def test_row_with_too_many_cells() -> None:
    assert places(lines(line() + ",one more", line(phone="07700 900001"))) == [(2, "")]


def test_row_with_too_few_cells() -> None:
    assert {place for place, _ in places(lines("07700 900123,,sms"))} == {2}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, column) for column in COLUMNS]),
        (b"phone;email;channel\n", [*((1, column) for column in COLUMNS), (1, "column 1")]),
        (lines().replace(b"slot", b"time of day"), [(1, "slot"), (1, "column 11")]),
        (lines().replace(b",slot", b""), [(1, "slot")]),
        (lines() + b",name", [(1, "column 15")]),
        (roster(LEAST).decode().encode("utf-16"), [(1, "")]),
        (roster(row(agreed_with="Zoë")).decode().encode("cp1252"), [(1, "")]),
        (bytes(range(256)), [(1, "")]),
    ],
)
def test_file_that_is_not_a_roster(content: bytes, expected: list[tuple[int, str]]) -> None:
    assert places(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (lines(line(), "", line(channel="pigeon")), 4),
        (lines("", "", line(channel="pigeon")), 4),
    ],
)
def test_row_number_is_the_line_of_the_file(content: bytes, expected: int) -> None:
    """Also after an empty line, so that it can be looked up in a spreadsheet."""
    assert places(content) == [(expected, "channel")]


@pytest.mark.parametrize("rows", [1, 3000])
def test_quote_that_is_never_closed(rows: int) -> None:
    content = lines('"' + line(), *[line(phone=f"07700 900{n % 1000:03}") for n in range(rows)])
    assert places(content)


@given(
    st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30) | st.datetimes().map(str)), max_size=3).map(
        lambda rows: [LEAST | cells for cells in rows]
    )
)
def test_any_cells_are_read_or_refused(rows: list[dict[str, str]]) -> None:
    found = wrong(roster(*rows))
    assert {error.column for error in found} <= {"", *COLUMNS}
    last_line = 1 + sum(len(str(cell).splitlines()) for cells in rows for cell in cells.values())
    assert {error.row for error in found} <= {*range(2, 2 + last_line)}


@given(st.binary(max_size=200) | st.text(max_size=200).map(lines))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    assert all(error.row >= 1 and error.sentence for error in wrong(content))


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_asks_the_directory_once(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    content = roster(*[row(phone=f"07700 90000{n}", sure_start="East Belfast") for n in range(rows)])
    with django_assert_num_queries(1):
        read(content, NOW)


# --- dry run, progress and the command --------------------------------------------------------------------


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
