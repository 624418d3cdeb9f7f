"""What a campaign says, and what a local copy takes over from the regional one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from campaigns import inheriting
from campaigns.inheriting import Piece
from campaigns.models import Campaign, CampaignText, Event, SocialPost, Topic
from directory.models import SureStart, Trust
from tests.campaigns.kit import FIRST, LAST, mailing, week
from tests.factories import utc

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Campaign:
    return week(title="Region")


@pytest.fixture
def trust() -> Trust:
    return Trust.objects.create(name="One Trust")


@pytest.fixture
def oak(trust: Trust) -> SureStart:
    return SureStart.objects.create(name="Oak", trust=trust)


@pytest.fixture
def copy(region: Campaign, oak: SureStart) -> Campaign:
    return week(title="Oak's", inherits=region, sure_start=oak)


def event(campaign: Campaign, title: str, at: datetime = utc("2026-06-09 09:00"), **owner: Any) -> Event:  # noqa: B008 - an instant
    times = {"starts_at": at, "ends_at": at + timedelta(hours=1), "changed_at": at}
    return Event.objects.create(campaign=campaign, title=title, **times, **owner)


# Own Polish, the region's Polish, own English, the region's English; and what is said then.
CHOICES = [
    (("a", "b", "c", "d"), Piece(value="a", language="pl", is_own=True)),
    (("", "b", "c", "d"), Piece(value="b", language="pl", is_own=False)),
    ((" ", "", "c", "d"), Piece(value="c", language="en", is_own=True)),
    (("", "", "", "d"), Piece(value="d", language="en", is_own=False)),
    (("", "", "", ""), Piece(value="", language="pl", is_own=False)),
    ((None, None, None, None), Piece(value="", language="pl", is_own=False)),
]


@pytest.mark.parametrize(("words", "piece"), CHOICES)
def test_text_is_looked_for_in_four_places(
    words: tuple[str | None, ...], piece: Piece, region: Campaign, copy: Campaign
) -> None:
    places = [(copy, "pl"), (region, "pl"), (copy, "en"), (region, "en")]
    for (campaign, language), theme in zip(places, words, strict=True):
        if theme is not None:
            CampaignText.objects.create(campaign=campaign, language=language, theme=theme)

    assert inheriting.text(copy, "pl").theme == piece


def test_text_is_chosen_field_by_field(region: Campaign, copy: Campaign) -> None:
    CampaignText.objects.create(campaign=region, title="The week", theme="Together")
    CampaignText.objects.create(campaign=copy, theme="Together in Oak Park")

    text = inheriting.text(copy, "en")

    assert (text.title, text.theme) == (
        Piece(value="The week", language="en", is_own=False),
        Piece(value="Together in Oak Park", language="en", is_own=True),
    )


def test_text_of_a_campaign_without_words_has_its_title(region: Campaign) -> None:
    assert inheriting.text(region, "ar").title == Piece(value="Region", language="en", is_own=True)


def test_text_of_another_campaign_is_never_taken(region: Campaign, copy: Campaign) -> None:
    CampaignText.objects.create(campaign=week(), theme="Another week's")
    CampaignText.objects.create(campaign=week(inherits=region), theme="Another copy's")

    assert inheriting.text(copy, "en").theme.value == ""


@pytest.mark.parametrize("count", [1, 3])
def test_texts_take_one_query(count: int, region: Campaign, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = [region, *(week() for _ in range(count - 1))]

    with django_assert_num_queries(1):
        found = inheriting.texts(rows, "pl")

    assert list(found) == [row.pk for row in rows]


def test_topics_of_a_copy_are_whole_pieces(
    region: Campaign, copy: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Topic.objects.create(campaign=region, after_days=0, title="Talk", about="Say what you do.")
    Topic.objects.create(campaign=region, after_days=0, language="pl", title="Rozmowa")
    Topic.objects.create(campaign=region, after_days=1, title="Sing", about="Any song.")
    Topic.objects.create(campaign=copy, after_days=1, title="Sing in Oak Park")
    Topic.objects.create(campaign=copy, after_days=9, title="After the end")

    with django_assert_num_queries(1):
        found = inheriting.topics(copy, "pl")

    assert [(day, x.title, x.about, x.language, x.is_own) for day, x in found.items()] == [
        (date(2026, 6, 8), "Rozmowa", "", "pl", False),
        (date(2026, 6, 9), "Sing in Oak Park", "", "en", True),
    ]


def test_posts_of_a_copy_stand_in_their_places(
    region: Campaign, copy: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for network, day, words in (("x", 0, "region x"), ("bluesky", 0, "region sky"), ("x", 1, "region x 1")):
        SocialPost.objects.create(campaign=region, network=network, after_days=day, text=words)
    SocialPost.objects.create(campaign=copy, network="x", after_days=0, text="own x")

    with django_assert_num_queries(1):
        found = inheriting.posts(copy, "en")

    assert [(x.after_days, x.network, x.text, x.is_own) for x in found] == [
        (0, "bluesky", "region sky", False),
        (0, "x", "own x", True),
        (1, "x", "region x 1", False),
    ]


def test_mailings_of_a_copy_have_the_variants_in_their_place(
    region: Campaign, copy: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = mailing(region, 0), mailing(region, 2)
    variant, own = mailing(copy, 0, instead_of=first), mailing(copy, 1)
    mailing(week(inherits=region), 0, instead_of=second)  # another area's

    with django_assert_num_queries(1):
        found = inheriting.mailings(copy)
        _ = [(x.mailing.day, x.mailing.message.topic) for x in found]

    assert [(x.mailing.pk, x.is_own) for x in found] == [(variant.pk, True), (own.pk, True), (second.pk, False)]
    assert [x.mailing for x in inheriting.mailings(region)] == [first, second]


def test_events_of_a_copy_are_its_own_and_the_regions(
    region: Campaign, copy: Campaign, oak: SureStart, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    elm = SureStart.objects.create(name="Elm", trust=oak.trust)
    names = ("for all", "of Oak", "of Oak's Trust", "of Elm")
    owners: list[dict[str, Any]] = [{}, {"sure_start": oak}, {"trust": oak.trust}, {"sure_start": elm}]
    for name, owner in zip(names, owners, strict=True):
        event(region, name, **owner)
    event(copy, "earliest", utc("2026-06-01 09:00"))
    event(week(inherits=region), "of another copy")

    with django_assert_num_queries(2):
        found = inheriting.events(copy)

    assert [x.title for x in found] == ["earliest", "for all", "of Oak", "of Oak's Trust"]
    assert [x.title for x in inheriting.events(region)] == list(names)


def test_events_of_a_trusts_copy_are_those_of_its_sure_starts_too(
    region: Campaign, trust: Trust, oak: SureStart
) -> None:
    elsewhere = SureStart.objects.create(name="Elsewhere", trust=Trust.objects.create(name="Two Trust"))
    event(region, "of Oak", sure_start=oak)
    event(region, "elsewhere", sure_start=elsewhere)

    assert [x.title for x in inheriting.events(week(inherits=region, trust=trust))] == ["of Oak"]


def test_days_of_a_copy_are_its_own(region: Campaign, oak: SureStart) -> None:
    later = week(inherits=region, sure_start=oak, starts_on=FIRST + timedelta(days=7), ends_on=LAST + timedelta(days=7))
    Topic.objects.create(campaign=region, after_days=0, title="Talk")

    assert list(inheriting.topics(later, "en")) == [date(2026, 6, 15)]
