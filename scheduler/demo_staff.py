"""The made-up colleagues of the demo: for each role, all with one password that lasts as long as the demo."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from campaigns.models import Membership
from cms import roles
from cms.models import TranslatorLanguage
from directory.models import SureStart, Trust

# Who signs in by which name, and is called what.
SIGN_INS: Mapping[str, tuple[str, str]] = {
    "author": (roles.AUTHOR, "Orla Author"),
    "approver": (roles.APPROVER, "Aoife Approver"),
    "reviewer": (roles.LANGUAGE_REVIEWER, "Rafal Reviewer"),
    "translator": (roles.TRANSLATOR, "Teresa Translator"),
    "publisher": (roles.PUBLISHER, "Patrick Publisher"),
    "campaigns": (roles.CAMPAIGNS, "Ciara Campaigns"),
    "surestart": (roles.SURE_START, "Sinead Surestart"),
    "southbelfast": (roles.SURE_START, "Sorcha Southbelfast"),
    "belfasttrust": (roles.SURE_START, "Brendan Belfasttrust"),
    "admin": (roles.ADMINISTRATOR, "Aidan Admin"),
    "reader": (roles.READ_ONLY, "Rory Reader"),
}
# Where those of an area work: Sure Starts by name, or a Trust for all of its own.
SURE_STARTS: Mapping[str, str] = {"surestart": "Colin", "southbelfast": "South Belfast"}
TRUSTS: Mapping[str, str] = {"belfasttrust": "Belfast"}
LANGUAGES: Mapping[str, tuple[str, ...]] = {"translator": ("pl", "ar"), "reviewer": ("pl", "ar")}


class NotADemoError(RuntimeError):
    """Colleagues with a password that everybody reads on a console are for the demo only."""


def seed(password: str) -> None:
    """Make the colleagues. Raises NotADemoError outside the demo."""
    if not settings.DEMO:
        raise NotADemoError
    shared = make_password(password)  # hashed once: that takes its time
    for sign_in, (role, name) in SIGN_INS.items():
        first, last = name.split()
        mailbox = f"{sign_in}@hope.example"
        user = User.objects.create(username=sign_in, first_name=first, last_name=last, email=mailbox, password=shared)
        user.groups.add(Group.objects.get(name=role))
        TranslatorLanguage.objects.bulk_create(
            TranslatorLanguage(user=user, language=code) for code in LANGUAGES.get(sign_in, ())
        )
    _place(SURE_STARTS, SureStart, "sure_start")
    _place(TRUSTS, Trust, "trust")


def _place(areas: Mapping[str, str], model: type[SureStart | Trust], field: str) -> None:
    """Say where colleagues work."""
    for sign_in, name in areas.items():
        area = model.objects.get(name=name)
        Membership.objects.create(user=User.objects.get(username=sign_in), **{field: area})
