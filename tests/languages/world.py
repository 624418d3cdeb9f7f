"""A made-up language in the place of a real one, and a world whose every word is marked, too."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from django.utils import translation
from pytest_django import Settings

from campaigns.models import Campaign, CampaignText, Event, EventText, Link, Mailing, Occasion, Place, State, Topic
from cms.models import HomePage
from directory.models import Service, SureStart, Trust
from languages import spoken
from languages.table import Language
from messages.models import Message, Theme, Translation
from messages.stages import Stage, StageKind
from subscribers.extras import EXTRAS
from subscribers.models import Track
from tests import factories
from tests.messages.format_kit import audio, easy_read
from tests.portal import own_page

NOW = own_page.NOW
TODAY = NOW.date()
BABY_WEEK = 29  # of the baby born on own_page.BORN
CLDR = ("format_date", "format_skeleton", "format_list")


def english(words: str) -> str:
    """Words of the database, in English."""
    return f"⟪{words}⟫"


def put_in_place_of(language: Language, folder: Path, settings: Settings) -> ExitStack:
    """The catalogue in which every string is marked, and Babel's days marked, until the stack is closed."""
    settings.LOCALE_PATHS = [folder]  # Django's tests forget what was loaded
    settings.CLOCK = own_page.CLOCK
    settings.TEXT_NUMBER = "07700 900000"
    stack = ExitStack()
    for name in CLDR:
        stack.enter_context(mock.patch.object(spoken, name, _bracketed(getattr(spoken, name))))
    stack.enter_context(translation.override(language.django))
    return stack


def _bracketed(write: Callable[..., str]) -> Callable[..., str]:
    def written(*args: Any, **kwargs: Any) -> str:
        return f"⦃{write(*args, **kwargs)}⦄"

    return written


class World(NamedTuple):
    """What the pages show. Every word of it stands in brackets."""

    week: Campaign
    copy: Campaign
    loss: Campaign
    event: Event
    link: Link
    place: Place
    message: Message  # in all of its formats


def build(translated: Language | None) -> World:
    """Everything in English, and in one more language where it can be translated; nothing more when there is none."""
    _mark_the_directory()
    _write_messages(translated)
    HomePage.objects.update(body=f"<p>{english('Words of the editors')}</p>")
    sure_start = SureStart.objects.get(districts="BT7")
    week = _campaign("the-week", Occasion.GENERAL, translated, has_banner=True)
    copy = _campaign("a-copy", Occasion.GENERAL, None, inherits=week, sure_start=sure_start)
    loss = _campaign("a-loss", Occasion.BABY_LOSS, translated)
    event = _events(week, sure_start, translated)
    link = Link.objects.create(code="abc", campaign=week, label="A link", url="/help/")
    place = Place.objects.create(name=english("Oak library"), keyword="OAKLIBRARY", sure_start=sure_start)
    message = _formats()
    return World(week=week, copy=copy, loss=loss, event=event, link=link, place=place, message=message)


def _mark_the_directory() -> None:
    trust = Trust.objects.create(name="Elm")
    SureStart.objects.create(name="Oak", trust=trust, districts="BT7")
    SureStart.objects.create(name="Ash", trust=trust, districts="BT8")
    SureStart.objects.create(name="Fir", trust=trust, districts="BT8")
    for model in (Trust, SureStart, Service):
        for row in model._default_manager.all():
            row.name = english(row.name)
            row.save(update_fields=["name"])


def _write_messages(translated: Language | None) -> None:
    stages = [
        *(Stage(StageKind.BABY_WEEK, number) for number in (6, BABY_WEEK + 1)),
        Stage(StageKind.PREGNANCY_WEEK, 30),
        Stage(StageKind.CHILD_MONTH, 12),
        Stage(StageKind.CARE_WEEK, 1),
    ]
    for stage in stages:
        for track in (Track.CARER, Track.FATHER_PARTNER):
            if stage.kind != StageKind.CARE_WEEK or track == Track.CARER:
                _message(stage, Track.CARE if stage.kind == StageKind.CARE_WEEK else track, translated)
    for extra in EXTRAS:
        _message(Stage(StageKind.TRACK_WEEK, 1), extra.track, None)


def _message(stage: Stage, track: str, translated: Language | None) -> Any:
    letter = "⟪Look at your baby.⟫\n\n> ⟪Try this⟫\n\n- ⟪One⟫\n- ⟪Two⟫\n\n⟪Ring 0808 808 8000⟫"
    bodies = {"sms": english("Look, and ring 0808 808 8000"), "email": letter}
    if translated:
        bodies |= {f"{name}_{translated.code}": _ours(words) for name, words in bodies.items()}
    made = factories.message(stage, track=track, theme=Theme.SING, **bodies)
    for row, word in ((made, english), *((x, _own) for x in made.translations.all())):
        row.topic, row.action, row.why = word("A topic"), word("Do it"), word("It helps")
        if isinstance(row, Translation):
            row.message.refresh_from_db()
            row.renew()
        row.save()
        factories.approved(row)
    return made


def _formats() -> Message:
    """A message in easy read, and read aloud."""
    message: Message = Message.objects.of_stages().earliest("pk")
    for words, word in ((message, english), *((x, _own) for x in message.translations.all())):
        easy_read(words, *(word(line) for line in ("Look at your baby.", "Wait.", "Smile.")))
        audio(words)
    return message


def _own(words: str) -> str:
    return f"⟦{words}⟧"


def _ours(words: str) -> str:
    return words.replace("⟪", "⟦").replace("⟫", "⟧")


def _campaign(slug: str, occasion: Occasion, translated: Language | None, **details: Any) -> Campaign:
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=2)}
    made = Campaign.objects.create(
        title=english(slug), slug=slug, occasion=occasion, state=State.RUNNING, **days, **details
    )
    for language, word in (("en", english), *([(translated.code, _own)] if translated else [])):
        names = ("title", "theme", "intro", "banner", "poster", "press", "letter")
        CampaignText.objects.create(campaign=made, language=language, **{name: word(name) for name in names})
        for day in range(2):
            Topic.objects.create(
                campaign=made, language=language, after_days=day, title=word("A topic"), about=word("About it")
            )
    Mailing.objects.create(
        campaign=made, message=_message(Stage(StageKind.CAMPAIGN, 0), occasion.track, translated), after_days=0
    )
    return made


def _events(week: Campaign, sure_start: SureStart, translated: Language | None) -> Event:
    details = {
        "about": english("What happens"),
        "where": english("Oak Hall, 1 High Street"),
        "host": english("The library"),
        "access": english("A lift"),
        "booking_url": "https://booking.example/",
        "languages": ["en", "pl", "ar"],
        "changed_at": NOW,
        "starts_at": NOW + timedelta(days=1),
        "ends_at": NOW + timedelta(days=2),
    }
    for place in ({"sure_start": sure_start}, {"is_online": True}, {"cancelled_at": NOW}):
        Event.objects.create(campaign=week, title=english("Massage"), **details | place)
    over = {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)}
    Event.objects.create(title=english("Over"), **details | over)
    if translated:
        for event in Event.objects.all():
            EventText.objects.create(event=event, language=translated.code, title=_own("Massage"), about=_own("It"))
    first = Event.objects.order_by("pk").first()
    assert first is not None
    return first


DUE, BORN = date(2027, 3, 14), own_page.BORN
