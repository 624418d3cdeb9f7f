"""The campaigns of the demo: they stand as told, their words pass an editor's checks, and no service gets them."""

from datetime import date, timedelta
from itertools import chain

import pytest
from django.conf import settings as configured
from pytest_django import Settings

from campaigns import inheriting, starter
from campaigns.models import Campaign, Event, Place, State
from messages import editorial
from messages.models import Message, Translation
from messages.sms import measure
from scheduler import demo_campaigns, demo_staff
from scheduler.demo_staff import NotADemoError
from tests.factories import utc

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 22)
NOW = utc("2026-11-22 09:59")
TWO = 2  # segments


@pytest.fixture
def made(settings: Settings) -> dict[str, Campaign]:
    """Those of the demo, by whose they are; last year's is the region's too."""
    settings.DEMO = True
    starter.load_observances()
    demo_staff.seed("a password")
    demo_campaigns.seed(FIRST, NOW)
    last, week, local = Campaign.objects.order_by("pk")
    return {"last": last, "week": week, "local": local}


def test_weeks_stand_as_a_newcomer_finds_them(made: dict[str, Campaign]) -> None:
    assert {name: x.state for name, x in made.items()} == {
        "last": State.FINISHED,
        "week": State.APPROVED,  # the next tick has it run
        "local": State.SUBMITTED,
    }
    assert (made["week"].starts_on, made["week"].ends_on) == (FIRST, FIRST + timedelta(days=6))
    assert (made["week"].begun_from, made["local"].inherits) == (made["last"], made["week"])
    assert (made["last"].starts_on, made["local"].owner) == (date(2026, 6, 8), "Colin Sure Start")
    for language in ("en", "pl", "ar"):
        topics = inheriting.topics(made["week"], language)
        assert [x.language for x in topics.values()] == [language] * 7
        assert inheriting.text(made["week"], language).banner.language == language
    assert Event.objects.filter(campaign=made["week"], texts__language="ar").count() == Event.objects.count()
    assert Place.objects.exclude(sure_start=None).count() == Place.objects.count()


def test_words_pass_the_checks_and_fit_two_segments(made: dict[str, Campaign]) -> None:
    translated = Translation.objects.exclude(message__mailing=None).exclude(message__mailing__campaign=made["local"])
    messages = Message.objects.filter(mailing__campaign__in=made.values())
    found = {}
    for words in chain(messages, translated):
        blocks = editorial.blocking(editorial.check(words, today=FIRST, services=editorial.services()))
        found[f"{words} {words.language}"] = ([str(x.says) for x in blocks], measure(words.sms).segments <= TWO)
    assert {key: value for key, value in found.items() if value != ([], True)} == {}


def test_nobody_outside_a_demo_gets_them() -> None:
    assert not configured.DEMO
    with pytest.raises(NotADemoError):
        demo_campaigns.seed(FIRST, NOW)
