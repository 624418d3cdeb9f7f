"""The conversation by text, with every answer that there is; and what goes out to phones and mailboxes by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from unittest import mock

from django.contrib.auth.models import User
from django.utils import translation

from campaigns import calling_off
from campaigns.models import Event
from delivery.channels import mime
from delivery.models import Nudge, Status, Urgency
from delivery.tokens import stop_url
from directory.models import Service
from languages.table import Language, interface
from messages.models import Message
from portal import chores, conversation, helping
from portal.sign_up import Answers
from subscribers.models import Journey, Subscriber
from tests import factories
from tests.languages.world import BORN, DUE, NOW
from tests.portal.phone import Phone

WHEN = ("soon", "31 February", "14 March 2031", "20 weeks", "perhaps", "1", "perhaps", "granny", "yes")
# What somebody says who has joined, whatever is open; each line is one person.
EXPECTING = (
    (
        "JOIN",
        "due",
        "lang {own}",
        "due 20 March",
        "20 March",
        "perhaps",
        "no",
        "21 March",
        "yes",
        "3 November",
        "perhaps",
        "no",
    ),
    (
        "3 November",
        "yes",
        "thanks",
        "born",
        "JOIN",
        "STOP",
        "because too many",
        "START",
        "perhaps",
        "no",
        "START",
        "yes",
    ),
    ("born", "soon", "31 February", "yesterday", "born yesterday", "dad", "lang", "lang klingon"),
    ("later", "pause", "pause 9 years", "START", "more", "less", "only", "all", "dad", "help", "I want to die"),
    ("LOSS", "CARE", "START", "only", "all", "loss", "something else"),
    ("my baby died and I want to die", "care"),
)
_times = count(0)


def heard(language: Language) -> Iterator[str]:
    """Every answer in this language."""
    for lines in EXPECTING:
        yield from _said(_parent(language), tuple(line.format(own=language.name) for line in lines))
    yield from _said(_parent(language, channel="email"), ("more",))
    yield from _said(_parent(language), ("",))
    several = _parent(language)
    factories.journey(factories.baby(BORN), several, language=language.code)
    factories.journey(factories.baby(BORN - timedelta(days=700)), several, language=language.code)
    yield from _said(several, ("LOSS", "START", "perhaps", "1"))
    yield from _of_strangers(language)
    with mock.patch.object(Service.objects, "filter", return_value=Service.objects.none()):
        yield from _said(_parent(language), ("help",))
    with mock.patch.object(conversation, "_answer", side_effect=ValueError):
        yield from _said(_parent(language), ("something",))


def _of_strangers(language: Language) -> Iterator[str]:
    """They have no language yet: they ask for it first."""
    speaks = f"lang {language.name}"
    answers: tuple[tuple[str, ...], ...] = (
        (f"{speaks} only", "14 March", "1", "yes"),
        ("14 March", "1", "no"),
        ("20 weeks", "2", "granny", "yes"),
        ("6 weeks old", "granny", "what?"),
    )
    for when in answers:
        said = list(_said(None, ("JOIN", speaks, *when)))
        yield from said[1:]
    yield from list(_said(None, ("JOIN", speaks, *WHEN)))[1:]


def _said(person: Subscriber | None, lines: tuple[str, ...]) -> Iterator[str]:
    number = person.contacts.get(kind="sms").address if person else f"+447700900{factories.number()}"
    phone = Phone(NOW, number)
    for line in lines:
        if answer := phone.say(line, NOW + timedelta(minutes=20 * next(_times))):
            yield answer


def _parent(language: Language, **details: str) -> Subscriber:
    person = factories.subscriber(email=True)
    factories.journey(factories.expecting(DUE), person, language=language.code, **details)
    return person


def by_itself(language: Language, user: User) -> Iterator[Nudge]:
    """What goes out without their having said anything just now: staff's question, a reminder, an event called off."""
    before = Nudge.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for send in (_staff_ask, _remind, lambda one: _call_off(one, user)):
        send(language)
    yield from Nudge.objects.filter(pk__gt=before, message=None).exclude(text="")


def _staff_ask(language: Language) -> None:
    with translation.override(interface(language.code)):
        plain = Answers(role="mother", language=language.code, agreed_with="⟪Ann⟫")
        for answers, key in ((replace(plain, due_date=DUE), "a"), (replace(plain, birth_date=BORN), "b")):
            helping.ask_to_confirm(f"+447700900{factories.number()}", answers, f"{key}1", "visitor", NOW)
            helping.ask_to_confirm(f"{key}@hope.example", answers, f"{key}2", "visitor", NOW)


def _remind(language: Language) -> None:
    list(_said(None, ("JOIN", f"lang {language.name}")))
    chores.remind(NOW + timedelta(days=6))


def _call_off(language: Language, user: User) -> None:
    message = Message.objects.order_by("pk").first()
    event = Event.objects.filter(cancelled_at=None).order_by("-ends_at").first()
    assert message
    assert event
    Message.objects.filter(pk=message.pk).update(sms=f"{{event-{event.pk}.line}}")
    for channel in ("sms", "email"):
        journey = _parent(language, channel=channel).journeys.get()
        _went_out(message, journey, channel)
    calling_off.cancel(event, user, NOW)


def _went_out(message: Message, journey: Journey, channel: str) -> None:
    details = {"status": Status.SENT, "urgency": Urgency.STAGE, "due_at": NOW, "expires_at": NOW}
    Nudge.objects.create(message=message, journey=journey, channel=channel, key=f"{journey}{channel}", **details)


def letter(nudge: Nudge) -> tuple[str, str, str, str]:
    """An e-mail as it goes out: its subject, its plain part, its HTML, and its Content-Language."""
    parcel = factories.parcel(
        "email",
        subject=nudge.subject,
        text=nudge.text,
        language=nudge.language,
        stop_url=stop_url(nudge.contact.subscriber_id if nudge.contact else 1),
    )
    made = mime.build(parcel)
    return str(made.subject), str(made.body), str(made.alternatives[0][0]), made.extra_headers["Content-Language"]
