"""Somebody of another area sees nothing and does nothing, at any address of the admin; nobody has to list them here.

The rows of an area have unmistakable words and one id. Every address is asked for, with that id wherever it takes one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict

from cms.owned import OwnedViewSet
from directory.models import SureStart
from tests.cms import areas_kit as kit
from tests.cms.areas_kit import MARK, QUERY, ROW
from tests.cms.role_kit import sent_back, signed_in

pytestmark = pytest.mark.django_db

NO_FORM = ":create"  # of Wagtail's choosers: it breaks on what is sent when there is nothing to fill in
READABLE = ("text/", "application/json", "application/javascript")


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture
def alpha() -> SureStart:
    """The area whose rows are looked for."""
    return kit.sure_start("Alpha", ROW)


@pytest.fixture
def beta() -> SureStart:
    return kit.sure_start("Beta", ROW + 1)


def browser(*areas: SureStart) -> Client:
    """Of somebody who leads these; an address that breaks answers 500."""
    client = signed_in(kit.lead(*areas))
    client.raise_request_exception = False
    return client


def tells(answer: Any) -> bool:
    """Whether anything of the area's words is in an answer, its headers included."""
    told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return MARK in told.lower() or MARK in str(answer.headers).lower().encode()


def is_sealed(answer: Any) -> bool:
    """Whether an answer is a file that cannot be searched, such as a PDF or a picture."""
    return answer.status_code == 200 and not answer.headers.get("Content-Type", "").startswith(READABLE)


def got(client: Client) -> Iterator[tuple[str, str, Any]]:
    """Every address, in every way in which it can be asked for; Wagtail's own under no name."""
    for name, ours, places in kit.addresses():
        for place in places:
            for address in kit.asked(place, ours=ours):
                with transaction.atomic():
                    answer = client.get(address)
                    transaction.set_rollback(True)
                assert answer.status_code != 500 or not ours, address
                yield name if ours else "", address, answer


def test_nothing_of_another_area_is_seen_at_any_address(alpha: SureStart, beta: SureStart) -> None:
    kit.rows(alpha)
    told = [
        address
        for _, address, answer in got(browser(beta))
        if tells(answer) or (is_sealed(answer) and str(ROW) in address.partition("?")[0])
    ]
    assert not told, "\n".join(told)


def test_nothing_is_seen_by_who_works_for_no_area(alpha: SureStart) -> None:
    kit.rows(alpha)
    client = browser()
    told = []
    for _, _, places in kit.addresses():
        for place in places:
            told += [place] if tells(client.get(place)) else []
    assert not told, "\n".join(told)


def test_own_area_is_seen_wherever_its_rows_are_named(alpha: SureStart) -> None:
    """Otherwise the tests above prove nothing: each address has been asked for in a way that opens it."""
    kit.rows(alpha)
    opened: dict[str, bool] = {}
    telling = set()
    for name, address, answer in got(browser(alpha)):
        if str(ROW) in address.partition("?")[0] or kit.SLUG in address or kit.CODE in address:
            opened[name] = not name or opened.get(name, False) or answer.status_code != 404
        telling |= {name or address.partition("?")[0]} if tells(answer) else set()
    shut = [name for name, is_open in opened.items() if not (is_open or name.startswith(kit.ABOUT_OTHERS))]
    assert not shut, "\n".join(shut)
    assert _owned_screens("list", "list_results", "edit", "inspect", "usage", "history") <= telling
    assert {"my_area", "place_sign_ups", "wagtailsnippets_campaigns_place:edit"} <= telling


def _owned_screens(*screens: str) -> set[str]:
    """The screens of every viewset whose rows belong to areas."""
    viewsets = [x for x in _every(OwnedViewSet) if hasattr(x, "model") and x.__module__.startswith("cms.")]
    labels = [x.model._meta.label_lower.replace(".", "_") for x in viewsets if x.model is not None]
    return {f"wagtailsnippets_{label}:{screen}" for label in labels for screen in screens}


def _every(kind: type[Any]) -> Iterator[type[Any]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _every(sub)


def bodies(of: Any) -> Iterator[dict[str, Any]]:
    """What can be sent to an address: what its own form holds, with every text changed; and every id there is."""
    yield dict.fromkeys(QUERY, str(ROW)) | {"title": "Taken", "name": "Taken", "action-publish": "1"}
    context = getattr(of, "context", None) or {}
    forms = [context[name] for name in ("form", "formset") if name in context]
    for form in forms:
        parts = [form.management_form, *form.forms] if hasattr(form, "management_form") else [form]
        told: dict[str, Any] = {}
        for part in parts:
            if hasattr(part, "fields"):
                told |= {key: _changed(value) for key, value in sent_back(part).items()}
        yield told


def _changed(value: str) -> str:
    return f"{value} taken" if " " in value and not value[0].isdecimal() and "[" not in value else value


Body = tuple[str, bool, str, dict[str, Any]]  # the name of an address, whether it is ours, it, and what is sent to it


def sent_by(own: Client) -> list[Body]:
    """All that is sent to the addresses, the forms being those of who owns the rows."""
    return [
        (name, ours, place, body)
        for name, ours, places in kit.addresses()
        for place in places
        for body in bodies(own.get(place))
    ]


@contextmanager
def writings() -> Iterator[list[Any]]:
    """All that is said to the database meanwhile and is not plainly a question, or a mark to go back to."""
    found: list[Any] = []

    def listen(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if not str(sql).startswith(("SELECT ", "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


def changed(client: Client, sent: list[Body], owner: SureStart | None) -> list[str]:
    """The names of the addresses at which somebody can change the rows.

    The rows are read again only where something was written at all: most addresses refuse before.
    """
    found = []
    before = kit.state(owner)
    for name, ours, place, body in sent:
        with transaction.atomic():
            with writings() as written:
                answer = client.post(
                    place, MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in body.items()})
                )
            assert answer.status_code != 500 or not ours or name.endswith(NO_FORM), place
            found += [name] if written and kit.state(owner) != before else []
            transaction.set_rollback(True)
    return sorted(set(found))


def test_nothing_is_done_to_another_area_at_any_address(alpha: SureStart, beta: SureStart) -> None:
    kit.rows(alpha)
    own = browser(alpha)
    sent = sent_by(own)
    assert changed(browser(beta), sent, alpha) == []
    assert _owned_screens("edit") <= set(changed(own, sent, alpha))  # the forms are such that they do change


def test_nothing_of_the_region_is_changed_by_an_area(beta: SureStart) -> None:
    kit.rows(None)
    client = browser(beta)
    assert changed(client, sent_by(client), None) == []
