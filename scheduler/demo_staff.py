"""The made-up colleagues of the demo: one for each role, all with one password that lasts as long as the demo."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from cms import roles
from cms.models import TranslatorLanguage

# Who signs in by which name, and is called what.
SIGN_INS: Mapping[str, tuple[str, str]] = {
    "author": (roles.AUTHOR, "Orla Author"),
    "approver": (roles.APPROVER, "Aoife Approver"),
    "reviewer": (roles.LANGUAGE_REVIEWER, "Rafal Reviewer"),
    "translator": (roles.TRANSLATOR, "Teresa Translator"),
    "publisher": (roles.PUBLISHER, "Patrick Publisher"),
    "campaigns": (roles.CAMPAIGNS, "Ciara Campaigns"),
    "surestart": (roles.SURE_START, "Sinead Surestart"),
    "admin": (roles.ADMINISTRATOR, "Aidan Admin"),
    "reader": (roles.READ_ONLY, "Rory Reader"),
}
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
