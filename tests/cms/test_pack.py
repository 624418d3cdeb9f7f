"""The pack of a campaign: what is in it, in which language, and that no other area sees or changes it."""

import email
import io
import zipfile
from email import policy
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns.models import Campaign, CampaignText, Link, SocialPost, State, Topic
from tests.cms.pack_kit import Region, region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _service(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.pack_kit.clock"
    settings.TEXT_NUMBER = "07700 900000"
    settings.PUBLIC_URL = "https://hope.example"


@pytest.fixture
def there() -> Region:
    return region()


def page(client: Client, campaign: Campaign, query: str = "") -> str:
    answer = client.get(f"/admin/pack/{campaign.pk}/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def download(client: Client, campaign: Campaign, name: str, language: str = "en", query: str = "") -> HttpResponse:
    return client.get(f"/admin/pack/{campaign.pk}/{language}/{name}{query}")  # type: ignore[return-value] # it is one


def test_page_shows_whose_words_each_part_has(there: Region) -> None:
    parts = page(there.oak, there.copy).partition('id="pack-parts"')[2]
    theme, title = parts.partition("Together in Oak Park")[0], parts.partition("A week for babies")[0]
    assert ("Your own" in theme.rpartition("<dt>")[2], "The region's" in title.rpartition("<dt>")[2]) == (True, True)
    assert "Your own" not in page(there.officer, there.week)


def test_part_in_english_only_says_so(there: Region) -> None:
    assert page(there.officer, there.week, "?language=pl").count("In English only") == 3  # about it, poster, one post


def test_place_is_chosen_among_ones_own(there: Region) -> None:
    mine, regional = page(there.oak, there.copy), page(there.oak, there.week)
    assert [("Oak Library" in x, "Elm Library" in x) for x in (mine, regional)] == [(True, False)] * 2
    asked = page(there.oak, there.copy, f"?place={there.oak_place.pk}")
    others = page(there.oak, there.copy, f"?place={there.elm_place.pk}")
    assert ("<strong>OAKLIBRARY</strong>" in asked, "ELMLIBRARY" in others, "<strong>JOIN</strong>" in others) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("poster-a4.pdf", b"%PDF"),
        ("poster-a4-large.pdf", b"%PDF"),
        ("programme.pdf", b"%PDF"),
        ("press-note.pdf", b"%PDF"),
        ("image-square.png", b"\x89PNG"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_sheet_is_made(there: Region, name: str, begins: bytes, language: str) -> None:
    answer = download(there.oak, there.copy, name, language, f"?place={there.oak_place.pk}")
    assert (answer.status_code, answer.content[:4]) == (200, begins)
    assert answer["Content-Disposition"] == f'attachment; filename="oaks-{language}-{name}"'


def test_sheet_is_never_half_in_english(there: Region) -> None:
    CampaignText.objects.filter(language="pl").update(theme="")
    assert download(there.officer, there.week, "poster-a4.pdf", "pl").status_code == 404
    assert "Nothing is printed half in English." in page(there.officer, there.week, "?language=pl")


@pytest.mark.parametrize(("language", "name"), [("xx", "calendar.ics"), ("en", "nothing.pdf"), ("en", "..")])
def test_what_there_is_not_is_not_found(there: Region, language: str, name: str) -> None:
    assert download(there.officer, there.week, name, language).status_code == 404


def test_loss_has_no_posters_and_quiet_pictures(there: Region) -> None:
    Campaign.objects.update(occasion="baby_loss")
    assert download(there.officer, there.week, "poster-a4.pdf").status_code == 404
    assert download(there.officer, there.week, "image-square.png").status_code == 200
    told = page(there.officer, there.week)
    assert ("whoever grieves is not asked to" in told, "How families join" in told) == (True, False)


def test_words_that_fit_no_sheet_are_told_and_not_an_error(there: Region) -> None:
    CampaignText.objects.filter(language="en").update(title="ቃላት")
    answer = there.officer.get(f"/admin/pack/{there.week.pk}/en/poster-a4.pdf", follow=True)
    assert "This could not be made: poster-a4.pdf" in answer.content.decode()


def test_letter_is_a_draft_in_both_forms(there: Region) -> None:
    content = download(there.oak, there.copy, "practitioners.eml").content
    letter = email.message_from_bytes(content, policy=policy.default)
    bodies = {kind: letter.get_body((kind,)).get_content() for kind in ("plain", "html")}  # type: ignore[union-attr] # both are there
    assert (letter["Subject"], letter["X-Unsent"], letter["To"], letter["From"]) == (
        "A week for babies",
        "1",
        None,
        None,
    )
    for body in bodies.values():
        for words in ("Dear colleagues,", "Talk", "https://hope.example/campaigns/oaks/", "https://hope.example/join/"):
            assert words in body
    assert ("<h1" in bodies["html"], "<" in bodies["plain"]) == (True, False)


def test_calendar_has_topics_and_events(there: Region) -> None:
    found = Calendar.from_ical(download(there.officer, there.week, "calendar.ics", "pl").content)
    entries = sorted((str(x.decoded("dtstart")), str(x["summary"])) for x in found.walk("VEVENT"))
    assert entries == [
        ("2026-06-08", "Mów"),
        ("2026-06-09", "Śpiewaj"),
        ("2026-06-09 10:00:00+01:00", "Rhyme time"),
    ]


def test_zip_holds_all_in_the_chosen_languages(there: Region) -> None:
    answer = there.oak.get(f"/admin/pack/{there.copy.pk}/zip/?language=pl")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    sheets = ("poster-a4", "poster-a5", "poster-a6", "poster-a4-cards", "poster-a4-large", "programme", "press-note")
    images = ("image-square.png", "image-landscape.png", "image-story.png")
    expected = [*(f"{x}.pdf" for x in sheets), *images, "calendar.ics", "practitioners.eml"]
    assert sorted(names) == sorted(f"oaks/pl/{x}" for x in expected)


def test_zip_tells_what_could_not_be_made(there: Region) -> None:
    CampaignText.objects.filter(language="en").update(title="ቃላት")
    answer = there.officer.get(f"/admin/pack/{there.week.pk}/zip/?language=en")
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "the-week/en/poster-a4.pdf" in found.read("NOT-MADE.txt").decode()
    assert "the-week/en/calendar.ics" in found.namelist()


POST = "post-0-x"


def test_posts_of_a_copy_are_written_and_taken_back(there: Region) -> None:
    where = f"/admin/pack/{there.copy.pk}/en/posts/"
    assert "Until you write your own: The region&#x27;s post" in there.oak.get(where).content.decode()
    there.oak.post(where, {POST: "Oak's post", "post-1-bluesky": "Sing"})
    mine = SocialPost.objects.filter(campaign=there.copy)
    assert list(mine.values_list("after_days", "network", "text")) == [(0, "x", "Oak's post"), (1, "bluesky", "Sing")]
    assert "Oak&#x27;s post" in page(there.oak, there.copy)
    there.oak.post(where, {POST: " "})
    assert not mine.exists()
    assert "The region&#x27;s post" in page(there.oak, there.copy)


def test_post_that_is_too_long_is_not_saved(there: Region) -> None:
    answer = there.officer.post(f"/admin/pack/{there.week.pk}/en/posts/", {POST: "a" * 281})
    assert "X takes 280 characters, and this has 281." in answer.content.decode()
    assert SocialPost.objects.get().text == "The region's post"


def test_link_is_made_by_who_may_change_the_campaign(there: Region) -> None:
    where = f"/admin/pack/{there.copy.pk}/links/"
    bad = there.oak.post(where, {"label": "Book", "url": "http://events.example/"})
    assert "begins with https://" in bad.content.decode()
    assert not Link.objects.exists()
    there.oak.post(where, {"label": "Book", "url": "https://events.example/"})
    link = Link.objects.get()
    assert f"{{link-{link.code}.url}}" in page(there.oak, there.copy)


SEEING = ("", "zip/?language=none", "en/calendar.ics", "en/practitioners.eml", "en/poster-a4.pdf")
CHANGING = ("en/posts/", "links/")


def statuses(client: Client, campaign: Campaign, paths: tuple[str, ...]) -> list[int]:
    return [client.get(f"/admin/pack/{campaign.pk}/{path}").status_code for path in paths]


def test_other_areas_see_nothing_and_do_nothing(there: Region) -> None:
    """Wagtail sends who may not see a page to the admin's front page."""
    assert statuses(there.elm, there.copy, (*SEEING, *CHANGING)) == [302] * 7
    told: dict[str, Any] = {POST: "Elm was here", "label": "Elm", "url": "https://elm.example/"}
    for path in CHANGING:
        there.elm.post(f"/admin/pack/{there.copy.pk}/{path}", told)
    assert (SocialPost.objects.filter(campaign=there.copy).exists(), Link.objects.exists()) == (False, False)


def test_regions_pack_is_read_by_all_and_changed_by_the_region(there: Region) -> None:
    assert statuses(there.elm, there.week, SEEING) == [200] * 5
    assert statuses(there.elm, there.week, CHANGING) == [302] * 2
    assert statuses(there.officer, there.week, CHANGING) == [200] * 2
    assert ["Write the posts" in page(x, there.week) for x in (there.elm, there.officer)] == [False, True]


@pytest.mark.parametrize("state", [State.CANCELLED, State.FINISHED])
def test_what_is_over_is_changed_by_nobody(there: Region, state: State) -> None:
    Campaign.objects.update(state=state)
    assert statuses(there.officer, there.week, CHANGING) == [302] * 2


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_however_much_it_holds(
    there: Region, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        SocialPost.objects.create(campaign=there.copy, network="bluesky", after_days=number, text="A post")
        Topic.objects.create(campaign=there.copy, after_days=number, title="A topic")
        Link.objects.create(campaign=there.copy, code=f"bcd{number}", label="A", url="/help/")
    page(there.oak, there.copy)
    with django_assert_num_queries(18):
        page(there.oak, there.copy)
