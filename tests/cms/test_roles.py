"""What each role may open and do: the whole table, for every screen of the admin that is ours."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Revision

from campaigns.models import Campaign, Mailing, Membership, Observance, Place
from cms.models import TranslatorLanguage
from delivery.models import Nudge, Recall, Status, Urgency
from directory.models import Service, SureStart, Trust
from messages.models import Approval, Message, Translation
from messages.stages import Stage, StageKind
from messages.words import Words
from tests import factories
from tests.campaigns.event_kit import event
from tests.campaigns.kit import FIRST, LAST, week
from tests.campaigns.kit import mailing as kit_mailing
from tests.cms.role_kit import colleague, member, save, signed_in, waiting
from tests.cms.role_table import LETTERS, WAGTAILS, decided
from tests.cms.staff_kit import NOON
from tests.messages.format_kit import easy_read

pytestmark = pytest.mark.django_db

OURS = ("cms", "scheduler", "portal", "campaigns", "delivery", "messages", "directory", "outcomes")
SNIPPETS = ("wagtailsnippets_", "wagtailsnippetchoosers_")
REVIEWING = ("workflow_action", "collect_workflow_action_data", "workflow_preview", "workflow_history_detail")
CAMPAIGN = {"title": "A", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 1)}
A_DAY = {
    "name": "A",
    "starts_on": date(2026, 1, 1),
    "ends_on": date(2026, 1, 1),
    "source": "A",
    "checked_on": NOON.date(),
}
Found = tuple[str, dict[str, Any]]  # an address's name, and what it needs to know


def walk(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern.url_patterns, inner)
        else:
            yield ":".join((*spaces, pattern.name or "")), pattern


def is_ours(name: str, pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return name.startswith(SNIPPETS) or view.__module__.partition(".")[0] in OURS


def addresses() -> dict[str, list[str]]:
    """Every address of the admin that is ours, by name, and the names of what it needs to know."""
    admin = next(x for x in get_resolver().url_patterns if isinstance(x, URLResolver) and str(x.pattern) == "admin/")
    found = {name: pattern for name, pattern in walk(admin.url_patterns) if is_ours(name, pattern)}
    return {name: list(pattern.pattern.regex.groupindex) for name, pattern in found.items()}


def in_polish(of: Message) -> Translation:
    return factories.translation(of, "pl")


def rows() -> dict[str, Any]:
    """A row for each kind of screen, by its namespace; "reviewed" ones wait for approval."""
    message = factories.message(Stage(StageKind.BABY_WEEK, 6), sms="Hello", sms_pl="Witaj")
    reviewed = factories.message(Stage(StageKind.BABY_WEEK, 7), sms="Hello", sms_pl="Witaj")
    translator = member(LETTERS["T"], "pl")
    save(colleague(LETTERS["A"]), reviewed, "submit", sms="Hello again")
    save(signed_in(translator), in_polish(reviewed), "submit", sms="Witaj znowu")
    for words in (message, in_polish(message)):
        words.save_revision().publish()
        easy_read(words)
    trust = Trust.objects.get_or_create(name="A Trust")[0]
    sure_start = SureStart.objects.create(name="A", trust=trust)
    day = date(2026, 1, 1)
    service = Service.objects.create(code="a-line", name="A line", source="A page", checked_on=day, review_by=day)
    return {
        "library_message": (message, reviewed),
        "library_translation": (in_polish(message), in_polish(reviewed)),
        "directory_service": (service, service),
        "directory_surestart": (sure_start, sure_start),
        "directory_trust": (trust, trust),
        "campaigns_place": (Place.objects.create(name="A", keyword="OAKTREE", sure_start=sure_start),) * 2,
        "campaigns_observance": (Observance.objects.create(**A_DAY),) * 2,
        "campaigns_membership": (Membership.objects.create(user=translator, trust=trust),) * 2,
        "cms_translatorlanguage": (TranslatorLanguage.objects.get(user=translator),) * 2,
        "event": event(sure_start=sure_start),
    }


def filled_in(name: str, needs: list[str], known: dict[str, Any]) -> str:
    """The address of a screen, of a row that exists."""
    namespace, _, screen = name.partition(":")
    for prefix in SNIPPETS:
        namespace = namespace.removeprefix(prefix)
    if namespace not in known:
        return reverse(name, kwargs=_about(name, needs, known))
    row = known[namespace][screen in REVIEWING]
    found: dict[str, Any] = {"pk": row.pk}
    if isinstance(row, Words):
        found |= {"revision_id": Revision.objects.for_instance(row).latest("pk").pk, "action_name": "approve"}
        found |= {"revision_id_a": "earliest", "revision_id_b": "latest"}
        if screen in REVIEWING:
            state = waiting(row)
            found |= {"task_state_id": state.pk, "task_id": state.task_id, "workflow_state_id": state.workflow_state_id}
    return reverse(name, kwargs={key: found[key] for key in needs})


def _about(name: str, needs: list[str], known: dict[str, Any]) -> dict[str, Any]:
    """What a page of our own is about: a message, unless its name says something else."""
    if name.startswith(("campaign_mailing", "campaign_sending")):
        return _about_campaign(name, needs)
    message = known["library_message"][0]
    others: dict[str, Any] = {
        "library_take_back": Approval.objects.filter(language="en")[0],
        "check_service": known["directory_service"][0],
        "unknown_sending": _unknown(),
        "recall_decide": Recall.objects.get_or_create(message=message, why="Wrong.", defaults={"asked_at": NOON})[0],
    }
    others |= {f"events_{screen}": known["event"] for screen in ("look", "edit", "copy", "cancel")}
    if name.startswith(("campaign", "pack")):
        others[name] = Campaign.objects.get_or_create(slug="a", defaults=CAMPAIGN)[0]
    found: dict[str, Any] = {"pk": others.get(name, message).pk, "revision": message.latest_revision_id}
    found |= {"language": "en", "name": "calendar.ics"}
    found["format"] = "large-print" if name == "formats_file" else "easy-read"
    return {key: found.get(key, "message") for key in needs}


def _unknown() -> Nudge:
    """An answer to a parent, whose end nobody knows."""
    about = {"channel": "sms", "urgency": Urgency.REPLY, "due_at": NOON, "expires_at": NOON, "submitted_at": NOON}
    return Nudge.objects.get_or_create(key="answer:1", defaults={"status": Status.UNKNOWN, **about})[0]


def _about_campaign(name: str, needs: list[str]) -> dict[str, Any]:
    """A mailing of the region's, and a local copy of its campaign."""
    campaign = Campaign.objects.filter(inherits=None).first() or week()
    made = Mailing.objects.filter(campaign=campaign).first() or kit_mailing(campaign)
    area = SureStart.objects.all()[0]
    copy = Campaign.objects.get_or_create(
        inherits=campaign, sure_start=area, defaults={"slug": "c", "starts_on": FIRST, "ends_on": LAST}
    )[0]
    is_of_campaign = name in ("campaign_mailing_add", "campaign_sending", "campaign_sending_now")
    found = {"pk": campaign.pk if is_of_campaign else made.pk, "copy": copy.pk, "language": "pl", "mode": "sms"}
    return {key: found[key] for key in needs}


