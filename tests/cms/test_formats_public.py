"""Other ways to take a message in, as anybody meets them: only what there is, and only of words that may be read."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from directory.models import Service
from messages.models import Message
from messages.stages import Stage, StageKind
from tests.factories import approved, message, translation
from tests.messages.format_kit import MP3, audio, easy_read

pytestmark = pytest.mark.django_db

WAYS = ("easy-read/", "listen.mp3", "large-print.pdf", "braille.brf")


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def words() -> Message:
    return message(Stage(StageKind.BABY_WEEK, 7), email="Babies like faces.")


def answers(client: Client, of: Message, prefix: str = "") -> list[int]:
    found = [client.get(f"{prefix}/week-by-week/{of.pk}/{way}") for way in WAYS]
    for answer in found:
        b"".join(answer)  # closes the file that it has open
    return [answer.status_code for answer in found]


def offered(client: Client, of: Message, prefix: str = "") -> list[str]:
    page = client.get(f"{prefix}/week-by-week/{of.pk}/").content.decode()
    return [way for way in WAYS if f'"{prefix}/week-by-week/{of.pk}/{way}"' in page]


def test_page_offers_what_there_is_and_nothing_else(client: Client, words: Message) -> None:
    assert (offered(client, words), answers(client, words)) == (list(WAYS[2:]), [302, 404, 200, 200])
    easy_read(words)
    audio(words)
    assert (offered(client, words), answers(client, words)) == (list(WAYS), [200] * 4)
    assert client.get(f"/week-by-week/{words.pk}/listen.ogg").status_code == 404


@pytest.mark.parametrize(
    "changes", [{"live": False}, {"approved_by": ""}, {"held_at": "2026-06-01T10:00Z"}, {"track": "care"}]
)
def test_nothing_is_served_of_words_that_may_not_be_read(
    client: Client, words: Message, changes: dict[str, object]
) -> None:
    easy_read(words)
    audio(words)
    Message.objects.update(**changes)
    assert answers(client, words) == [404] * 4


def test_drafts_and_stale_formats_are_not_served(client: Client, words: Message) -> None:
    easy_read(words, approved=False)
    audio(words)
    words.why = "Another reason."
    words.save()
    approved(words)
    assert (offered(client, words), answers(client, words)) == (list(WAYS[2:]), [302, 404, 200, 200])


def test_nothing_is_served_when_the_directory_loses_what_the_words_name(client: Client) -> None:
    words = message(Stage(StageKind.BABY_WEEK, 8), email="Ring {lifeline.phone}.")
    easy_read(words)
    audio(words)
    Service.objects.filter(code="lifeline").delete()
    assert answers(client, words) == [404] * 4


def test_languages_have_their_own(client: Client, words: Message) -> None:
    polish, somali = translation(words, "pl"), translation(words, "so")
    approved(polish)
    approved(somali)
    easy_read(words)
    easy_read(polish, "Dzieci lubią twarze.", "Zrób minę.", "Poczekaj.")
    assert offered(client, words, "/so") == ["large-print.pdf"]  # there is no table of braille
    answer = client.get(f"/so/week-by-week/{words.pk}/easy-read/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/so/week-by-week/{words.pk}/")
    page = client.get(f"/pl/week-by-week/{words.pk}/easy-read/").content.decode()
    assert ('<article lang="pl" dir="ltr">' in page, "Dzieci lubią twarze." in page) == (True, True)
    assert 'src="/static/pictures/talk.svg"' in page


def test_without_liblouis_no_braille_is_offered(
    client: Client, words: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert (offered(client, words), answers(client, words)[3]) == (["large-print.pdf"], 404)


def test_letters_that_no_font_or_table_has_make_no_file(client: Client, words: Message) -> None:
    polish = translation(words, "pl")
    polish.topic = "Dobrze 😊"
    polish.save()
    approved(polish)
    assert (offered(client, words, "/pl"), answers(client, words, "/pl")) == ([], [302, 404, 404, 404])


def test_files_come_with_their_type_and_a_telling_name(client: Client, words: Message) -> None:
    audio(words)
    found = {}
    for way in WAYS[1:]:
        answer = client.get(f"/week-by-week/{words.pk}/{way}")
        found[way] = (answer.headers["Content-Type"], answer.headers["Content-Disposition"])
        b"".join(answer)  # closes the file
    name = f"message-{words.pk}-en"
    assert found == {
        "listen.mp3": ("audio/mpeg", f'inline; filename="{name}.mp3"'),
        "large-print.pdf": ("application/pdf", f'attachment; filename="{name}-large-print.pdf"'),
        "braille.brf": ("application/octet-stream", f'attachment; filename="{name}-braille.brf"'),
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-1", (206, MP3[:2], f"bytes 0-1/{len(MP3)}")),
        ("bytes=4-", (206, MP3[4:], f"bytes 4-{len(MP3) - 1}/{len(MP3)}")),
        ("bytes=-3", (206, MP3[-3:], f"bytes {len(MP3) - 3}-{len(MP3) - 1}/{len(MP3)}")),
        ("bytes=0-99999", (206, MP3, f"bytes 0-{len(MP3) - 1}/{len(MP3)}")),
        ("bytes=99999-", (416, b"", f"bytes */{len(MP3)}")),
        ("bytes=-0", (416, b"", f"bytes */{len(MP3)}")),
        ("pages=1-2", (200, MP3, None)),
        ("bytes=0-" + "9" * 5000, (200, MP3, None)),
        ("bytes=" + "9" * 5000 + "-", (200, MP3, None)),
    ],
)
def test_recording_is_had_in_parts(
    client: Client, words: Message, asked: str, expected: tuple[int, bytes, str | None]
) -> None:
    audio(words)
    answer = client.get(f"/week-by-week/{words.pk}/listen.mp3", headers={"range": asked})
    assert (answer.status_code, b"".join(answer), answer.headers.get("Content-Range")) == expected


def test_policy_lets_pages_play_our_own_recordings_only(client: Client, words: Message) -> None:
    assert "media-src 'self'" in client.get(f"/week-by-week/{words.pk}/").headers["Content-Security-Policy"]


def test_recording_is_at_no_other_address(client: Client, words: Message) -> None:
    name = audio(words).file.name
    assert [client.get(f"/media/{way}").status_code for way in (name, f"images/../{name}")] == [404, 400]
