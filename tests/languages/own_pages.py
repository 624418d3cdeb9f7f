"""A parent's own page in every state, with every form on it."""

from datetime import timedelta
from typing import Any

from delivery.models import Status, Urgency
from delivery.tokens import stop_token
from messages.models import Message
from portal import invitations, loss, proofs, questions
from portal.models import Question
from portal.own_choices import CHOICES
from portal.sign_up import Answers
from subscribers import children, consent, tracks
from subscribers.models import Journey, Role, Subscriber
from tests import factories
from tests.languages.visits import Book, Browser
from tests.languages.world import BORN, DUE, NOW, english
from tests.portal import own_page

OF_A_CHILD: dict[str, list[dict[str, Any]]] = {
    "due": [{"when": text} for text in ("soon", "31 February", "1 May 2020", "14 March 2031", "in despair")],
    "born": [{"when": text} for text in ("soon", "14 March 2027", "1 May 2020", "3 May", "our baby died")],
    "early": [{"weeks": text} for text in ("many", "2", "99")],
    "invite": [],
    "extra": [{"tracks": ["nothing"]}, {"feeding": "nothing"}, {"tracks": ["low", "young", "multiples"]}],
    "loss": [],
}


def walk(book: Book, language: str) -> None:
    """`language` is a code of the table."""
    _asking_for_it(book, language)
    _expecting(book, language)
    _with_a_baby(book, language)
    _after_a_loss(book, language)
    _twins_and_another(book, language)
    _stopping_and_erasing(book, language)
    _by_the_link_of_an_email(book)


def _parent(language: str, **details: object) -> Subscriber:
    person = factories.subscriber(email=bool(details.pop("email", True)))
    factories.journey(factories.expecting(DUE), person, language=language, fallback="en", **details)
    return person


def _visiting(book: Book, person: Subscriber) -> Browser:
    browser = book.browser()
    browser.get(own_page.link_of(person))
    return browser


def _change(browser: Browser, name: str, journey: Journey, data: dict[str, Any]) -> None:
    browser.tries(f"preferences-{name}", journey.pk, wrong=OF_A_CHILD[name])
    browser.sends(f"preferences-{name}", journey.pk, **data)
    browser.opens("preferences")


def _asking_for_it(book: Book, language: str) -> None:
    browser = book.browser()
    for contact in _parent(language).contacts.all():
        browser.sends("preferences-ask", address=contact.address)
    by_email = factories.subscriber(sms=False, email=True)
    factories.journey(factories.expecting(DUE), by_email, language=language, channel="email")
    theirs = _visiting(book, by_email)
    theirs.tries("preferences-another", wrong=[{"address": "more@hope.example"}])
    theirs.sends("preferences-another", address="07700 900999")
    wrong = [{"address": text} for text in ("nobody", "a@b", "028 9024 0000", "+1 212 555 0100", "a" * 300, "07700")]
    browser.tries("preferences-ask", wrong=wrong)
    for _ in range(5):
        browser.sends("preferences-ask", address="nobody@hope.example")
    browser.opens("preferences")  # closed
    browser.opens("preferences-open", "no-such-link")


def _expecting(book: Book, language: str) -> None:
    person = _parent(language)
    journey = person.journeys.get()
    browser = _visiting(book, person)
    browser.opens("preferences")
    for name, choice in CHOICES.items():
        browser.tries("preferences-change", name, wrong=[{name: "nothing"}])
        for value, _label in choice.options(person):
            browser.sends("preferences-change", name, **{name: str(value)})
    Journey.objects.filter(pk=journey.pk).update(language=language, frequency=1, channel="sms", slot="morning")
    browser.sends("preferences-change", "sure_start", sure_start=str(_first_area(person)))
    _change(browser, "due", journey, {"when": "20 March"})
    browser.tries("preferences-pause", wrong=[{"days": "5"}])
    browser.sends("preferences-pause", days="7")
    browser.sends("preferences-go-on")
    browser.tries("preferences-campaigns", wrong=[{"campaigns": "nothing", "without": ["nothing"]}])
    browser.sends("preferences-campaigns", campaigns="only", without=["mothers_day"])
    browser.opens("preferences-campaigns")
    _change(browser, "extra", journey, {"tracks": ["low"], "feeding": "feeding_mixed"})
    browser.tries("preferences-add", wrong=[{"when": "soon"}, {"when": "12 weeks"}, {"when": "our baby died"}])
    browser.sends("preferences-add", when="3 May 2025")
    for name in ("another", "calendar", "data", "stop", "erase", "past"):
        browser.opens(f"preferences-{name}")
    _change(browser, "invite", journey, {})
    _change(browser, "born", journey, {"when": "yesterday"})
    browser.sends("preferences-leave-page")


