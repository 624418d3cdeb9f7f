"""The files of a pack: each is made when somebody asks for it, and all of them together are one ZIP."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.paper import sheets
from campaigns.paper.sizes import Shape, Size
from cms.pack import days, letters
from cms.pack.material import Material
from cms.pack.networks import Network
from messages.paper.letters import MissingGlyphError
from messages.paper.press import DoesNotFitError

PDF, PNG, TEXT = "application/pdf", "image/png", "text/plain; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
SIZES = {
    Size.A4: _("poster, A4"),
    Size.A5: _("flyer, A5"),
    Size.A6: _("card, A6"),
    Size.A4_CARDS: _("four cards to cut, A4"),
    Size.A4_LARGE: _("large type, A4"),
}
SHAPES = {Shape.SQUARE: _("square"), Shape.LANDSCAPE: _("wide"), Shape.STORY: _("tall")}


class UnmadeError(Exception):
    """A file cannot be made; the text says why, for staff."""


@dataclass(frozen=True, kw_only=True)
class PackFile:
    name: str  # with its ending, without a folder: poster-a4.pdf
    label: str | Promise
    media_type: str
    make: Callable[[], bytes]


def files(material: Material) -> list[PackFile]:
    """What this campaign has in this language; nothing is made yet."""
    return [*posters(material), *papers(material), *images(material), *_letters(material)]


def posters(material: Material) -> list[PackFile]:
    """None where the sheet's words are not written, without a number to text to, and about the death of a baby.

    Who grieves is not asked to join messages for parents.
    """
    if not material.is_written or not settings.TEXT_NUMBER or material.is_loss:
        return []
    return [_pdf(f"poster-{size}", label, partial(_poster, material, size)) for size, label in SIZES.items()]


def _poster(material: Material, size: Size) -> bytes:
    return sheets.poster(material.poster(), size)


def papers(material: Material) -> list[PackFile]:
    """The programme and the press note."""
    if not material.is_written:
        return []
    found = [_pdf("press-note", _("press note"), lambda: sheets.press_note(material.press_note()))]
    if material.translated_topics:
        found.insert(0, _pdf("programme", _("programme"), lambda: sheets.day_sheet(material.programme())))
    return found


def images(material: Material) -> list[PackFile]:
    """For social networks, in each of their shapes."""
    if not material.is_written:
        return []
    return [
        PackFile(name=f"image-{shape}.png", label=label, media_type=PNG, make=partial(_image, material, shape))
        for shape, label in SHAPES.items()
    ]


def _image(material: Material, shape: Shape) -> bytes:
    return sheets.image(material.image(), shape)


def _letters(material: Material) -> list[PackFile]:
    dates = partial(days.file, material)
    found = [PackFile(name="calendar.ics", label=_("calendar"), media_type=CALENDAR, make=dates)]
    if material.text.title.language == material.language:
        letter, label = partial(letters.draft, material), _("e-mail to practitioners")
        found.append(PackFile(name="practitioners.eml", label=label, media_type="message/rfc822", make=letter))
    if any(x.language == material.language for x in material.posts):
        label, text = _("social posts"), partial(posts_text, material)
        found.append(PackFile(name="posts.txt", label=label, media_type=TEXT, make=lambda: text().encode()))
    return found


def posts_text(material: Material) -> str:
    """The posts in this very language, a day and network at a time."""
    own = (x for x in material.posts if x.language == material.language)
    return "\n\n".join(f"{x.day:%Y-%m-%d} {Network(x.network).label}\n{x.text}" for x in own) + "\n"


def _pdf(name: str, label: str | Promise, make: Callable[[], bytes]) -> PackFile:
    return PackFile(name=f"{name}.pdf", label=label, media_type=PDF, make=make)


def made(file: PackFile) -> bytes:
    """Raises UnmadeError for words that fit no sheet, or that no font of ours can write."""
    try:
        return file.make()
    except (DoesNotFitError, MissingGlyphError, ValueError) as error:
        raise UnmadeError(f"{file.name}: {error}") from error


def archive(packs: Iterable[Material], now: datetime) -> bytes:
    """All files as a ZIP, a folder a language; what could not be made is told in a file of its own."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as found:
        missing = []
        for name, file in _named(packs):
            try:
                content = made(file)
            except UnmadeError as error:
                missing.append(f"{name}: {error}")
                continue
            found.writestr(zipfile.ZipInfo(name, date_time=now.timetuple()[:6]), content)
        if missing:
            found.writestr("NOT-MADE.txt", "\n".join(missing) + "\n")
    return kept.getvalue()


def _named(packs: Iterable[Material]) -> Iterator[tuple[str, PackFile]]:
    for material in packs:
        for file in files(material):
            yield f"{material.campaign.slug}/{material.language}/{file.name}", file
