"""Short addresses: what they lead to, what they count, and that they keep nothing else."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries, Settings

from campaigns import links
from campaigns.models import Campaign, Clicks, Link
from messages import editorial
from messages.placeholders import UnknownPlaceholderError, fill
from tests.campaigns.kit import week
from tests.messages.editorial_kit import check, english

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
ELSEWHERE = "https://events.example/book?seat=2"


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://hope.example"
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture
def campaign() -> Campaign:
    return week()


@pytest.fixture
def link(campaign: Campaign) -> Link:
    return Link.objects.create(code="bcdf23", campaign=campaign, label="Book", url=ELSEWHERE)


@pytest.fixture
def phone() -> Client:
    return Client(headers={"user-agent": PHONE})


def clicks() -> list[tuple[date, int]]:
    return list(Clicks.objects.values_list("day", "count"))


def test_code_spells_nothing_and_is_made_once_for_the_same(campaign: Campaign) -> None:
    first = links.make(campaign, "Book", ELSEWHERE)
    others = [links.make(campaign, label, ELSEWHERE) for label in ("Book", "Poster")]
    assert (others[0], others[1] == first) == (first, False)
    assert set(first.code) <= set("23456789bcdfghjkmnpqrstvwxz")
    assert len(first.code) == 6


def test_taken_code_is_not_given_twice(campaign: Campaign, link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = iter("bcdf23" + "ghjkmn")
    monkeypatch.setattr("campaigns.links.secrets.choice", lambda _letters: next(letters))
    assert [link.code, links.make(campaign, "Other", "/help/").code] == ["bcdf23", "ghjkmn"]


ADDRESSES = [
    ("https://events.example/book", True),
    ("https://events.example", True),
    ("/help/", True),
    ("/pl/campaigns/week/?day=2#events", True),
    ("http://events.example/", False),
    ("//events.example/", False),
    ("/\\events.example/", False),
    ("\\\\events.example", False),
    ("javascript:alert(1)", False),
    ("https://", False),
    ("https://somebody@events.example/", False),
    ("https://[events", False),
    ("https://events.example/a b", False),
    ("https://events.example/\r\nSet-Cookie: a=b", False),
    ("help/", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "good"), ADDRESSES)
def test_links_lead_to_https_or_to_us(campaign: Campaign, phone: Client, url: str, good: bool) -> None:  # noqa: FBT001 - of the table
    assert links.is_safe(url) is good
    Link.objects.create(code="zzz222", campaign=campaign, label="In the table by another way", url=url)
    answer = phone.get("/go/zzz222")
    assert (answer.status_code, answer.get("Location")) == ((302, url) if good else (404, None))
    if not good:
        with pytest.raises(ValidationError):
            links.make(campaign, "Bad", url)


def test_click_is_counted_and_nothing_is_kept(
    phone: Client, link: Link, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answers = [phone.get("/go/bcdf23"), phone.get("/go/BCDF23/")]
    with django_assert_num_queries(2):
        answers.append(phone.get("/pl/go/bcdf23"))
    kept = [(x.status_code, x["Location"], x["Cache-Control"], x["Referrer-Policy"], dict(x.cookies)) for x in answers]
    assert kept == [(302, ELSEWHERE, "no-store", "no-referrer", {})] * 3
    assert clicks() == [(date(2026, 6, 1), 3)]
    assert Clicks.objects.get().link == link


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.23.20.0 A",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5",
    ],
)
def test_programs_that_look_ahead_are_led_on_and_not_counted(link: Link, agent: str) -> None:
    answer = Client(headers={"user-agent": agent}).get(f"/go/{link.code}")
    assert (answer.status_code, clicks()) == (302, [])


@pytest.mark.parametrize("header", ["sec-purpose", "purpose", "x-moz"])
def test_browser_that_fetches_ahead_is_not_counted(phone: Client, link: Link, header: str) -> None:
    assert phone.get(f"/go/{link.code}", headers={header: "prefetch"}).status_code == 302
    assert phone.head(f"/go/{link.code}").status_code == 302
    assert phone.post(f"/go/{link.code}").status_code == 405
    assert clicks() == []


@pytest.mark.usefixtures("link")
def test_unknown_link_says_so_kindly(phone: Client) -> None:
    answer = phone.get("/go/gggggg")
    assert (answer.status_code, b"You have done nothing wrong." in answer.content) == (404, True)
    assert dict(answer.cookies) == {}


def test_path_of_ours_comes_in_the_language_of_the_address(campaign: Campaign, phone: Client) -> None:
    link = links.make(campaign, "Help", "/help/")
    assert [phone.get(f"{start}/go/{link.code}")["Location"] for start in ("", "/pl", "/ar")] == [
        "/help/",
        "/pl/help/",
        "/ar/help/",
    ]
    named = links.make(campaign, "Help in Polish", "/pl/help/")
    assert phone.get(f"/ar/go/{named.code}")["Location"] == "/pl/help/"


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Book: hope.example/go/bcdf23"),
        ("pl", "Book: hope.example/pl/go/bcdf23"),
        ("ro", "Book: hope.example/ro/go/bcdf23"),
        ("ar", "Book: \u2066hope.example/ar/go/bcdf23\u2069"),
    ],
)
def test_placeholder_is_the_short_address(language: str, text: str) -> None:
    assert fill("Book: {link-bcdf23.url}", {}, language) == text
    assert resolve("/go/bcdf23").url_name == "go"


@pytest.mark.usefixtures("link")
def test_placeholder_in_a_letter_may_be_the_whole_address() -> None:
    assert fill("{link-bcdf23.address}", {}) == "https://hope.example/go/bcdf23"


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize("placeholder", ["{link-gggggg.url}", "{link-bcdf23.phone}"])
def test_placeholder_of_what_there_is_not_is_refused(placeholder: str) -> None:
    with pytest.raises(UnknownPlaceholderError):
        fill(placeholder, {})


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize(
    ("placeholder", "rules"), [("{link-bcdf23.url}", []), ("{link-gggggg.url}", ["unknown-placeholder"])]
)
def test_editors_desk_knows_links_that_there_are(placeholder: str, rules: list[str]) -> None:
    words = english(kind="campaign", sms=f"Hum one song. {placeholder}")
    assert [x.rule for x in editorial.blocking(check(words))] == rules
