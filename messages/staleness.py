"""When the English changes: its translations wait until they are renewed, or staff let the old ones go on."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log
from wagtail.models import Revision

from messages.models import Message, Translation

GOES_ON = "library.goes_on"
RENEWED = "library.still_right"


class EnglishChangedError(Exception):
    """The English is not the one that was seen: nothing is said of the translations."""


@transaction.atomic
def let_go_on(message: Message, user: User, languages: Iterable[str] | None = None, *, seen: str | None = None) -> int:
    """The old words of these languages (None: of all) go on being sent beside the English of now. Returns how many.

    They stay marked as stale. Who let them is kept in each one's history. `seen` is the digest of the English that
    they were seen beside (None: that of now); raises EnglishChangedError when it is another by now.
    """
    _refuse_unless_seen(Message.objects.select_for_update(no_key=True).get(pk=message.pk), seen)
    stale = Translation.objects.filter(message=message).stale().exclude(goes_on_with=F("message__digest"))
    if languages is not None:
        stale = stale.filter(language__in=list(languages))
    found = list(stale.select_related("message").select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for translation in found:
        translation.goes_on_with = translation.message.digest
        translation.save(update_fields=["goes_on_with"])
        log(translation, GOES_ON, user=user)
    return len(found)


@transaction.atomic
def still_right(translation: Translation, user: User, *, seen: str | None = None) -> None:
    """Somebody who reads the language has looked at the English of now: the words are right as they are.

    Those of the latest draft, which the editor shows: what is published stays stale if it says something else.
    `seen` is the digest of the English that was looked at (None: that of now); raises EnglishChangedError when it is
    another by now.
    """
    row = (
        Translation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("message")
        .get(pk=translation.pk)
    )
    _refuse_unless_seen(row.message, seen)
    draft = row.latest_revision if row.has_unpublished_changes else None
    if draft:
        content = {**draft.content, "made_from": row.message.digest}
        Revision.objects.filter(pk=draft.pk).update(content=content)
    if draft is None or not row.live or draft.as_object().fingerprint == row.fingerprint:
        row.renew()
        row.save(update_fields=["made_from"])
    log(row, RENEWED, user=user)


def _refuse_unless_seen(message: Message, seen: str | None) -> None:
    if seen is not None and seen != message.digest:
        raise EnglishChangedError


def english_before(translation: Translation) -> Message | None:
    """The English that the words were made from, as a revision has it; None when none of them is it."""
    for revision in translation.message.revisions.order_by("-created_at", "-pk").iterator():
        was: Message = revision.as_object()
        if was.fingerprint == translation.made_from:
            return was
    return None
