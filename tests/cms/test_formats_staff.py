"""Other formats at the staff's desks: made beside the words, approved by somebody else, told in one table."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms import roles
from cms.formats.standing import State, standings_of
from cms.impact.pages import kind_of
from messages.formats import braille
from messages.formats.models import Audio, EasyRead
from messages.models import AnyWords, Message
from messages.stages import Stage, StageKind
from tests import factories
from tests.cms.desk_kit import text_of
from tests.cms.role_kit import member, said, signed_in
from tests.cms.role_kit import url as words_url
from tests.messages.format_kit import MP3, NO_SOUNDS, SOUNDS, audio, easy_read

pytestmark = pytest.mark.django_db

SENTENCES = ("Babies like faces.", "Make a face.", "Wait and see.")
OFFERED = {"easy-read": "easy-read/", "audio": "listen.mp3"}


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def words() -> Message:
    return factories.message(Stage(StageKind.BABY_WEEK, 7), email="Babies like faces.", email_pl="Dzieci.")


def url(act: str, of: AnyWords, name: str = "easy-read") -> str:
    return reverse(f"formats_{act}", args=[kind_of(of), of.pk, name])


def lines(*sentences: str, **details: str) -> dict[str, str]:
    """The easy read form as a browser posts it."""
    posted = {"lines-count": str(len(sentences))}
    for place, sentence in enumerate(sentences):
        block = {"deleted": "", "order": str(place), "type": "line", "id": ""}
        value = {"sentence": sentence, "picture": "talk", "image": "", "alt": ""} | details
        posted |= {f"lines-{place}-{key}": told for key, told in block.items()}
        posted |= {f"lines-{place}-value-{key}": told for key, told in value.items()}
    return posted


def send(user: User, of: AnyWords, told: dict[str, Any], name: str = "easy-read") -> Any:
    """Open the form, fill it in, and send it."""
    client = signed_in(user)
    seen = client.get(url("edit", of, name)).context["form"]["seen"].value()
    return client.post(url("edit", of, name), {"seen": seen, **told}, follow=True)


def approve(user: User, of: AnyWords, name: str = "easy-read", digest: str = "") -> Any:
    model: Any = {"easy-read": EasyRead, "audio": Audio}[name]
    told = {"digest": digest or model.objects.get(language=of.language).digest}
    return signed_in(user).post(url("approve", of, name), told, follow=True)


def states(of: AnyWords) -> list[str]:
    return [str(one.state) for one in standings_of(type(of).objects.get(pk=of.pk))]


def is_public(of: AnyWords, name: str) -> bool:
    prefix = "" if of.language == "en" else f"/{of.language}"
    answer = Client().get(f"{prefix}/week-by-week/{of.message_id}/{OFFERED[name]}")
    b"".join(answer)  # closes what it has open
    return answer.status_code == 200


def test_easy_read_goes_from_a_draft_to_the_public_and_back(words: Message) -> None:
    author, approver = member(roles.AUTHOR, name="Una Example"), member(roles.APPROVER, name="Dr Example")
    found = [states(words)[0]]
    send(author, words, lines(*SENTENCES[:1]))
    found.append(states(words)[0])
    send(author, words, lines(*SENTENCES) | {"ask": "1"})
    found.append(states(words)[0])
    answer = approve(approver, words)
    found.append(states(words)[0])
    assert (found, is_public(words, "easy-read")) == (["none", "draft", "waiting", "approved"], True)
    assert "Dr Example" in text_of(answer)
    words.why = "Another reason."
    words.save()
    factories.approved(words)
    assert (states(words)[0], is_public(words, "easy-read")) == ("stale", False)
    send(author, words, lines(*SENTENCES) | {"ask": "1"})
    assert (states(words)[0], is_public(words, "easy-read")) == ("waiting", False)


def test_recording_goes_from_a_file_to_the_public_and_is_removed(words: Message) -> None:
    author, approver = member(roles.AUTHOR), member(roles.APPROVER)
    file = SimpleUploadedFile("me reading.wav", MP3, "audio/wav")
    send(author, words, {"file": file, "reader": "Rea Example", "ask": "1"}, "audio")
    approve(approver, words, "audio")
    found = Audio.objects.get()
    assert (found.sound, found.reader, found.made_by, found.approved_by) == (
        "mp3",
        "Rea Example",
        author,
        "Ann Example",
    )
    assert (states(words)[1], is_public(words, "audio")) == ("approved", True)
    page = Client().get(f"/week-by-week/{words.pk}/").content
    assert (b"<audio controls" in page, b"Rea Example" in page) == (True, False)
    asked = signed_in(author).get(url("remove", words, "audio"))
    signed_in(author).post(url("remove", words, "audio"))
    assert (asked.status_code, states(words)[1], is_public(words, "audio")) == (200, "none", False)


@pytest.mark.parametrize("content", [*NO_SOUNDS.values(), SOUNDS["mp3"] + bytes(2 * 1024 * 1024)], ids=len)
def test_file_that_is_no_recording_is_refused_and_the_rest_is_kept(
    settings: Settings, words: Message, content: bytes
) -> None:
    settings.AUDIO_BYTES = 1024 * 1024
    file = SimpleUploadedFile("recording.mp3", content, "audio/mpeg")
    answer = send(member(roles.AUTHOR), words, {"file": file, "reader": "Rea Example"}, "audio")
    assert ("Rea Example" in answer.content.decode(), Audio.objects.exists()) == (True, False)


def test_faults_are_told_and_nothing_typed_is_lost(words: Message) -> None:
    long = "This sentence has many more words than anybody can read easily in one go."
    answer = send(member(roles.AUTHOR), words, lines(long, picture="") | {"ask": "1"})
    page = answer.content.decode()
    assert answer.context["form"].non_field_errors() == [
        "Easy read has 3 to 10 lines; here are 1.",
        "Line 1 has 14 words; 12 are the most.",
        "Line 1 needs one picture: one of ours, or another image.",
    ]
    assert (long in page, EasyRead.objects.exists()) == (True, False)


def test_words_that_change_while_somebody_makes_it_leave_it_stale(words: Message) -> None:
    client = signed_in(member(roles.AUTHOR))
    seen = client.get(url("edit", words)).context["form"]["seen"].value()
    words.why = "Another reason."
    words.save()
    client.post(url("edit", words), lines(*SENTENCES) | {"seen": seen, "ask": "1"})
    assert states(words)[0] == "stale"


def test_nobody_approves_their_own_nor_what_they_have_not_seen_nor_drafts_nor_the_stale(words: Message) -> None:
    approver = member(roles.APPROVER)
    approver.groups.add(member(roles.AUTHOR).groups.get())
    send(approver, words, lines(*SENTENCES) | {"ask": "1"})
    found = [said(approve(approver, words))]
    other = member(roles.APPROVER)
    found.append(said(approve(other, words, digest="0" * 64)))
    EasyRead.objects.update(asked_at=None)
    found.append(said(approve(other, words)))
    EasyRead.objects.update(made_from="0" * 64)
    found.append(said(approve(other, words)))
    assert found == [
        ["You made this, so somebody else approves it: two pairs of eyes see everything."],
        ["It has been changed since you opened it. Please look at it again."],
        ["It is still a draft: whoever makes it gives it to be approved first."],
        ["The words have changed since it was made, so it has to be made again first."],
    ]
    assert not EasyRead.objects.get().is_approved


def test_saving_unchanged_makes_nobody_the_maker(words: Message) -> None:
    author, other = member(roles.AUTHOR), member(roles.AUTHOR)
    found = []
    for user, told in ((author, SENTENCES), (other, SENTENCES), (other, SENTENCES[::-1])):
        send(user, words, lines(*told) | {"ask": "1"})
        found.append(EasyRead.objects.get().made_by)
    assert found == [author, author, other]


DEEDS = ("look", "edit", "remove", "file")


@pytest.mark.parametrize(
    ("role", "languages", "may"),
    [
        (roles.TRANSLATOR, ["pl"], "look edit remove file"),
        (roles.TRANSLATOR, ["ar"], ""),
        (roles.LANGUAGE_REVIEWER, ["pl"], "look file approve"),
        (roles.LANGUAGE_REVIEWER, ["ar"], ""),
        (roles.AUTHOR, [], "look file"),
        (roles.APPROVER, [], "look file approve"),
        (roles.ADMINISTRATOR, [], "look edit remove file"),
        (roles.READ_ONLY, [], "look file"),
    ],
)
def test_polish_is_for_those_who_were_given_it(words: Message, role: str, languages: list[str], may: str) -> None:
    polish = factories.translation(words, "pl")
    made = audio(polish, approved=False)
    Audio.objects.update(asked_at=factories.JOINED)
    user = member(role, *languages)
    client = signed_in(user)
    found = [client.get(url(deed, polish, "audio")) for deed in DEEDS]
    for answer in found:
        b"".join(answer)  # closes the file
    opened = [deed for deed, answer in zip(DEEDS, found, strict=True) if answer.status_code == 200]
    approve(user, polish, "audio", made.digest)
    assert " ".join([*opened, *["approve"] * Audio.objects.get().is_approved]) == may


def test_table_tells_each_format_in_each_language(words: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    easy_read(words)
    audio(factories.translation(words, "pl"), approved=False)
    factories.translation(words, "zh-hans")
    draft = factories.translation(words, "so")
    type(draft).objects.filter(pk=draft.pk).update(live=False)
    client = signed_in(member(roles.READ_ONLY))

    def told() -> dict[str, list[str]]:
        rows = client.get(reverse("formats", args=[words.pk])).context["rows"]
        return {row["language"].code: [str(cell["standing"].state) for cell in row["cells"]] for row in rows}

    assert told() == {
        "en": ["approved", "none", "ready", "ready"],
        "pl": ["none", "draft", "ready", "ready"],
        "so": ["no-words", "no-words", "no-words", "not-here"],
        "zh-hans": ["none", "none", "ready", "ready"],
    }
    monkeypatch.setattr(braille, "program", lambda: None)
    assert told()["en"][3] == State.NO_PROGRAM


def test_words_that_cannot_be_written_say_so(words: Message) -> None:
    words.topic = "Well done 😊"
    words.save()
    assert states(words)[2:] == ["unwritable", "unwritable"]


def test_editor_shows_the_states_of_its_language(words: Message) -> None:
    easy_read(words)
    page = text_of(signed_in(member(roles.AUTHOR)).get(words_url(words, "edit")))
    assert "Easy read approved Look at Easy read Change Easy read Recording none Add Recording" in page
    polish = factories.translation(words, "pl")
    page = text_of(signed_in(member(roles.TRANSLATOR, "pl")).get(words_url(polish, "edit")))
    assert "Easy read none Add Easy read Recording none Add Recording" in page


def test_unpublished_words_have_no_other_formats_yet(words: Message) -> None:
    Message.objects.update(live=False)
    answer = signed_in(member(roles.AUTHOR)).get(url("edit", words), follow=True)
    assert said(answer) == ["Another format is made of published words. Please publish these first."]


# Wagtail leaves the file open in which it makes an image smaller, until Python throws it away.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile:Warning")
def test_other_image_needs_its_words_and_is_shown_with_them(words: Message) -> None:
    author, approver = member(roles.AUTHOR), member(roles.APPROVER)
    image = Image.objects.create(title="A picture", file=get_test_image_file())
    told = lines(*SENTENCES, picture="", image=str(image.pk))
    answer = send(author, words, told | {"ask": "1"})
    assert answer.context["form"].non_field_errors()[0] == "Line 1: please say what the image shows."
    send(author, words, lines(*SENTENCES, picture="", image=str(image.pk), alt="A baby & a ball") | {"ask": "1"})
    approve(approver, words)
    page = Client().get(f"/week-by-week/{words.pk}/easy-read/").content.decode()
    assert page.count('alt="A baby &amp; a ball"') == 3
    source = page.partition('<img src="/media/')[2].partition('"')[0]
    shown = Client().get(f"/media/{source}")
    assert (shown.status_code, shown.headers["Content-Type"], b"".join(shown)[:4]) == (200, "image/png", b"\x89PNG")
    image.delete()
    assert not is_public(words, "easy-read")  # what was approved is not what there is now


@pytest.mark.parametrize("name", ["large-print", "braille"])
def test_staff_download_what_is_made_on_demand(words: Message, name: str) -> None:
    client = signed_in(member(roles.READ_ONLY))
    assert url("file", words, name) in client.get(url("look", words, name)).content.decode()
    assert client.get(url("file", words, name)).status_code == 200
    assert client.get(url("edit", words, name)).status_code == 404
