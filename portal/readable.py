"""The copy of somebody's data as a page: plain words for each name, and nothing left as code."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Occasion
from languages import spoken
from languages.fragments import Fragment, autonym, english
from languages.table import LANGUAGES, of_page
from portal.models import Proof, Question
from subscribers.models import Child, ConsentEvent, Contact, Journey, Role, Slot, Subscriber
from subscribers.tracks import EXTRA

SECTIONS: Mapping[str, Promise] = {
    "person": gettext_lazy("You"),
    "addresses": gettext_lazy("Your number and e-mail address"),
    "children": gettext_lazy("About whom you hear from us, and how"),
    "extra_messages": gettext_lazy("Extra messages that you chose"),
    "weeks_and_days": gettext_lazy("What you said about special weeks and days"),
    "consents": gettext_lazy("What you agreed to, and when"),
    "messages_from_you": gettext_lazy("Texts that you sent us"),
    "open_questions": gettext_lazy("Questions that wait for your answer"),
    "codes_and_links": gettext_lazy("Codes and links that we sent you"),
    "invitations": gettext_lazy("Invitations that you made"),
    "how_often_asked": gettext_lazy("How often codes and links were asked for"),
}
LABELS: Mapping[str, Promise] = {
    "address": gettext_lazy("Address"),
    "agreed_with": gettext_lazy("Helped by"),
    "answered_at": gettext_lazy("Answered"),
    "asked_at": gettext_lazy("Asked"),
    "asking": gettext_lazy("Question"),
    "at": gettext_lazy("When"),
    "birth_date": gettext_lazy("Date of birth"),
    "body": gettext_lazy("Words"),
    "channel": gettext_lazy("How"),
    "confirmed_at": gettext_lazy("Confirmed"),
    "corrected_birth_date": gettext_lazy("Date that play and talking count from"),
    "door": gettext_lazy("Where"),
    "due_date": gettext_lazy("Due date"),
    "ends_at": gettext_lazy("Works until"),
    "extra": gettext_lazy("Extra messages"),
    "extra_from": gettext_lazy("From"),
    "fallback": gettext_lazy("If we have none in your language"),
    "frequency": gettext_lazy("Messages a week"),
    "gestation_weeks": gettext_lazy("Weeks at birth"),
    "instead_until": gettext_lazy("Instead of the weekly ones until"),
    "journey_state": gettext_lazy("Messages"),
    "keyword": gettext_lazy("Word you joined with"),
    "kind": gettext_lazy("Kind"),
    "known_since": gettext_lazy("Known since"),
    "language": gettext_lazy("Language"),
    "occasion": gettext_lazy("About"),
    "paused_until": gettext_lazy("Paused until"),
    "purpose": gettext_lazy("For"),
    "received_at": gettext_lazy("Came"),
    "role": gettext_lazy("You are"),
    "sent_at": gettext_lazy("Sent"),
    "slot": gettext_lazy("When in the day"),
    "spent": gettext_lazy("How many"),
    "state": gettext_lazy("State"),
    "sure_start": gettext_lazy("Sure Start"),
    "trust": gettext_lazy("Health Trust"),
    "used_at": gettext_lazy("Used"),
    "wanted": gettext_lazy("Wanted"),
    "window": gettext_lazy("From"),
    "wording": gettext_lazy("Version of the words"),
}
LANGUAGE_NAMES = {code: autonym(code) for code in LANGUAGES}
# What the codes of each name mean.
VALUES: Mapping[str, Mapping[Any, Any]] = {
    "asking": dict(Question.Asking.choices),
    "channel": dict(Journey.Channel.choices),
    "door": {
        "web": gettext_lazy("on our pages"),
        "sms": gettext_lazy("by text"),
        "email": gettext_lazy("by e-mail"),
        "staff": gettext_lazy("with help from staff"),
        "roster": gettext_lazy("from a list that staff had"),
        "provider": gettext_lazy("at your phone company"),
    },
    "extra": {track: extra.full_label for track, extra in EXTRA.items()},
    "fallback": dict(Journey.Fallback.choices),
    "journey_state": dict(Journey.State.choices),
    "kind": dict(ConsentEvent.Kind.choices) | dict(Contact.Kind.choices),
    "language": LANGUAGE_NAMES,
    "occasion": {
        **dict(Occasion.choices),
        "all": gettext_lazy("all of them"),
        "general": gettext_lazy("weeks and days for all families"),
    },
    "purpose": dict(Proof.Purpose.choices),
    "role": dict(Role.choices),
    "slot": dict(Slot.choices),
    "state": dict(Subscriber.State.choices) | dict(Child.State.choices),
    "wanted": {True: gettext_lazy("yes"), False: gettext_lazy("no")},
}
NAMED_IN_ENGLISH, THEIR_OWN = ("sure_start", "trust"), ("address", "body", "keyword", "agreed_with")
Record = list[tuple[str | Promise, str]]


def sections(copy: Mapping[str, Any]) -> list[tuple[str | Promise, list[Record]]]:
    """Each part that holds anything: its title, and its records as pairs of a label and a value."""
    found = [(title, _records(copy[name])) for name, title in SECTIONS.items()]
    return [(title, records) for title, records in found if records]


def _records(part: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[Record]:
    rows = [part] if isinstance(part, Mapping) else part
    return [record for row in rows if (record := _record(row))]


def _record(row: Mapping[str, Any]) -> Record:
    flat = dict(row)
    if child := flat.pop("child", None):  # whose state is another than that of the messages about it
        flat = {"journey_state": flat.pop("state")} | flat | child
    said = {name: value for name, value in flat.items() if name in LABELS and value not in (None, "")}
    return [(LABELS[name], _shown(name, VALUES.get(name, {}).get(value, value))) for name, value in said.items()]


def _shown(name: str, value: Any) -> str:
    """A value as the page shows it, with its language: areas are named in English, and what they typed is in any."""
    if name in NAMED_IN_ENGLISH:
        return english(value)
    return format_html('<span lang="" dir="auto">{}</span>', value) if name in THEIR_OWN else _written(value)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return spoken.moment(value, of_page().code)
    if isinstance(value, date):
        return spoken.day(value, of_page().code)
    if isinstance(value, Fragment):
        return value
    return capfirst(str(value)) if isinstance(value, Promise) else str(value)


def messages_of(copy: Mapping[str, Any]) -> str:
    """How many messages the file holds, in a line."""
    return _("%(count)s messages that we sent or planned, word for word") % {"count": len(copy["messages_to_you"])}
