"""The pages of the spreadsheets: who may, what they see, and that nothing happens before their yes."""

import io
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms import roles
from cms.models import SheetUpload
from messages.models import Message, Translation
from messages.sheets.writing import export
from tests.cms.role_kit import colleague
from tests.cms.staff_kit import NOON, content, staff
from tests.messages.sheets_kit import HEADINGS, KEY, message, one, text, translation, workbook

pytestmark = pytest.mark.django_db

PAGES = ("sheets", "sheets_export", "sheets_difference", "sheets_discard")
MAY = ("change_message", "change_translation", "add_message", "import_message")


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


def send(client: Client, file: bytes, name: str = "mine.csv") -> HttpResponse:
    """Send a file. Returns the page on which it ends."""
    held = io.BytesIO(file)
    held.name = name
    return client.post(reverse("sheets"), {"file": held}, follow=True)  # type: ignore[return-value] # it is one


def say_yes(client: Client, page: Any) -> HttpResponse:
    """Press the button of the page. Returns the page on which that ends."""
    digest = page.context["plan"].digest
    return client.post(reverse("sheets_difference"), {"digest": digest}, follow=True)  # type: ignore[return-value] # one


def allowed(client: Client) -> list[bool]:
    """Whether somebody may see the page, have the file, see a difference, and send a file."""
    answers = [client.get(reverse("sheets")), client.get(f"{reverse('sheets_export')}?form=csv")]
    answers += [client.get(reverse("sheets_difference")), client.post(reverse("sheets"), {})]
    home = reverse("wagtailadmin_home")
    return [answer.headers.get("Location") != home for answer in answers]


@pytest.mark.parametrize(
    ("permissions", "found"),
    [
        ((), [False, False, False, False]),
        (("add_subscriber",), [False, False, False, False]),
        (("view_message",), [True, True, False, False]),
        (("change_translation",), [True, True, False, False]),
        (("change_message", "add_message", "publish_message"), [True, True, False, False]),
        (("import_message",), [False, False, False, False]),
        (("import_message", "view_message"), [True, True, False, False]),
        (("import_message", "change_translation"), [True, True, True, True]),
        (MAY, [True, True, True, True]),
    ],
)
def test_each_permission_opens_its_own_pages(permissions: tuple[str, ...], found: list[bool]) -> None:
    client = staff(*permissions)
    assert allowed(client) == found
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (f'"{reverse("sheets")}"' in menu) == found[0]
    assert (b'type="file"' in client.get(reverse("sheets")).content) == found[3]


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_let_in_without_signing_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert (answer.status_code, answer.headers["Location"].startswith("/admin/login/")) == (302, True)


@pytest.mark.parametrize(
    ("query", "name", "start", "languages"),
    [
        ({"form": "csv"}, "library-2026-06-01.csv", b"\xef\xbb\xbfkind,", None),
        ({"form": "xlsx"}, "library-2026-06-01.xlsx", b"PK", None),
        ({"form": "xlsx", "language": "pl"}, "library-pl-2026-06-01.xlsx", b"PK", ["en", "pl"]),
        ({"form": "po", "language": "ar"}, "library-ar-2026-06-01.po", b"# Messages of Hope in Arabic.", ["en", "ar"]),
    ],
)
def test_export_is_a_file_to_keep(query: dict[str, str], name: str, start: bytes, languages: list[str] | None) -> None:
    made = message()
    for language in ("pl", "ar"):
        translation(made, language, sms="x")
    answer: Any = staff("view_message", "every_language").get(f"{reverse('sheets_export')}?{urlencode(query)}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(start)
    assert answer.content == export(query["form"], *([languages] if languages else []))


def test_export_of_an_unknown_form_goes_back() -> None:
    answer = staff("view_message").get(f"{reverse('sheets_export')}?form=doc")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("sheets"))


def translator(*languages: str) -> Client:
    """Somebody who translates into these."""
    return colleague(roles.TRANSLATOR, *languages)


