"""A mailing's own page: added, changed, said in own words by an area, and taken out; what it would be, in words."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import copying, writing
from campaigns.estimating import Estimate, Group, estimate
from campaigns.models import Mailing
from cms.mailings import telling
from cms.mailings.telling import Parents, length
from tests.cms.mailing_kit import (
    FIRST,
    GOOD,
    NOON,
    approve,
    lead,
    mailing,
    officer,
    page,
    parents,
    send,
    sure_start,
    week,
)
from tests.cms.role_kit import said, signed_in

pytestmark = pytest.mark.django_db

WHEN = {"topic": "A walk", "when": "2", "on_day": "", "slot": "evening", "window": "3", "only": "born", "track": ""}


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.mailing_kit.noon"


def details_of(of: Mailing) -> tuple[Any, ...]:
    row = Mailing.objects.get(pk=of.pk)
    return (row.message.topic, row.day, row.on_day, row.slot, row.window, row.only, row.track)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("A walk", date(2026, 6, 17), None, "evening", 3, "born", "")),
        ({"when": "-1"}, ("A walk", date(2026, 6, 14), None, "evening", 3, "born", "")),
        (
            {"when": "date", "on_day": "2026-07-01", "slot": "", "track": "father_partner", "only": ""},
            ("A walk", date(2026, 7, 1), date(2026, 7, 1), "", 3, "", "father_partner"),
        ),
    ],
)
def test_mailing_is_added_to_a_draft_and_leads_to_its_english_words(
    changes: dict[str, str], expected: tuple[Any, ...]
) -> None:
    campaign, user = week(), officer()
    answer = send(user, "campaign_mailing_add", campaign.pk, **WHEN | changes)
    made = campaign.mailings.get()
    assert details_of(made) == expected
    assert answer.redirect_chain == [(reverse("campaign_mailing_words", args=[made.pk, "en"]), 302)]
    campaign.refresh_from_db()
    assert campaign.changed_by == user


@pytest.mark.parametrize(
    "wrong", [{"topic": ""}, {"when": "date"}, {"when": "99"}, {"window": "8"}, {"window": "-1"}, {"slot": "night"}]
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(wrong: dict[str, str]) -> None:
    campaign = week()
    answer = send(officer(), "campaign_mailing_add", campaign.pk, **WHEN | wrong)
    assert (campaign.mailings.count(), answer.status_code) == (0, 200)
    assert b"Please look at what is marked below." in answer.content


def test_days_are_shown_with_their_dates() -> None:
    found = page(officer(), "campaign_mailing_add", week().pk)
    assert "Day 1: Monday 15 June 2026" in found
    assert "1 day before it: Sunday 14 June 2026" in found


def test_draft_is_changed_and_an_approved_one_is_not() -> None:
    campaign, user = week(), officer()
    made = mailing(campaign, user)
    send(user, "campaign_mailing", made.pk, **WHEN)
    assert details_of(made) == ("A walk", date(2026, 6, 17), None, "evening", 3, "born", "")
    approve(campaign, user)
    answer = send(user, "campaign_mailing", made.pk, **WHEN | {"topic": "Another"})
    assert details_of(made)[0] == "A walk"
    assert "That cannot be done as things are now" in said(answer)[0]
    assert "reopen it on the campaign" in " ".join(page(user, "campaign_mailing", made.pk).split())


def test_removing_takes_the_words_along_and_keeps_what_local_copies_say_otherwise() -> None:
    campaign, user = week(), officer()
    made, other = mailing(campaign, user), mailing(campaign, user)
    send(user, "campaign_mailing_remove", made.pk)
    assert list(campaign.mailings.all()) == [other]
    approve(campaign, user)
    local = copying.local_copy(campaign, lead("Oak"), NOON, sure_start=sure_start("Oak"))
    copying.variant(other, local, lead("Oak"))
    campaign.state = "draft"
    campaign.save()
    assert "It stays" in said(send(user, "campaign_mailing_remove", other.pk))[0]
    assert list(campaign.mailings.all()) == [other]


def test_lead_says_it_in_own_words_and_goes_back_to_the_regions() -> None:
    campaign, user, mine = week(), officer(), lead()
    regional = mailing(campaign, user)
    approve(campaign, user)
    local = copying.local_copy(campaign, mine, NOON, sure_start=sure_start())
    assert "Use our own words instead" in page(mine, "campaign_mailing", regional.pk)
    assert reverse("campaign_hub", args=[campaign.pk]) in page(mine, "campaign_mailing", regional.pk)
    assert "Save the words" not in page(mine, "campaign_mailing_words", regional.pk, "en")
    send(mine, "campaign_mailing_own", regional.pk, local.pk)
    own = local.mailings.get()
    assert (own.instead_of, own.message.sms) == (regional, GOOD)
    assert "Oak Sure Start says it in its own words" in " ".join(page(mine, "campaign_mailing", regional.pk).split())
    answer = send(mine, "campaign_mailing_remove", own.pk)
    assert said(answer) == ["Removed. Your parents get the region's words."]
    assert not local.mailings.exists()
    send(mine, "campaign_mailing_add", local.pk, **WHEN)  # and one that only they have
    assert local.mailings.get().instead_of is None


def test_own_words_are_begun_once() -> None:
    campaign, user, mine = week(), officer(), lead()
    regional = mailing(campaign, user)
    approve(campaign, user)
    local = copying.local_copy(campaign, mine, NOON, sure_start=sure_start())
    for _ in range(2):
        answer = send(mine, "campaign_mailing_own", regional.pk, local.pk)
    assert local.mailings.count() == 1
    assert "Nothing was changed" in said(answer)[0]


@pytest.mark.parametrize("name", ["campaign_mailing", "campaign_mailing_remove", "campaign_mailing_words"])
def test_another_areas_lead_is_turned_away_as_if_there_were_nothing(name: str) -> None:
    theirs = week(sure_start=sure_start("Oak"))
    made = mailing(theirs, lead("Oak"))
    client = signed_in(lead("Elm", name="Eve Elm"))
    language = ["en"] if name.endswith("words") else []
    for pk in (made.pk, made.pk + 999):
        for answer in (
            client.get(reverse(name, args=[pk, *language])),
            client.post(reverse(name, args=[pk, *language]), WHEN),
        ):
            assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert details_of(made)[0] == "A tune"


def test_leads_read_what_is_regional_and_change_nothing() -> None:
    campaign, user = week(), officer()
    made = mailing(campaign, user)
    mine = lead()
    found = page(mine, "campaign_mailing", made.pk)
    assert "This belongs to the region" in found
    assert "Remove this mailing" not in found
    send(mine, "campaign_mailing", made.pk, **WHEN)
    send(mine, "campaign_mailing_remove", made.pk)
    assert details_of(made)[0] == "A tune"


def estimated(*groups: tuple[str, str, int, int], seconds: int = 60) -> Estimate:
    made = [Group(channel=a, language=b, people=c, segments=d) for a, b, c, d in groups]
    return Estimate(groups=made, sending=timedelta(seconds=seconds), room=timedelta(hours=12))


@pytest.mark.parametrize(
    ("expected", "reached", "sentence"),
    [
        (estimated(), 0, "Nobody would get it as it is now."),
        (estimated(("sms", "en", 4, 1)), 4, "To fewer than 5 parents."),
        (estimated(("sms", "en", 1310, 2)), 1240, "About 1,240 parents, 1,310 texts, £104.80."),
        (estimated(("email", "en", 20, 0), ("sms", "en", 10, 1)), 25, "About 25 parents, 10 texts, 20 e-mails, 40p."),
        # Two of them read Polish: the sums are to tens, so that nobody takes one from the other.
        (estimated(("sms", "en", 1000, 2), ("sms", "pl", 2, 3)), 1002, "About 1,010 parents, 1,010 texts, £80.40."),
    ],
)
def test_estimate_in_words(monkeypatch: pytest.MonkeyPatch, expected: Estimate, reached: int, sentence: str) -> None:
    monkeypatch.setattr(telling, "parents_of", lambda *_args: Parents(reached=reached, without=0))
    assert telling.tell(Mailing(), expected).sentence == sentence


def test_small_groups_are_hidden_with_what_would_give_them_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "parents_of", lambda *_args: Parents(reached=1014, without=2))
    told = telling.tell(Mailing(), estimated(("sms", "en", 1000, 2), ("sms", "ar", 12, 4), ("sms", "pl", 2, 3)))
    assert [(line.language, line.people, line.cost) for line in told.lines] == [
        ("English", "1,000", "£80.00"),
        ("Arabic", "not shown", ""),
        ("Polish", "fewer than 5", ""),
    ]
    assert told.without.endswith("fewer than 5 parents.")


def test_what_does_not_fit_says_how_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "parents_of", lambda *_args: Parents(reached=1_000_000, without=0))
    told = telling.tell(Mailing(), estimated(("sms", "en", 1_000_000, 1), seconds=100_000))
    assert told.pace == "At 10 a second this takes 28 hours, and its days have 12 hours: choose a longer window."
    assert not told.fits


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "less than a minute"), (61, "2 minutes"), (5340, "89 minutes"), (100_000, "28 hours")]
)
def test_length_as_people_say_it(seconds: int, words: str) -> None:
    assert length(timedelta(seconds=seconds)) == words


def test_page_tells_what_readers_of_a_language_get_until_it_is_approved() -> None:
    made = mailing(week(), officer())
    parents(12)
    parents(7, language="pl", fallback="en")
    parents(6, language="pl", fallback="none")
    parents(8, language="ar", fallback="none")
    found = " ".join(page(officer(), "campaign_mailing", made.pk).split())
    assert "Parents who read it: 13. Until then each gets what they chose. The English: 7 parents. Nothing: 6" in found
    assert "Parents who read it: 8. Until then they get nothing: they chose that instead of English." in found
    assert "About 19 parents, 19 texts, 76p." in found
    assert "so they would get nothing: 14 parents." in found
    others = page(lead(), "campaign_mailing", made.pk)  # an area's lead is told their own numbers only
    assert "If it were sent now" not in others
    assert "Parents who read it" not in others


def test_page_asks_the_database_as_often_for_many_parents_and_languages() -> None:
    user = officer()
    made = mailing(week(), user)
    client = signed_in(user)
    counts = []
    for languages in (["pl"], ["ar", "ro", "lt"]):
        for language in languages:
            parents(5, language=language)
            writing.write(made, language, {"sms": "..."}, user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("campaign_mailing", args=[made.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 60


def test_estimate_is_of_the_real_audience() -> None:
    made = mailing(week(), officer())
    parents(6)
    assert made.day == FIRST
    told = telling.tell(made, telling_estimate(made))
    assert (told.sentence, told.pace) == (
        "About 6 parents, 6 texts, 24p.",
        "At 10 a second it takes less than a minute.",
    )


def telling_estimate(of: Mailing) -> Estimate:
    found = estimate(of)
    assert found.pence == Decimal(24)
    return found


def test_region_opens_a_mailing_from_a_local_copys_page_to_say_it_otherwise_there() -> None:
    campaign, user = week(), officer()
    regional = mailing(campaign, user)
    approve(campaign, user)
    local = copying.local_copy(campaign, lead(), NOON, sure_start=sure_start())
    address = f"{reverse('campaign_mailing', args=[regional.pk])}?copy={local.pk}"
    assert address in page(user, "campaign_hub", local.pk)
    assert "Use our own words instead" in page(user, "campaign_mailing", regional.pk, copy=str(local.pk))
    assert "Use our own words instead" not in page(user, "campaign_mailing", regional.pk)
