"""What a file may be about, who may change that, and how it is kept: the library's words, or those of an upper room."""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from languages.table import DEFAULT
from messages.letters import text_of
from messages.models import UNKNOWN, Message, Translation
from messages.sheets.changing import RowChange
from messages.sheets.columns import Key
from messages.sheets.shelf import lock_of
from messages.stages import StageKind

ACTION = "library.import"


class Scope:
    """The library. What it changes are drafts, which somebody approves and publishes."""

    may_be_blank: Collection[str] = ()  # columns that the library wants something in
    messages: QuerySet[Message] | None = None  # those that a file may be about; None: the library's

    def __init__(self, languages: Collection[str] | None = None, *, english: bool = True) -> None:
        """`languages` are those besides English whose words may be changed; None stands for every one."""
        self.languages = languages
        self.english = english  # whether that may be changed

    def strays(self, key: Key) -> str:
        """Why a row does not belong into such a file; blank when it does."""
        if key[0] == StageKind.CAMPAIGN:
            return _("These are the words of a campaign. Send them on the page of the campaign.")
        return ""

    def is_open(self, language: str) -> bool:
        """Whether a language is one of theirs."""
        return self.languages is None or language in self.languages

    def refuses(self, made: RowChange, user: User | None) -> str:
        """Why somebody may not change this; blank when they may. Nobody (None) may change everything."""
        model = made.words._meta.model_name  # noqa: SLF001 - Django's public way to a name
        verb = "add" if made.is_new else "change"
        language = made.words.language
        is_theirs = self.english if language == DEFAULT else self.is_open(language)
        if not is_theirs or (user is not None and not user.has_perm(f"library.{verb}_{model}")):
            return _("You may not write or change words in this language. Leave the row out.")
        return lock_of(made.item, user.pk if user else None) if made.item else ""

    def lock(self, rows: Sequence[RowChange]) -> None:
        """What has to be locked before the words are."""

    def save(self, row: RowChange, name: str, user: User | None) -> None:
        """Keep the words as a draft, in somebody's name, of the file `name`. Raises ValidationError."""
        words = row.words
        if isinstance(words, Translation):
            words.message = words.message  # which, if it is new, has its key only now
            if row.renews:
                words.renew()
            words.made_from = words.made_from or UNKNOWN
        words.email_text = text_of(words.email)
        if row.is_new:
            words.full_clean()
            words.save()
        revision = words.save_revision(user=user, clean=not row.is_new)
        log(words, ACTION, user=user, revision=revision, content_changed=True, data={"file": name, "row": row.line})


LIBRARY = Scope()
