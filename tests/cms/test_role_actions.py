"""What each role may do, by what has changed afterwards: buttons that are not shown can be pressed all the same."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from campaigns.models import Membership, Place
from cms.models import StaffAct, TranslatorLanguage
from directory.models import SureStart, Trust
from messages.models import Approval, Message, Translation
from tests import factories
from tests.cms import staff_kit
from tests.cms.role_kit import WEEK_6, draft, member, page_of, sent_back, signed_in, url, waiting
from tests.cms.role_table import LETTERS
from tests.factories import utc

pytestmark = pytest.mark.django_db

Action = Callable[[Client], bool]


def adds_a_message(client: Client) -> bool:
    form = client.get(url(Message, "add")).context
    told = sent_back(form["form"]) if form and "form" in form else {}
    told |= {"topic": "New", "kind": "baby_week", "number": "9", "track": "carer", "theme": "bond"}
    told |= {"no_cost_action": "Do it.", "why": "It helps.", "review_on": "2027-01-01"}
    client.post(url(Message, "add"), told | {"email-count": "0", "web-count": "0"})
    return Message.objects.filter(number=9).exists()


def _writes(client: Client, words: Message | Translation, action: str = "") -> bool:
    """As a browser of somebody who may, whoever sends it."""
    told = _form_of(words) | {"sms": "Changed"} | ({f"action-{action}": "1"} if action else {})
    client.post(url(words, "edit"), told)
    words.refresh_from_db()
    return bool(words.get_latest_revision_as_object().sms == "Changed")


def _form_of(words: Message | Translation) -> dict[str, Any]:
    """The editor's form as somebody gets it who may open everything; opened once for each kind of words."""
    kind = type(words)
    if kind not in _forms:
        root = User.objects.create_superuser("root")
        _forms[kind] = page_of(signed_in(root), words)
    own = {"message": str(words.message_id), "language": words.language} if kind is Translation else {}
    return _forms[kind] | own


_forms: dict[type[Any], dict[str, Any]] = {}


def changes_a_message(client: Client) -> bool:
    return _writes(client, draft())


def submits_a_message(client: Client) -> bool:
    message = draft()
    return _writes(client, message, "submit") and TaskState.objects.for_instance(message).exists()


def changes_a_message_in_review(client: Client) -> bool:
    return _writes(client, _submitted())


def changes_polish(client: Client) -> bool:
    return _writes(client, draft(sms="Hello", sms_pl="Witaj").translations.get())


def changes_arabic(client: Client) -> bool:
    return _writes(client, draft(sms="Hello", sms_ar="Hello").translations.get())


def turns_polish_into_arabic(client: Client) -> bool:
    polish = draft(sms="Hello", sms_pl="Witaj").translations.get()
    client.post(url(polish, "edit"), _form_of(polish) | {"language": "ar"})
    polish.refresh_from_db()
    return bool(polish.get_latest_revision_as_object().language == "ar")


def _adds(client: Client, language: str) -> bool:
    message = draft()
    told = {"topic": "T", "no_cost_action": "A", "why": "W", "sms": "S"}
    place = f"?message={message.pk}&language={language}"
    client.post(url(Translation, "add") + place, told | {"email-count": "0", "web-count": "0"})
    return bool(message.translations.filter(language=language).exists())


def adds_polish(client: Client) -> bool:
    return _adds(client, "pl")


def adds_arabic(client: Client) -> bool:
    return _adds(client, "ar")


def publishes_approved_words(client: Client) -> bool:
    message = draft()
    factories.approved(message)
    client.post(url(message, "edit"), _form_of(message) | {"action-publish": "1"})
    message.refresh_from_db()
    return bool(message.live)


def publishes_unapproved_words(client: Client) -> bool:
    message = draft()
    client.post(url(message, "edit"), _form_of(message) | {"action-publish": "1"})
    message.refresh_from_db()
    return bool(message.live)


def _submitted() -> Message:
    message = draft()
    _submit(message, member(LETTERS["A"]))
    return message


def _submit(words: Message | Translation, writer: User) -> None:
    words.sms = "Words of somebody else"
    words.save_revision(user=writer)
    words.get_workflow().start(words, writer)


def _acts(client: Client, words: Message | Translation, action: str) -> None:
    client.post(url(words, "workflow_action", action, waiting(words).pk), {"comment": "Please look again."})


def approves_english(client: Client) -> bool:
    message = _submitted()
    _acts(client, message, "approve")
    message.refresh_from_db()
    return message.live and bool(message.approved_by)


def sends_english_back(client: Client) -> bool:
    message = _submitted()
    _acts(client, message, "reject")
    return not TaskState.objects.for_instance(message).filter(status="in_progress").exists()


def _approves(client: Client, language: str) -> bool:
    words = draft(sms="Hello", **{f"sms_{language}": "Words"}).translations.get()
    _submit(words, member(LETTERS["T"], language))
    _acts(client, words, "approve")
    return Approval.objects.filter(message=words.message, language=language).exists()


