"""Colleagues with a role, and what they do in the editor, as their browser would."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from cms.models import TranslatorLanguage
from messages.models import AnyWords, Message
from messages.stages import Stage, StageKind
from tests import factories

WEEK_6 = Stage(StageKind.BABY_WEEK, 6)
STREAMS = ("email", "web")


def member(role: str, *languages: str, name: str = "Ann Example") -> User:
    """Somebody with this role, and with these languages."""
    first, last = name.split()
    user = User.objects.create_user(f"user{User.objects.count()}", first_name=first, last_name=last)
    user.groups.add(Group.objects.get(name=role))
    TranslatorLanguage.objects.bulk_create(TranslatorLanguage(user=user, language=x) for x in languages)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def colleague(role: str, *languages: str, name: str = "Ann Example") -> Client:
    """The browser of somebody with this role."""
    return signed_in(member(role, *languages, name=name))


def draft(**details: Any) -> Message:
    """A message that nobody has approved or published, in any language."""
    made = factories.message(WEEK_6, **{"sms": "Hum a little song."} | details)
    made.approvals.all().delete()
    for words in (made, *made.translations.all()):
        words.live = False
        words.save()
    return made


def url(words: AnyWords | type[AnyWords], view: str, *more: object) -> str:
    """The address of one of its screens."""
    name = words.snippet_viewset.get_url_name(view)
    return reverse(name, args=((words.pk, *more) if not isinstance(words, type) else more))


def page_of(client: Client, words: AnyWords) -> dict[str, Any]:
    """All that the editor's form holds when it is opened, as a browser would send it back."""
    answer = client.get(url(words, "edit"))
    assert answer.status_code == 200, answer
    return sent_back(answer.context["form"])


def sent_back(form: Any) -> dict[str, Any]:
    """What a form holds. The letters are written without blocks."""
    found: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if name in STREAMS:
            found[f"{name}-count"] = "0"
        elif isinstance(value, datetime):
            found[form.add_prefix(name)] = value.strftime("%Y-%m-%d %H:%M")
        elif value not in (None, False):
            found[form.add_prefix(name)] = str(value)
    return found


def save(client: Client, words: AnyWords, action: str = "", **changes: str) -> HttpResponse:
    """Open the editor, change something, and save, submit or publish it."""
    told = page_of(client, words) | changes
    if action in ("submit", "publish"):
        told[f"action-{action}"] = "1"
    elif action:
        told |= {"action-workflow-action": "1", "workflow-action-name": action}
    return client.post(url(words, "edit"), told, follow=True)  # type: ignore[return-value] # it is one


def waiting(words: AnyWords) -> TaskState:
    """The step that its words wait for."""
    found: TaskState = TaskState.objects.for_instance(words).filter(status="in_progress").get()
    return found


def act(client: Client, words: AnyWords, action: str, comment: str = "") -> HttpResponse:
    """Approve the words, or send them back, without the editor: as from the admin's front page."""
    where = url(words, "workflow_action", action, waiting(words).pk)
    return client.post(where, {"comment": comment}, follow=True)  # type: ignore[return-value] # it is one


def said(answer: Any) -> list[str]:
    """What a page says at its top."""
    return [str(message).strip() for message in answer.context["messages"]]
