"""The one form for words: a draft may be anything, what parents get must hold to the hard rules."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import BlockField

from languages.table import LANGUAGES
from messages.editorial import blocking, check, services
from messages.models import AnyWords, Translation
from messages.words import LETTERS, PLAIN

# With these buttons words do not come nearer to parents, so that nothing is held against them.
SENDING_BACK = "reject"
CANCELLING = "action-cancel-workflow"
ENGLISH_SEEN = "english_seen"  # the digest of the English that stood beside the words when the page was opened
POSTED_AS = {"action": "no_cost_action"}


class WordsForm(WagtailAdminModelForm):
    """Words in one language, on the screen or from a spreadsheet.

    The hard rules of the library (`messages.editorial.blocking`) are errors of the field they belong to. Who saves a
    draft calls `defer_required_fields()` before `is_valid()`, as Wagtail's views do: then nothing is required and
    nothing is refused, so that nothing is lost. Publishing, and submitting for review, ask for everything.

    The data of a bound form has the names that `add_prefix` gives.
    """

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        """Takes the local day, which is needed for everything but drafts: a source or a helpline may be stale."""
        super().__init__(*args, **kwargs)
        self.today = today
        for name in [name for name, field in self.fields.items() if self._is_left_out(name, field)]:
            del self.fields[name]
        set_direction(self.fields.values(), self.words.language)

    def add_prefix(self, field_name: str) -> str:
        """The name of a field as it is posted.

        An input named "action" would hide where its HTML form is sent to, and Wagtail's saving while one types asks
        for that.
        """
        return str(super().add_prefix(POSTED_AS.get(field_name, field_name)))

    @property
    def words(self) -> AnyWords:
        """What is being written. Once the form is cleaned it holds what was typed."""
        return cast("AnyWords", self.instance)

    def _is_left_out(self, name: str, field: forms.Field) -> bool:
        """A letter that did not come with the form stays as it is: its editor needs a script, a row of a sheet not."""
        return self.is_bound and isinstance(field, BlockField) and f"{self.add_prefix(name)}-count" not in self.data

    @property
    def is_asked_for_everything(self) -> bool:
        back = self.data.get("workflow-action-name") == SENDING_BACK and "action-workflow-action" in self.data
        return not (self.is_deferred_validation or back or CANCELLING in self.data)

    def _post_clean(self) -> None:
        """The words are put together from the fields first; then they are looked at as a whole."""
        super()._post_clean()
        if isinstance(self.words, Translation) and set(self.changed_data) & {*PLAIN, *LETTERS}:
            self._renew(self.words)
        if self.is_asked_for_everything:
            if self.today is None:
                raise ValueError("Words can only be published or submitted on a day: give the form its today.")
            for field, sentences in reasons_against(self.words, self.today).items():
                self._refuse(field, sentences)

    def _renew(self, words: Translation) -> None:
        """Whoever changes words sees the English beside them. What was typed and undone is as old as it was."""
        row = Translation.objects.select_related("message").filter(pk=words.pk).first()
        if row is not None and row.fingerprint == words.fingerprint:
            words.made_from = row.made_from
        elif not self.english_has_changed:
            words.renew()
        elif row is None:
            words.made_from = self.english_seen[:64]

    @property
    def english_seen(self) -> str:
        """As the editor posts it; blank where there is none: with a row of a sheet."""
        return str(self.data.get(ENGLISH_SEEN, ""))

    @property
    def english_has_changed(self) -> bool:
        """Whether other English is published by now than whoever typed has seen."""
        words = self.words
        return isinstance(words, Translation) and self.english_seen not in ("", words.message.digest)

    def _refuse(self, name: str, sentences: list[str]) -> None:
        field = self.fields.get(name)
        if name in self.errors:
            return  # it has to be mended anyhow
        if isinstance(field, BlockField):  # such a field shows its first error only
            sentences = [" ".join(sentences)]
        self.add_error(name if field else None, [ValidationError(sentence) for sentence in sentences])


def reasons_against(words: AnyWords, today: date) -> dict[str, list[str]]:
    """Why these words may not go to parents on this local day, by field; empty when they may."""
    reasons = defaultdict(list)
    for finding in blocking(check(words, today=today, services=services())):
        reasons[finding.field].append(f"{finding.says} {finding.instead}".strip())
    return reasons


def set_direction(fields: Iterable[forms.Field], code: str) -> None:
    """Tell each text box its language, so that it reads from the right where the language does."""
    language = LANGUAGES.get(code)
    if language is None:
        return
    for field in fields:
        if isinstance(field.widget, (forms.TextInput, forms.Textarea)) and not isinstance(
            field.widget, (forms.NumberInput, forms.URLInput, forms.DateInput, forms.DateTimeInput)
        ):
            field.widget.attrs |= {"lang": language.code, "dir": "rtl" if language.right_to_left else "ltr"}
