"""A roster that cannot be imported: every mistake is named with its place, and nothing of it is kept."""

from datetime import date

import pytest

from subscribers import children, consent
from subscribers.models import Child, Subscriber
from subscribers.phone import SENTENCES
from subscribers.roster import COLUMNS, RowError, import_roster
from tests.subscribers.roster_kit import EMAIL, FULL, LATER, LEAST, NOW, counts, errors, places, roster, row, wrong

pytestmark = pytest.mark.django_db


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


def test_nobody_is_signed_up_by_others_after_a_loss_of_which_child_is_not_said() -> None:
    import_roster(roster(LEAST, row(due_date="", birth_date="2025-01-01")), NOW)
    children.pause_for_loss(Subscriber.objects.get().pk)
    [error] = errors(roster(row(due_date="2026-12-01", agreed_at=LATER)))
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
