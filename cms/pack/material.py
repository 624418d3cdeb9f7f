"""What a campaign's pack is made of in one language: the contents of its sheets, and what stands in its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns import inheriting
from campaigns.event_words import about, where
from campaigns.inheriting import EffectivePost, EffectiveText, EffectiveTopic
from campaigns.models import Campaign, Event, Occasion, Place
from campaigns.paper.content import (
    Day,
    DaySheet,
    EventLine,
    Picture,
    Poster,
    PressNote,
    QuotePlace,
    SocialImage,
)
from campaigns.paper.days import between
from languages.spoken import comma, day, hour, long_day
from languages.table import INTERFACE, interface
from portal.posters import address_of
from subscribers.hours import local_day

LANGUAGES = tuple(INTERFACE)  # those of the fixed words on paper
ANYWHERE = "JOIN"  # what a parent texts where no place has a word of its own


@dataclass(frozen=True, kw_only=True)
class Material:
    """A campaign in one language, read from the database at the first use of each part; six queries in all."""

    campaign: Campaign
    language: str
    place: Place | None
    now: datetime

    @cached_property
    def text(self) -> EffectiveText:
        return inheriting.text(self.campaign, self.language)

    @cached_property
    def topics(self) -> Sequence[EffectiveTopic]:
        return list(inheriting.topics(self.campaign, self.language).values())

    @property
    def translated_topics(self) -> Sequence[EffectiveTopic]:
        """Those that are written in this very language."""
        return [x for x in self.topics if x.language == self.language]

    @cached_property
    def posts(self) -> Sequence[EffectivePost]:
        return inheriting.posts(self.campaign, self.language)

    @cached_property
    def events(self) -> Sequence[Event]:
        """Those that may be shown and are to come."""
        found = inheriting.events(self.campaign)
        return [x for x in found if x.is_published and not x.cancelled_at and x.ends_at > self.now]

    @property
    def is_loss(self) -> bool:
        return self.campaign.occasion == Occasion.BABY_LOSS

    @property
    def is_written(self) -> bool:
        """Whether the words of every sheet are there in this very language: a sheet is not half in English."""
        return self.text.title.language == self.language and self._sentence_is_in(self.language)

    def _sentence_is_in(self, language: str) -> bool:
        return any(x.value and x.language == language for x in (self.text.poster, self.text.theme))

    @property
    def sentence(self) -> str:
        """The poster's own, or the theme."""
        pieces = (self.text.poster, self.text.theme)
        return next((x.value for x in pieces if x.value and x.language == self.language), "")

    @property
    def page_url(self) -> str:
        """The campaign's page in this language."""
        with override(interface(self.language)):
            return settings.PUBLIC_URL + reverse("campaign", args=[self.campaign.slug])

    @property
    def printed(self) -> str:
        """The same as it is printed."""
        return self.page_url.partition("://")[2].rstrip("/")

    @property
    def dates(self) -> str:
        return between(self.campaign.starts_on, self.campaign.ends_on, self.language)

    @property
    def whose(self) -> str:
        """The local owner; the region's campaigns have none on paper."""
        return "" if self.campaign.is_regional else self.campaign.owner

    @property
    def keyword(self) -> str:
        return self.place.keyword if self.place else ANYWHERE

    @property
    def join_url(self) -> str:
        if self.place:
            return secure(address_of(self.place.keyword, self.language))
        with override(interface(self.language)):
            return secure(settings.PUBLIC_URL + reverse("join"))

    @property
    def picture(self) -> Picture:
        """Nobody is in the one for what is about the death of a baby."""
        if self.is_loss:
            return Picture.QUIET
        pictures = {Occasion.FATHERS_DAY: Picture.DAD, Occasion.PREMATURITY: Picture.NEONATAL}
        return pictures.get(Occasion(self.campaign.occasion), Picture.TALK)

    def poster(self) -> Poster:
        """For one place, or for anywhere. Raises ValueError while no number to text to is set."""
        return Poster(
            language=self.language,
            heading=self.text.title.value,
            sentence=self.sentence,
            keyword=self.keyword,
            number=settings.TEXT_NUMBER,
            url=self.join_url,
            place_name=self.place.name if self.place else "",
            sure_start=self.whose,
            dates=self.dates,
            events=tuple(self._line(x) for x in self.events),
            picture=self.picture,
        )

    def image(self) -> SocialImage:
        return SocialImage(
            language=self.language,
            heading=self.text.title.value,
            address=self.printed,
            sentence=self.sentence,
            dates=self.dates,
            sure_start=self.whose,
            picture=self.picture,
        )

    def programme(self) -> DaySheet:
        """A topic a day, with what is on that day. Raises ValueError without a day."""
        joins = not self.is_loss and bool(settings.TEXT_NUMBER)
        return DaySheet(
            language=self.language,
            title=self.text.title.value,
            days=tuple(self._day(x) for x in self.translated_topics),
            sentence=self.sentence,
            dates=self.dates,
            keyword=self.keyword if joins else "",
            number=settings.TEXT_NUMBER if joins else "",
            url=secure(self.page_url),
            sure_start=self.whose,
        )

    def press_note(self) -> PressNote:
        """The skeleton: nobody's words are made up."""
        with override(interface(self.language)):
            released = day(self.campaign.starts_on, self.language)
            written = self.text.press if self.text.press.language == self.language else self.text.intro
            texts = (self.text.theme, written)
            paragraphs = tuple(
                line for x in texts if x.language == self.language for line in x.value.split("\n\n") if line.strip()
            )
            return PressNote(
                language=self.language,
                headline=self.text.title.value,
                release=_("For release on %(day)s") % {"day": released},
                dates=self.dates,
                paragraphs=paragraphs,
                quotes=(QuotePlace(role=_("A parent")), QuotePlace(role=_("Somebody who runs the campaign"))),
                notes=(
                    _("Messages of Hope sends parents one small thing to do with their baby, by text or e-mail, free."),
                ),
                address=self.printed,
                sure_start=self.whose,
            )

    def _line(self, event: Event) -> EventLine:
        words = about(event, self.language)
        when = comma(self.language).join(
            (long_day(event.starts_at, self.language), hour(event.starts_at, self.language))
        )
        return EventLine(when=when, title=words.title, where=where(event, self.language))

    def _day(self, topic: EffectiveTopic) -> Day:
        on = [x for x in self.events if local_day(x.starts_at) == topic.day]
        lines = (EventLine(when=hour(x.starts_at, self.language), title=about(x, self.language).title) for x in on)
        return Day(name=self.day_name(topic.day), topic=topic.title, sentence=topic.about, events=tuple(lines))

    def day_name(self, one: date) -> str:
        return long_day(one, self.language)


def secure(url: str) -> str:
    """A QR code carries https only; a demo's address has none, and its posters are for looking at."""
    return f"https://{url.partition('://')[2]}"
