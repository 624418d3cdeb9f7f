"""What a web server learns before it answers anybody.

Django reads the addresses and the words of a language when it is first asked for them, and each thread for itself. One
parent waits a second for it; a crowd of forty-eight, who opened the same page when a process was new, waited eighteen.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def warm_up() -> None:
    """Read every address in every language, and its words."""
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            reverse("join")