def test_translator_takes_out_what_is_needed_in_their_languages_and_brings_it_in() -> None:
    made = message(sms="Smile.")
    for language in ("pl", "ar"):
        translation(made, language, sms="Smile!")
    client, where = translator("pl"), reverse("sheets_export")
    assert client.get(f"{where}?form=csv").content == export("csv", ["en", "pl"])
    assert client.get(f"{where}?form=po&language=ar")["Location"] == reverse("sheets")
    answer: Any = client.get(f"{where}?form=po&needed=needed")  # their one language
    assert answer.content == export("po", ["en", "pl"], only_needed=True)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="library-pl-to-do-2026-06-01.po"'
    file = client.get(f"{where}?form=po").content.replace(b'msgstr "Smile!"', b'msgstr "Sing!"')
    page = send(client, file, "pl.po")
    assert "<del>Smile</del>!" in content(page).decode()
    say_yes(client, page)
    drafts = {x.language: x.get_latest_revision_as_object().sms for x in Translation.objects.filter(language="pl")}
    assert (drafts, Translation.objects.get(language="pl").sms) == ({"pl": "Sing!"}, "Smile!")
    other = send(client, export("po", ["en", "ar"]).replace(b'msgstr "Smile!"', b'msgstr "Sing!"'), "ar.po")
    assert "The file is in Arabic, which is not one of your languages." in content(other).decode()
    assert Translation.objects.get(language="ar").latest_revision is None


def test_po_without_one_language_is_asked_for_again() -> None:
    answer = translator("pl", "ar").get(f"{reverse('sheets_export')}?form=po", follow=True)
    assert b"A PO file holds one language besides English. Choose one." in answer.content


def test_words_that_are_right_as_they_are_are_shown_as_that() -> None:
    words = translation(message(sms="Smile."), "pl", sms="Smile!")
    Translation.objects.update(made_from="an older one")
    client = translator("pl")
    page = send(client, export("po", ["en", "pl"]).replace(b"#, fuzzy\n", b""), "pl.po")
    assert "Found to be right beside the English of now." in content(page).decode()
    say_yes(client, page)
    assert not Translation.objects.get(pk=words.pk).get_latest_revision_as_object().is_stale


def test_difference_shows_each_word_and_a_yes_imports_it() -> None:
    made, client = message(sms="Smile at me."), staff(*MAY)
    page = send(client, one("sms", "Sing to me."))
    said = content(page).decode()
    assert "<del>Smile at</del> me." in said
    assert "<ins>Sing to</ins> me." in said
    assert "Import this change as a draft" in said
    assert Message.objects.get().latest_revision is None
    done = say_yes(client, page)
    assert "One row of mine.csv was saved as a draft." in done.content.decode()
    draft = Message.objects.get().get_latest_revision_as_object()
    assert (draft.sms, Message.objects.get().sms) == ("Sing to me.", "Smile at me.")
    assert Message.objects.get().latest_revision.user == User.objects.get()
    assert SheetUpload.objects.count() == 0
    history = client.get(reverse("wagtailsnippets_library_message:history", args=[made.pk]))
    assert b"Imported from mine.csv, row 2" in history.content


def test_no_changes_nothing_and_forgets_the_file() -> None:
    message()
    client = staff(*MAY)
    send(client, one("sms", "Sing."))
    answer = client.post(reverse("sheets_discard"), follow=True)
    assert b"The file is gone. Nothing was changed." in answer.content
    assert (SheetUpload.objects.count(), Message.objects.get().latest_revision) == (0, None)


def test_faults_are_a_table_and_nothing_can_be_imported() -> None:
    message()
    client = staff(*MAY)
    page = send(client, text([*HEADINGS, "theme"], [*KEY, "<b>cats</b>"]))
    said = content(page).decode()
    assert "&lt;b&gt;cats&lt;/b&gt;" in said
    assert "Write one of: bond, touch" in said
    assert "Nothing can be imported yet." in said
    assert f'action="{reverse("sheets_difference")}"' not in said
    again = say_yes(client, page)
    assert "Nothing can be imported yet." in again.content.decode()
    assert Message.objects.get().latest_revision is None


def test_file_that_cannot_be_read_is_not_kept() -> None:
    page = send(staff(*MAY), b"%PDF", "library.pdf")
    assert b"This is a PDF. Save it as XLSX (Excel workbook) or as CSV UTF-8." in page.content
    assert SheetUpload.objects.count() == 0


def test_file_beyond_the_limit_is_not_read(settings: Settings) -> None:
    settings.SHEET_BYTES = 10
    assert b"The file is larger than 0 MB." in send(staff(*MAY), one("sms", "Sing.")).content


def test_library_that_moved_on_is_shown_anew() -> None:
    made, client = message(sms="Smile."), staff(*MAY)
    page = send(client, one("sms", "Sing."))
    made.sms = "Laugh."
    made.save_revision()
    again = say_yes(client, page)
    assert (again.status_code, b"Somebody has changed the library since you looked." in again.content) == (409, True)
    assert b"<del>Laugh</del>" in again.content
    assert Message.objects.get().get_latest_revision_as_object().sms == "Laugh."
    assert say_yes(client, again).status_code == 200
    assert Message.objects.get().get_latest_revision_as_object().sms == "Sing."


