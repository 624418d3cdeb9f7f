"""The fixed words of every sheet, in the sheet's language."""

from dataclasses import dataclass

from django.utils.translation import gettext, override

from languages import table


class MissingPhrasesError(ValueError):
    """The catalogue has no fixed words in this language: give the sheet its own."""


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """What is the same on every sheet. `%(address)s` in a phrase becomes the printed web address."""

    name: str
    text_word: str  # stands above the keyword
    to_number: str  # stands above the number
    scan: str  # stands below the QR code
    free: str
    more: str  # when there are more events than a poster holds
    mark_alt: str  # read out in place of the mark
    qr_alt: str  # read out in place of the QR code
    press_note: str
    quote: str  # what waits to be filled in
    quoted: str
    contacts: str
    editors: str


def phrases_in(language: str) -> Phrases:
    """The fixed words from the catalogue; raises MissingPhrasesError for a language without one."""
    if language not in table.INTERFACE:
        raise MissingPhrasesError(f"No fixed words in {language!r}: give `phrases`.")
    with override(table.interface(language)):
        return Phrases(
            name=gettext("Messages of Hope"),
            text_word=gettext("Text this word"),
            to_number=gettext("to this number"),
            scan=gettext("or scan this code"),
            free=gettext("Free. Stop at any time."),
            more=gettext("More at %(address)s"),
            mark_alt=gettext("Two arcs that face each other"),
            qr_alt=gettext("QR code that opens %(address)s"),
            press_note=gettext("Press note"),
            quote=gettext("[their own words to be filled in]"),
            quoted=gettext("[name to be filled in]"),
            contacts=gettext("Contacts for the press"),
            editors=gettext("Notes for editors"),
        )
