"""What staff choose to take the library out, and send to bring it in."""

from collections.abc import Collection
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.table import DEFAULT, LANGUAGES, Language
from messages.sheets.comparing import look
from messages.sheets.faults import SheetError
from messages.sheets.files import CSV, MEGABYTE, PO, XLSX

ALL, NEEDED = "", "needed"


class ExportForm(forms.Form):
    form = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[
            (XLSX, _("Workbook (XLSX), for Excel and LibreOffice")),
            (CSV, _("CSV in UTF-8")),
            (PO, _("PO, for translators' programs such as Poedit: one language beside the English")),
        ],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Languages"), required=False)
    needed = forms.ChoiceField(
        label=_("Which words"),
        required=False,
        choices=[(ALL, _("All")), (NEEDED, _("Only what is missing, or stale because its English has changed"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, languages: Collection[str] | None = None, **kwargs: Any) -> None:
        """`languages` are those besides English that somebody works in; None stands for every one."""
        super().__init__(*args, **kwargs)
        self._theirs = [code for code in LANGUAGES if code == DEFAULT or languages is None or code in languages]
        every = _("All languages") if languages is None else _("All of my languages")
        names = {code: _name(LANGUAGES[code]) for code in self._theirs}
        self.fields["language"].choices = [(ALL, every), *names.items()]  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """A catalogue is of one language: where somebody has only one, it is meant."""
        held: dict[str, Any] = super().clean() or {}
        others = [code for code in self._theirs if code != DEFAULT]
        if held.get("form") == PO and held.get("language") in (ALL, DEFAULT):
            if len(others) != 1:
                raise ValidationError({"language": _("A PO file holds one language besides English. Choose one.")})
            held["language"] = others[0]
        return held

    @property
    def languages(self) -> list[str]:
        """Those that the file is to have: a translator wants the English beside theirs."""
        chosen = self.cleaned_data["language"]
        return [code for code in self._theirs if chosen in (ALL, code) or code == DEFAULT]

    @property
    def only_needed(self) -> bool:
        return bool(self.cleaned_data["needed"] == NEEDED)

    def file_name(self, begins: str, today: date) -> str:
        """What the file is called: of what, in which language, when."""
        told = (begins, self.cleaned_data["language"], "to-do" if self.only_needed else "", today.isoformat())
        return f"{'-'.join(filter(None, told))}.{self.cleaned_data['form']}"


def _name(language: Language) -> Any:
    return language.name if language.code == DEFAULT else _("English and %(language)s") % {"language": language.name}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("XLSX, CSV or PO, as it was exported. You see what would change before anything does."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.po"}),
    )

    def clean_file(self) -> tuple[str, bytes]:
        """Its name and what is in it, which can be read."""
        sent: Any = self.cleaned_data["file"]
        if sent.size > settings.SHEET_BYTES:  # before it is read into memory
            most = settings.SHEET_BYTES // MEGABYTE
            raise ValidationError(_("The file is larger than %(most)d MB. Import it in parts.") % {"most": most})
        name, content = PurePath(sent.name).name[-200:], sent.read()
        try:
            look(content, name)
        except SheetError as error:
            raise ValidationError([str(fault) for fault in error.faults]) from error
        return name, content
