"""The address that a poster carries: short, of one place, and the same for everybody who stands before it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from languages.table import DEFAULT, interface


def address_of(keyword: str, language: str = DEFAULT) -> str:
    """Where a poster's QR code leads: to joining at the place with this keyword, in a language of the interface.

    An address without a language (English's) goes by the language of the phone that opens it.
    """
    with override(interface(language)):
        return f"{settings.PUBLIC_URL}{reverse('at', args=[keyword])}"
