"""On the admin's front page: words of campaigns in other languages, for whoever may approve them."""

from typing import Any

import pytest
from django.urls import reverse

from campaigns import writing
from campaigns.models import Mailing
from cms import roles
from cms.mailings.front import waiting_for
from tests.cms.mailing_kit import NOON, approve, lead, mailing, officer, sure_start, week
from tests.cms.role_kit import member, signed_in

pytestmark = pytest.mark.django_db
HEADING = "Words of campaigns that wait for your approval"


@pytest.fixture
def sent() -> Mailing:
    """One of a campaign that is approved, with words in Polish and Arabic that are not."""
    writer = officer()
    made = mailing(week(), writer)
    for language in ("pl", "ar"):
        writing.write(made, language, {"sms": "Hum.", "action": "Hum.", "why": "It helps."}, writer)
    approve(made.campaign, writer)
    return made


def languages(user: Any) -> list[str]:
    return [words.language for words in waiting_for(user)]


def test_reviewer_finds_the_words_of_their_languages(sent: Mailing) -> None:
    rita = member(roles.LANGUAGE_REVIEWER, "pl", name="Rita Example")
    page = signed_in(rita).get(reverse("wagtailadmin_home")).content.decode()
    assert HEADING in page
    assert reverse("campaign_mailing_words", args=[sent.pk, "pl"]) in page
    assert languages(rita) == ["pl"]
    [words] = waiting_for(rita)
    writing.approve(words, rita, NOON)
    assert languages(rita) == []
    assert HEADING not in signed_in(rita).get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_else_finds_them(sent: Mailing) -> None:
    reviewer = member(roles.LANGUAGE_REVIEWER, "ga", name="Gael Example")
    author = member(roles.AUTHOR, name="Otto Example")
    assert [languages(x) for x in (reviewer, author, lead(), sent.campaign.submitted_by)] == [[], [], [], []]


def test_words_of_a_draft_may_still_change_and_wait_for_nobody() -> None:
    writer = officer()
    made = mailing(week(sure_start=sure_start()), writer)
    writing.write(made, "pl", {"sms": "Hum."}, writer)
    assert languages(member(roles.LANGUAGE_REVIEWER, "pl", name="Rita Example")) == []