def _first_area(person: Subscriber) -> object:
    return CHOICES["sure_start"].options(person)[1][0]


def _with_a_baby(book: Book, language: str) -> None:
    """With all that can be kept of somebody, and with messages that came."""
    person = factories.subscriber()
    journey = factories.journey(factories.baby(BORN, 30), person, language=language, role=Role.MOTHER, fallback="en")
    contact = person.contacts.get()
    tracks.follow(journey, "neonatal", NOW)
    invitations.invite(person, journey.child, NOW)
    proofs.text_code(contact, proofs.Purpose.JOIN, Answers(), NOW)
    questions.ask(contact, Question.Asking.WHEN, Answers(language=language), NOW)
    contact.inbound.create(provider_id=f"SM{person.pk}", body=english("Words that were texted"), received_at=NOW)
    _came(journey, 12)
    browser = _visiting(book, person)
    for name in ("", "data", "past"):
        browser.opens(f"preferences{name and '-'}{name}")
    browser.opens("preferences-past", query="?page=2")
    browser.tries("preferences-another", wrong=[{"address": text} for text in ("nobody", "07700 900111", "a@b")])
    browser.sends("preferences-another", address="another@hope.example")
    browser.opens("preferences-extra", journey.pk)
    browser.sends("preferences-extra", journey.pk, home="1")
    _change(browser, "early", journey, {"weeks": "31"})
    _change(browser, "born", journey, {"when": "4 May"})
    browser.sends("preferences-campaigns", campaigns="everything")


def _came(journey: Journey, count: int) -> None:
    for number, message in enumerate(Message.objects.all()[:count]):
        at = NOW - timedelta(days=number)
        details = {"due_at": at, "expires_at": at, "submitted_at": at, "status": Status.DELIVERED}
        journey.nudges.create(
            message=message,
            channel="sms",
            key=f"came:{journey.pk}:{number}",
            urgency=Urgency.STAGE,
            text=english("Ring 0808 808 8000"),
            language="en",
            **details,
        )


def _after_a_loss(book: Book, language: str) -> None:
    person = _parent(language)
    factories.journey(factories.baby(BORN), person, language=language)
    journey = person.journeys.order_by("pk")[0]
    browser = _visiting(book, person)
    browser.opens("preferences-loss", journey.pk)
    browser.sends("preferences-loss", journey.pk)
    for name in ("", "others", "campaigns", "after-loss"):
        browser.opens(f"preferences{name and '-'}{name}")
    waiting = person.journeys.exclude(pk=journey.pk).get()
    browser.sends("preferences-others", journey=str(waiting.pk))
    browser.opens("preferences-others")
    browser.tries("preferences-campaigns", wrong=[{"week": ["nothing"], "others": ["nothing"]}])
    browser.sends("preferences-campaigns", week=["baby_loss"])
    children.report_loss(waiting.child)
    for care in (False, True):
        if care:
            children.ask_for_care(person.pk, NOW)
        browser.opens("preferences-campaigns")
        browser.opens("preferences")


def _twins_and_another(book: Book, language: str) -> None:
    """Of several children who are left, they say which."""
    person = _parent(language)
    for born in (BORN, BORN - timedelta(days=700)):
        factories.journey(factories.baby(born), person, language=language)
    browser = _visiting(book, person)
    browser.opens("preferences")
    loss.report(person, NOW)
    browser.opens("preferences-others")
    browser.opens("preferences")


def _stopping_and_erasing(book: Book, language: str) -> None:
    person = _parent(language)
    browser = _visiting(book, person)
    browser.sends("preferences-stop")
    browser.opens("preferences")
    browser.opens("preferences-data")
    browser.sends("preferences-erase")
    paused = _parent(language)
    consent.agree(paused.pk, "web", NOW)
    Journey.objects.filter(subscriber=paused).update(role=Role.GRANDPARENT)
    _visiting(book, paused).opens("preferences")


def _by_the_link_of_an_email(book: Book) -> None:
    person = _parent("en")
    factories.journey(factories.baby(BORN), person)
    browser, token = book.browser(), stop_token(person.pk)
    for name in ("stop", "stop-loss"):
        browser.opens(name, token)
        browser.opens(name, "1:forged")
    browser.sends("stop-loss", token)
    browser.sends("stop", token)
    browser.sends("stop-why", token, why="nothing")
    browser.sends("stop-why", token, why="other")
