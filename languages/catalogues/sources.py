"""Every string that is marked for translation, collected from programs and templates without GNU gettext."""

from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
# Where what parents, practitioners and the public see comes from. All else is for staff.
PUBLIC = (
    *("portal/", "templates/portal/", "templates/parts/", "templates/base.html", "config/"),
    *("templates/403", "templates/404", "templates/500", "templates/messages/letter", "templates/messages/reading"),
    *("templates/messages/preview/aloud", "campaigns/owner_keys"),
    *("cms/banner", "cms/campaign_pages/", "cms/reading/", "cms/whats_on/", "templates/cms/home_page"),
    *("templates/cms/campaign_pages/", "templates/cms/reading/", "templates/cms/whats_on/"),
    *("cms/pack/days", "cms/pack/letters", "cms/pack/material", "templates/cms/pack/practitioners"),
    *("campaigns/calling_off", "campaigns/choices", "campaigns/event_words", "campaigns/links", "campaigns/paper/"),
    *("campaigns/models/events", "campaigns/models/mailings", "campaigns/models/places", "campaigns/parents"),
    *("campaigns/sign_ups", "delivery/models", "directory/models", "messages/stages"),
    *("messages/formats/large_print", "messages/formats/pictures", "messages/formats/text"),
    *("subscribers/children", "subscribers/extras", "subscribers/models", "subscribers/phone"),
)
NOT_PUBLIC = ("portal/demo", "templates/portal/demo/")  # a demo's virtual phones


class Part(StrEnum):
    PUBLIC = "public"
    STAFF = "staff"


def collected(part: Part) -> Catalog:
    """What has to be translated, with where it stands. What both see is public."""
    public, staff = Catalog(), Catalog()
    for path in _files():
        where = path.relative_to(settings.BASE_DIR).as_posix()
        is_public = where.startswith(PUBLIC) and not where.startswith(NOT_PUBLIC)
        for words, context in _strings(path):
            (public if is_public else staff).add(words, locations=[(where, 1)], context=context)
    if part is Part.PUBLIC:
        return public
    for message in list(public):
        if message.id:
            staff.delete(message.id, message.context)
    return staff


def _files() -> Iterator[Path]:
    """Our own programs and templates, in their order."""
    base = Path(settings.BASE_DIR)
    rooms = sorted({app.name.partition(".")[0] for app in apps.get_app_configs() if Path(app.path).parent == base})
    for room in rooms:
        yield from sorted(path for path in (base / room).rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in (base / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def _strings(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """A file's strings, a plural as two of them, each with its context."""
    if path.suffix == ".py":
        found = extract("python", BytesIO(path.read_bytes()), KEYWORDS)
    else:  # Django writes a template's strings as calls; xgettext would read them as C does
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        found = extract("javascript", BytesIO(calls.encode()), KEYWORDS)
    for _line, words, _comments, context in found:
        yield words, context