def is_opened(client: Client, address: str) -> bool:
    """Wagtail sends those who may not to the admin's front page."""
    answer = client.get(address)
    if answer.status_code == 302:
        return answer.headers["Location"].partition("?")[0] not in (reverse("wagtailadmin_home"), "/admin/login/")
    assert answer.status_code in (200, 403, 405), (address, answer.status_code)
    return answer.status_code != 403


@pytest.fixture(autouse=True)
def _any_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a preview shows is not asked here."""
    monkeypatch.setattr(Words, "serve_preview", lambda *_args: HttpResponse("preview"))


def test_every_screen_is_open_to_those_who_need_it_and_to_nobody_else() -> None:
    names = addresses()
    known = rows()
    places = {name: filled_in(name, needs, known) for name, needs in names.items()}
    places |= {name: reverse(name) for name in WAGTAILS}
    opened = dict.fromkeys(places, "")
    for letter, role in LETTERS.items():
        user = member(role, *(["pl"] if letter in "TL" else []))
        if letter == "S":  # the rows are of their area
            Membership.objects.create(user=user, sure_start=known["directory_surestart"][0])
        client = signed_in(user)
        for name, place in places.items():
            opened[name] += letter if is_opened(client, place) else ""
    assert opened == {name: decided(name) for name in names} | dict(WAGTAILS)


def test_nobody_is_let_in_without_signing_in() -> None:
    known = rows()
    for name, needs in addresses().items():
        answer = Client().get(filled_in(name, needs, known))
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/admin/login/"), name


def test_other_languages_are_shut_to_translators_and_their_reviewers() -> None:
    known = rows()
    shut = []
    clients = [colleague(LETTERS[letter], "ar") for letter in "TL"]
    for name, needs in addresses().items():
        if name.startswith("wagtailsnippets_library_translation:") and "pk" in needs:
            shut += [name for client in clients if is_opened(client, filled_in(name, needs, known))]
    assert shut == []
    listed = [client.get(reverse("wagtailsnippets_library_translation:list")) for client in clients]
    assert [list(answer.context["object_list"]) for answer in listed] == [[], []]
