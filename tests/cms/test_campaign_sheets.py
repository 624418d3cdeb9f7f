"""The words of one campaign, out and in: a file of its own, by the rules of writing them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from campaigns import running, writing
from campaigns.models import Mailing
from campaigns.sheets import CampaignWords, words_of
from cms import roles
from messages.models import Approval, Message, Translation
from messages.sheets.applying import apply
from messages.sheets.writing import export
from tests.cms.mailing_kit import GOOD, NOON, approve, lead, mailing, officer, page, sure_start, week
from tests.cms.role_kit import member, signed_in
from tests.messages.sheets_kit import TODAY, message, open_rows, plan

pytestmark = pytest.mark.django_db

POLISH = "Zanuc melodie."


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.mailing_kit.noon"


@pytest.fixture
def writer() -> User:
    return officer()


@pytest.fixture
def made(writer: User) -> Mailing:
    """A mailing in English and Polish, and another campaign's and the library's words beside it."""
    message(sms="Of the library.")
    mailing(week(), writer, sms="Of another campaign.")
    found = mailing(week(), writer)
    writing.write(found, "pl", {"sms": POLISH}, writer)
    return found


def file_of(of: Mailing, form: str, **options: bool) -> bytes:
    """The words of its campaign in English and Polish."""
    return export(form, ["en", "pl"], of=words_of(of.campaign), **options)


def state() -> list[Any]:
    """All words, and who approved which."""
    return [list(model.objects.order_by("pk").values()) for model in (Message, Translation, Approval)]


def sent(of: Mailing, file: bytes, user: User | None) -> list[str]:
    """Import words of its campaign. Returns what is wrong."""
    of.campaign.refresh_from_db()
    return [str(x) for x in apply(file, "", user, TODAY, scope=CampaignWords(of.campaign)).faults]


def changed(file: bytes, old: str = POLISH, new: str = "Zanuc cos.") -> bytes:
    assert file.count(old.encode()) == 1
    return file.replace(old.encode(), new.encode())


@pytest.mark.parametrize("form", ["csv", "po", "xlsx"])
def test_file_has_the_words_of_this_campaign_only_and_changes_nothing(form: str, made: Mailing, writer: User) -> None:
    before = state()
    file = file_of(made, form)
    assert sent(made, file, writer) == []
    assert (state(), file_of(made, form)) == (before, file)
    rows = open_rows(file_of(made, "csv"))
    assert [(x["kind"], x["number"], x["language"], x["sms"]) for x in rows] == [
        ("campaign", str(made.message_id), "en", GOOD),
        ("campaign", str(made.message_id), "pl", POLISH),
    ]
    assert b"campaign," not in export("csv")


@pytest.mark.parametrize("form", ["csv", "po"])
def test_changed_words_are_written_in_somebodys_name_and_lose_their_approval(
    form: str, made: Mailing, writer: User
) -> None:
    words = Translation.objects.get(message=made.message)
    Approval.objects.create(message=made.message, language="pl", fingerprint=words.fingerprint, name="Iza", at=NOON)
    words.save()
    approve(made.campaign, writer)
    second = officer(name="Oda Other")
    assert sent(made, changed(file_of(made, form)), second) == []
    words.refresh_from_db()
    assert (words.sms, words.approved_by, words.live, words.latest_revision.user) == ("Zanuc cos.", "", True, second)
    assert sent(made, changed(file_of(made, form), "Zanuc cos.", POLISH), second) == []
    words.refresh_from_db()
    assert words.approved_by == "Iza"  # of these very words


def by_lead(_of: Mailing) -> User:
    sure_start("Oak")
    return lead("Oak")


def once_approved(of: Mailing) -> User:
    writer = officer()
    approve(of.campaign, writer)
    return writer


def once_cancelled(of: Mailing) -> User:
    writer = officer()
    running.cancel(of.campaign, writer, NOON)
    return writer


NOT_THEIRS = "You may not change these words. Leave the row out."


@pytest.mark.parametrize(
    ("who", "old", "sentence"),
    [
        (by_lead, POLISH, f"row 3: {NOT_THEIRS}"),
        (once_approved, GOOD, "row 2: The campaign is no draft any more, and its English stays. Leave the row out."),
        (once_cancelled, POLISH, "row 3: The campaign is over. Nothing of the file can be taken."),
    ],
)
def test_rules_of_writing_hold_for_a_file(
    who: Callable[[Mailing], User], old: str, sentence: str, made: Mailing
) -> None:
    user, file = who(made), changed(file_of(made, "csv"), old)
    before = state()
    assert (sent(made, file, user), state()) == ([sentence], before)


def test_words_of_the_library_or_of_another_campaign_are_refused(made: Mailing, writer: User) -> None:
    other = Mailing.objects.exclude(pk=made.pk).get()
    before = state()
    assert [x.partition(":")[2] for x in sent(made, export("csv", ["en"]), writer)] == [
        " These are words of the library. Send them on the page of the spreadsheets."
    ] * Message.objects.of_stages().count()
    assert sent(made, file_of(other, "csv"), writer) == [
        "row 2: There is no such message any more. Fetch a fresh file."
    ]
    assert [str(x) for x in plan(file_of(made, "csv")).faults] == [
        f"row {row}: These are the words of a campaign. Send them on the page of the campaign." for row in (2, 3)
    ]
    assert state() == before


def test_officer_takes_them_out_and_in_on_the_page_of_the_campaign(made: Mailing, writer: User) -> None:
    client, where = signed_in(writer), reverse("campaign_sheets", args=[made.campaign_id])
    assert where in page(client, "campaign_hub", made.campaign_id)
    answer: Any = client.get(f"{reverse('campaign_sheets_export', args=[made.campaign_id])}?form=po&language=pl")
    assert answer.content == file_of(made, "po")
    held = io.BytesIO(changed(answer.content))
    held.name = "pl.po"
    shown: Any = client.post(where, {"file": held}, follow=True)
    assert b"<ins>cos</ins>" in shown.content
    digest = shown.context["plan"].digest
    done: Any = client.post(reverse("sheets_difference"), {"digest": digest}, follow=True)
    assert done.redirect_chain == [(where, 302)]
    assert b"One row of pl.po was saved. Changed words wait for their approval." in done.content
    assert Translation.objects.get(message=made.message).sms == "Zanuc cos."


def test_translator_brings_in_their_language_and_changes_nothing_else(made: Mailing) -> None:
    teresa = member(roles.TRANSLATOR, "pl", name="Teresa Translator")
    where = reverse("campaign_sheets", args=[made.campaign_id])
    assert where in page(teresa, "campaign_mailing_words", made.pk, "pl")
    assert 'type="file"' in page(teresa, "campaign_sheets", made.campaign_id)
    english = "You may not change these words. Leave the row out."
    assert sent(made, changed(file_of(made, "csv"), GOOD), teresa) == [f"row 2: {english}"]
    assert sent(made, changed(file_of(made, "po")), teresa) == []
    assert Translation.objects.get(message=made.message).sms == "Zanuc cos."
    arabic = changed(file_of(made, "csv"), ",pl,", ",ar,")
    scope = CampaignWords(made.campaign, frozenset({"pl"}))
    said = "row 3: You may not write or change words in this language. Leave the row out."
    assert [str(x) for x in apply(arabic, "", teresa, TODAY, scope=scope).faults] == [said]


def test_who_may_not_change_the_campaign_takes_its_words_out_only(made: Mailing) -> None:
    sure_start("Oak")
    user = lead("Oak")
    assert 'type="file"' not in page(user, "campaign_sheets", made.campaign_id)
    assert GOOD in page(user, "campaign_sheets_export", made.campaign_id, form="csv")
    answer = signed_in(user).post(reverse("campaign_sheets", args=[made.campaign_id]), {})
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
