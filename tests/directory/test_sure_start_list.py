"""The official list of Sure Starts: whole or not at all, with an error for every mistake."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from directory import sure_starts
from directory.models import SureStart
from directory.sure_starts import ListError

pytestmark = pytest.mark.django_db

HEADINGS = "name,trust,area,districts,phone,url,source,checked_on"
OAK = "Oakhill,Northern,Oakhill and Elm,BT99,028 9018 0000,oakhill.example,Official list 2026,2026-11-01"


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *rows]).encode("utf-8-sig")


def wrong(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(ListError) as caught:
        sure_starts.read(content)
    return [(error.row, error.column) for error in caught.value.errors]


def everything() -> list[tuple[object, ...]]:
    return list(SureStart.objects.order_by("pk").values_list())


def test_new_project_is_added_with_all_its_details() -> None:
    assert sure_starts.apply(sure_starts.read(listed(OAK))) == 1
    found = SureStart.objects.get(name="Oakhill")
    details = (found.trust and found.trust.name, found.area, found.districts, found.phone, found.url, found.source)
    assert details == ("Northern", "Oakhill and Elm", "BT99", "028 9018 0000", "oakhill.example", "Official list 2026")
    assert str(found.checked_on) == "2026-11-01"


def test_known_project_is_found_whatever_its_spelling_and_keeps_its_own() -> None:
    before = SureStart.objects.get(name="South Belfast")
    changes = sure_starts.read(
        listed("south  belfast Sure Start,Belfast Trust,,,028 9018 0001,,Official list,2026-11-01")
    )
    assert [(change.is_new, sorted(change.fields)) for change in changes] == [
        (False, ["checked_on", "phone", "source"])
    ]
    sure_starts.apply(changes)
    after = SureStart.objects.get(pk=before.pk)
    assert (after.name, after.districts, after.phone) == ("South Belfast", before.districts, "028 9018 0001")


def test_projects_that_the_list_does_not_name_stay() -> None:
    before = SureStart.objects.count()
    sure_starts.apply(sure_starts.read(listed(OAK)))
    assert SureStart.objects.count() == before + 1


def test_same_list_again_changes_nothing() -> None:
    sure_starts.apply(sure_starts.read(listed(OAK)))
    assert [change.fields for change in sure_starts.read(listed(OAK))] == [{}]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (listed(OAK, "Elm,Nowhere,,,,,List,2026-11-01"), [(3, "trust")]),
        (listed("Elm,Northern,,,,,,2026-11-01"), [(2, "source")]),
        (listed("Elm,Northern,,,,,List,last week"), [(2, "checked_on")]),
        (listed(",Northern,,,,,List,2026-11-01"), [(2, "name")]),
        (listed("Elm,,,,,,,"), [(2, "trust"), (2, "checked_on"), (2, "source")]),
        (listed(OAK, "", OAK), [(4, "name")]),
        (listed("Elm,Northern", headings="name,trust"), [(1, "source"), (1, "checked_on")]),
        (listed(OAK + ",5", headings=HEADINGS + ",budget"), [(1, "budget")]),
        (b"", [(1, "name"), (1, "trust"), (1, "source"), (1, "checked_on")]),
        ("PK\x03\x04 spreadsheet \xff".encode("latin-1"), [(1, "")]),
        (listed('"Elm'), [(1, "")]),
        (b"a" * (sure_starts.LONGEST + 1), [(1, "")]),
    ],
)
def test_one_bad_row_takes_nothing_and_is_named(content: bytes, expected: list[tuple[int, str]]) -> None:
    before = everything()
    assert sorted(wrong(content)) == sorted(expected)
    assert everything() == before


def test_days_as_people_write_them() -> None:
    changes = sure_starts.read(listed(OAK.replace("2026-11-01", "01/11/2026")))
    assert str(changes[0].sure_start.checked_on) == "2026-11-01"


@pytest.mark.parametrize("dry_run", [True, False])
def test_command_says_what_it_did(tmp_path: Path, *, dry_run: bool) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(listed(OAK))
    said = io.StringIO()
    call_command("import_sure_starts", path, dry_run=dry_run, stdout=said)
    last = "1 rows are right; nothing was changed." if dry_run else "1 rows taken."
    assert said.getvalue().splitlines() == ["new: Oakhill Sure Start", last]
    assert SureStart.objects.filter(name="Oakhill").exists() is not dry_run


def test_command_names_every_mistake(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(listed("Elm,Nowhere,,,,,List,2026-11-01"))
    with pytest.raises(CommandError, match="row 2, trust: There is no such Trust"):
        call_command("import_sure_starts", path)


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_a_query_a_row_at_most(rows: int, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    content = listed(*(OAK.replace("Oakhill", f"Oak {n}") for n in range(rows)))
    with django_assert_max_num_queries(2 + 2 * rows):
        sure_starts.read(content)
