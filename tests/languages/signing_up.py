"""Every step of the sign-up, through every door."""

import re
from typing import Any
from unittest import mock

from directory.models import SureStart
from portal import invitations, proving
from portal.proving import Outcome
from subscribers.phone import normalise
from tests import factories
from tests.languages.visits import Book, Browser
from tests.languages.world import DUE, NOW
from tests.portal.sign_up.parent import ANSWERS, last_to

WRONG: dict[str, list[dict[str, str]]] = {
    "baby": [{"here": "perhaps"}],
    "when": [{"when": text} for text in ("soon", "31 February", "14 March 2031", "born on 3 May", "our baby died")],
    "early": [
        {"early": "yes"},
        {"early": "yes", "weeks": "99"},
        {"early": "yes", "weeks": "many"},
        {"early": "maybe"},
    ],
    "you": [{"role": "neighbour"}],
    "language": [{"language": "klingon"}, {"language": "pl", "fallback": "klingon"}],
    "how": [
        {"channel": "pigeon"},
        {"channel": "email", "email": "nobody"},
        {"channel": "email", "email": ""},
        {"channel": "email", "email": "a" * 400},
        *({"channel": "sms", "phone": phone} for phone in ("", "abc", "123", "028 9024 0000", "+1 212 555 0100")),
        {"channel": "sms", "phone": "07700 900123" * 9},
    ],
    "time": [{"slot": "midnight"}],
    "area": [
        *({"district": near, "place": "none"} for near in ("here", "BT7", "BT8", "BT8" * 9)),
        {"place": "s0"},
        {"district": "BT1"},
    ],
}
BORN_WRONG = [{"when": text} for text in ("soon", "31 February", "14 March 2020", "14 March 2027", "due 14 March")]
PHONE, MAIL = "07700 900123", "parent@hope.example"


def walk(book: Book, language: str) -> None:
    """`language` is a code of the table; messages come in it."""
    _in_full(book, language)
    _born_too_early(book, language)
    _by_link(book, language)
    _invited(book, language)
    _too_late(book)


def _answers(browser: Browser, language: str, *, wrong: bool = False, **changes: dict[str, str]) -> None:
    own = {"language": {"language": language, "fallback": "en"}}
    browser.sends("join")
    for step, data in (ANSWERS | own | changes).items():
        if wrong:
            browser.tries("join-step", step, wrong=WRONG[step])
        browser.sends("join-step", step, **data)


def _in_full(book: Book, language: str) -> None:
    browser = book.browser()
    browser.opens("join")
    browser.opens("at", "OAKLIBRARY")
    browser.opens("join", query="?at=OAKLIBRARY")
    browser.opens("join-check")  # nothing has begun
    browser.opens("join-step", "nothing")
    _answers(browser, language, wrong=True)
    browser.opens("join")
    browser.opens("join-check")
    browser.sends("join-check")
    for code in ("", "123", "9" * 30, *("1",) * 5):
        browser.sends("join-code", code=code)
    browser.sends("join-code", another="yes")
    browser.opens("join-code")
    browser.sends("join-code", code=_code_to(normalise(PHONE)))
    browser.opens("join-done")


def _born_too_early(book: Book, language: str) -> None:
    browser = book.browser()
    browser.sends("join")
    browser.sends("join-step", "baby", here="yes")
    browser.tries("join-step", "when", wrong=BORN_WRONG)
    browser.sends("join-step", "when", when="6 weeks old")
    browser.tries("join-step", "early", wrong=WRONG["early"])
    phone = {"channel": "both", "phone": "07700 900124", "email": "both@hope.example"}
    rest: dict[str, Any] = {
        "early": {"early": "yes", "weeks": "32"},
        "you": {"role": "kinship_carer"},
        "how": phone,
        "area": {"district": "BT7", "place": f"s{_first_sure_start()}"},
    }
    _answers(browser, language, baby={"here": "yes"}, when={"when": "6 weeks old"}, **rest)
    browser.opens("join-check")
    browser.sends("join-check")
    browser.sends("join-code", code=_code_to(normalise(phone["phone"])))
    link = _link_to(phone["email"])
    other = book.browser()
    other.get(link)
    other.post(link)


def _first_sure_start() -> int:
    return SureStart.objects.get(districts="BT7").pk


def _by_link(book: Book, language: str) -> None:
    browser = book.browser()
    _answers(browser, language, how={"channel": "email", "phone": "", "email": MAIL}, time={"slot": "evening"})
    browser.opens("join-check")
    browser.sends("join-check")
    browser.opens("join-sent")
    link = _link_to(MAIL)
    browser.get(link)
    browser.post(link)
    browser.get(link)  # it is used up
    for _ in range(9):
        browser.sends("join-check")  # until it is too often


def _invited(book: Book, language: str) -> None:
    person = factories.subscriber()
    child = factories.expecting(DUE)
    factories.journey(child, person, language=language)
    key = re.split("/", invitations.invite(person, child, NOW).rstrip("/"))[-1]
    browser = book.browser()
    browser.opens("invited", key)
    browser.sends("invited", key)
    for step in ("you", "language", "how", "time", "area"):
        data = ANSWERS[step] | ({"phone": "07700 900125"} if step == "how" else {})
        browser.sends("join-step", step, **data)
    browser.opens("join-check")
    browser.sends("join-check")
    browser.sends("join-code", code=_code_to("+447700900125"))
    browser.opens("invited", key)  # nobody else can


def _too_late(book: Book) -> None:
    """A stop came at the very moment of the yes; the link that was used, or is too old, has its own page above."""
    browser = book.browser()
    _answers(browser, "en", how={"channel": "email", "phone": "", "email": "late@hope.example"})
    browser.sends("join-check")
    with mock.patch.object(proving, "hear_link", return_value=Outcome.STOPPED):
        browser.post(_link_to("late@hope.example"))


def _code_to(address: str) -> str:
    found = re.search(r"\d{7}", last_to(address).text)
    assert found
    return found[0]


def _link_to(address: str) -> str:
    found = re.search(r"http://localhost:8000(/\S+)", last_to(address).text)
    assert found
    return found[1]
