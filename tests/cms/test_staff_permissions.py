"""Who may act for a parent: the menu shows it, and the pages check it again."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import StaffAct
from tests.cms.staff_kit import sign_up, staff, stop

pytestmark = pytest.mark.django_db

SIGN_UP = ("staff_sign_up", "staff_sign_up_done")
STOP = ("staff_stop", "staff_stop_done")


@pytest.mark.parametrize(
    ("permission", "opened"),
    [("add_subscriber", SIGN_UP), ("change_subscriber", STOP), ("view_subscriber", ())],
)
def test_each_permission_opens_its_own_pages(permission: str, opened: tuple[str, ...]) -> None:
    client = staff(permission)
    for name in SIGN_UP + STOP:
        assert client.get(reverse(name)).status_code == (200 if name in opened else 302)
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    shown = tuple(name for name in ("staff_sign_up", "staff_stop") if f'"{reverse(name)}"' in menu)
    assert shown == tuple(name for name in ("staff_sign_up", "staff_stop") if name in opened)


def test_form_of_somebody_who_may_not_does_nothing() -> None:
    client = staff()
    sign_up(client)
    stop(client, "loss")
    assert StaffAct.objects.count() == 0


@pytest.mark.parametrize("name", SIGN_UP + STOP)
def test_nobody_is_let_in_without_signing_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert (answer.status_code, answer.headers["Location"].startswith("/admin/login/")) == (302, True)


def test_pages_are_not_kept_by_the_browser() -> None:
    assert "no-store" in staff("add_subscriber").get(reverse("staff_sign_up")).headers["Cache-Control"]