def approves_polish(client: Client) -> bool:
    return _approves(client, "pl")


def approves_arabic(client: Client) -> bool:
    return _approves(client, "ar")


def _takes_back(client: Client, language: str) -> bool:
    message = factories.message(WEEK_6, sms="Hello", sms_pl="Witaj")
    approval = Approval.objects.get(message=message, language=language)
    client.post(reverse("library_take_back", args=[approval.pk]), {"why": "It has changed."})
    return Approval.objects.filter(message=message, language=language, taken_back=True).exists()


def takes_english_back(client: Client) -> bool:
    return _takes_back(client, "en")


def takes_polish_back(client: Client) -> bool:
    return _takes_back(client, "pl")


def unpublishes(client: Client) -> bool:
    message = factories.message(WEEK_6)
    client.post(reverse("impact_unpublish", args=["message", message.pk]))
    message.refresh_from_db()
    return not message.live


def locks(client: Client) -> bool:
    message = draft()
    client.post(url(message, "lock"))
    message.refresh_from_db()
    return bool(message.locked)


def unlocks(client: Client) -> bool:
    message = draft()
    Message.objects.filter(pk=message.pk).update(locked=True, locked_at=utc("2026-06-01 09:00"))
    client.post(url(message, "unlock"))
    message.refresh_from_db()
    return not message.locked


def deletes_a_message(client: Client) -> bool:
    message = draft()
    client.post(reverse("impact_delete", args=["message", message.pk]))
    return not Message.objects.filter(pk=message.pk).exists()


def adds_a_place(client: Client) -> bool:
    told = {"name": "Oak", "kind": "library", "keyword": "OAKTREE", "is_open": "on"}
    client.post(reverse("wagtailsnippets_campaigns_place:add"), told | {"sure_start": str(_colin().pk)})
    return Place.objects.filter(keyword="OAKTREE").exists()


def says_who_works_where(client: Client) -> bool:
    other = member(LETTERS["S"])
    where = reverse("wagtailsnippets_campaigns_membership:add")
    client.post(where, {"user": str(other.pk), "sure_start": str(_colin().pk)})
    return Membership.objects.filter(user=other).exists()


def _colin() -> SureStart:
    return SureStart.objects.get(name="Colin")


def adds_a_trust(client: Client) -> bool:
    client.post(reverse("wagtailsnippets_directory_trust:add"), {"name": "New Trust"})
    return Trust.objects.filter(name="New Trust").exists()


def signs_a_parent_up(client: Client) -> bool:
    staff_kit.sign_up(client)
    return StaffAct.objects.exists()


def stops_for_a_parent(client: Client) -> bool:
    staff_kit.stop(client, "stop")
    return StaffAct.objects.exists()


def gives_a_language(client: Client) -> bool:
    other = member(LETTERS["T"])
    where = reverse("wagtailsnippets_cms_translatorlanguage:add")
    client.post(where, {"user": str(other.pk), "language": "lt"})
    return TranslatorLanguage.objects.filter(user=other).exists()


def makes_a_user(client: Client) -> bool:
    told = {"username": "newcomer", "email": "new@hope.example", "first_name": "New", "last_name": "Comer"}
    told |= {"password1": "a long enough one", "password2": "a long enough one", "is_active": "on"}
    client.post(reverse("wagtailusers_users:add"), told)
    return User.objects.filter(username="newcomer").exists()


# The translator and the language reviewer were given Polish.
MAY: Mapping[Action, str] = {
    adds_a_message: "APD",
    changes_a_message: "APD",
    submits_a_message: "APD",
    changes_a_message_in_review: "C",
    adds_polish: "TPD",
    adds_arabic: "PD",
    changes_polish: "TPD",
    changes_arabic: "PD",
    turns_polish_into_arabic: "",
    publishes_approved_words: "PD",
    publishes_unapproved_words: "",
    approves_english: "C",
    sends_english_back: "C",
    approves_polish: "CL",
    approves_arabic: "C",
    takes_english_back: "CD",
    takes_polish_back: "CLD",
    unpublishes: "PD",
    locks: "APD",
    unlocks: "PD",
    deletes_a_message: "D",
    adds_a_place: "OSD",
    says_who_works_where: "D",
    adds_a_trust: "PD",
    signs_a_parent_up: "SD",
    stops_for_a_parent: "SD",
    gives_a_language: "D",
    makes_a_user: "D",
}


@pytest.mark.parametrize("letter", LETTERS)
def test_role_may_do_what_the_table_says(letter: str, settings: Any) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"  # nobody is signed up at night
    user = member(LETTERS[letter], *(["pl"] if letter in "TL" else []))
    if letter == "S":
        Membership.objects.create(user=user, sure_start=_colin())
    client = signed_in(user)
    done = {}
    for action in MAY:
        with transaction.atomic():
            done[action.__name__] = action(client)
            transaction.set_rollback(True)
    assert done == {action.__name__: letter in letters for action, letters in MAY.items()}
