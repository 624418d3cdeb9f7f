"""What a web server learns before it answers anybody.

Django reads the addresses and the words of a language when it is first asked for them, and each thread for itself: it is
a second for one parent, but a crowd of forty-eight who open the same page, when a process is new, waited for eighteen.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def warm_up() -> None:
    """Read every address in every language, and its words."""
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            reverse("join")
            translation.gettext("Yes")