@pytest.mark.parametrize("waits", [timedelta(hours=2, seconds=1), None])
def test_file_of_long_ago_or_of_somebody_else_is_not_found(waits: timedelta | None) -> None:
    message()
    client = staff(*MAY)
    send(client, one("sms", "Sing."))
    if waits:
        SheetUpload.objects.update(at=NOON - waits)
    else:
        client = staff(*MAY)
    for answer in (client.get(reverse("sheets_difference"), follow=True), client.post(reverse("sheets_difference"))):
        assert answer.status_code in (200, 302)
    assert b"There is no file of yours waiting." in client.get(reverse("sheets_difference"), follow=True).content
    assert Message.objects.get().latest_revision is None


def test_sending_another_file_forgets_mine_and_those_of_long_ago() -> None:
    message()
    old, mine = staff(*MAY), staff(*MAY)
    send(old, one("sms", "Old."))
    SheetUpload.objects.update(at=NOON - timedelta(days=1))
    for words in ("First.", "Second."):
        send(mine, one("sms", words))
    assert [bytes(x.content) for x in SheetUpload.objects.all()] == [one("sms", "Second.")]


def test_difference_of_many_rows_comes_in_pages_and_as_many_queries(django_assert_num_queries: Any) -> None:
    made, client = message(), staff(*MAY)
    for number in range(7, 47):
        made.pk, made.number, made._state.adding = None, number, True
        made.save()
    page = send(client, text([*HEADINGS, "sms"], *(["baby_week", n, "carer", "en", "New."] for n in range(6, 47))))
    assert b"Page 1 of 2" in page.content
    assert b"Row 42" in client.get(f"{reverse('sheets_difference')}?p=2").content
    with django_assert_num_queries(17):
        client.get(reverse("sheets_difference"))
    send(client, one("sms", "New."))
    with django_assert_num_queries(17):
        client.get(reverse("sheets_difference"))


def test_commands_do_the_same(tmp_path: Any) -> None:
    message(sms="Smile.")
    user, out = User.objects.create_superuser("boss"), io.StringIO()
    file = tmp_path / "library.xlsx"
    call_command("export_library", file, stdout=out)
    assert file.read_bytes() == export("xlsx")
    file.write_bytes(workbook([*HEADINGS, "sms"], [*KEY, "Sing."]))
    call_command("import_library", file, "--dry-run", stdout=out)
    assert Message.objects.get().latest_revision is None
    call_command("import_library", file, "--user", "boss", stdout=out)
    assert Message.objects.get().latest_revision.user == user
    row = "row 2: changed: week of age 6, carer: baby_week 6 (English): sms"
    assert out.getvalue().splitlines() == [
        f"The library is in {file}.",
        row,
        "0 new and 1 changed rows would be saved as drafts; nothing was changed. 0 rows are unchanged.",
        row,
        "0 new and 1 changed rows saved as drafts. 0 rows are unchanged.",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export_library", "x.doc"], "x.doc must end in .xlsx, .csv or .po, so that it is clear what to write."),
        (["export_library", "/nowhere/x.csv"], "/nowhere/x.csv cannot be written: No such file or directory."),
        (["import_library", "/nowhere/x.csv"], "/nowhere/x.csv cannot be read: No such file or directory."),
        (["import_library", "x.csv", "--user", "nobody"], "Nobody here is called nobody."),
        (["import_library", "x.csv", "--user", "plain"], "plain may not import the library."),
    ],
)
def test_commands_say_what_is_wrong(words: list[str], sentence: str) -> None:
    User.objects.create_user("plain")
    with pytest.raises(CommandError, match=sentence):
        call_command(*words)


def test_commands_write_and_read_a_catalogue_of_one_language(tmp_path: Any) -> None:
    translation(message(sms="Smile."), "pl", sms="Smile!")
    file, out = tmp_path / "pl.po", io.StringIO()
    call_command("export_library", file, "--language", "pl", "--needed", stdout=out)
    assert file.read_bytes() == export("po", ["en", "pl"], only_needed=True)
    call_command("export_library", file, "--language", "pl", stdout=out)
    file.write_bytes(file.read_bytes().replace(b'msgstr "Smile!"', b'msgstr "Sing!"'))
    with pytest.raises(CommandError, match="The file is in Polish, which is not one of your languages"):
        call_command("import_library", file, "--language", "ar", stdout=out)
    call_command("import_library", file, "--language", "pl", stdout=out)
    assert Translation.objects.get().get_latest_revision_as_object().sms == "Sing!"
    with pytest.raises(CommandError, match="A PO file holds one language besides English"):
        call_command("export_library", file, stdout=out)
